import Documents

extension ManifestDraft {
    func size(_ reader: inout ObjectReader) -> ValueRule.Size {
        let minimum = reader.integer("min", in: 0...10_000_000)
        let maximum = reader.integer("max", in: 1...10_000_000)
        judge(minimum, maximum, reader: reader)
        return ValueRule.Size(
            min: minimum,
            max: maximum,
            unit: reader.choice("unit", of: ValueRule.Size.Unit.self) ?? .characters,
            of: reader.choice("of", of: ValueRule.Size.Of.self) ?? .wire,
            linksCountAs: reader.integer("links", in: 0...10_000),
            severity: reader.choice("severity", of: Severity.self) ?? .error
        )
    }

    func count(_ reader: inout ObjectReader, scope: Scope) -> ValueRule.Count {
        let minimum = reader.integer("min", in: 0...100_000)
        let node = reader.node["max"]
        if let text = node?.text, Int(text) == nil {
            return ValueRule.Count(min: minimum, max: nil, maxFrom: source(&reader, "max", scope: scope))
        }
        let maximum = reader.integer("max", in: 1...100_000)
        judge(minimum, maximum, reader: reader)
        return ValueRule.Count(min: minimum, max: maximum, maxFrom: nil)
    }

    func range(_ reader: inout ObjectReader, scope: Scope) -> ValueRule.NumberRange {
        ValueRule.NumberRange(
            above: reader.integer("above"),
            atLeast: source(&reader, "atLeast", scope: scope),
            atMost: source(&reader, "atMost", scope: scope)
        )
    }

    private func judge(_ minimum: Int?, _ maximum: Int?, reader: ObjectReader) {
        if minimum == nil, maximum == nil, reader.node["min"] == nil, reader.node["max"] == nil {
            problems.error(
                "no-bound",
                at: reader.node.location,
                field: reader.path,
                "\"\(reader.path)\" has neither min nor max.",
                remedy: "Give one of them."
            )
        }
        if let minimum, let maximum, minimum > maximum {
            problems.error(
                "reversed",
                at: reader.node.location,
                field: reader.path,
                "\"\(reader.path)\" wants at least \(minimum) and at most \(maximum).",
                remedy: "Swap them."
            )
        }
    }

    /// Judges a table against every word that its source can hold.
    func judge(
        _ table: [ValueRule.TableRow],
        of origin: ValueRule.Origin?,
        otherwise: ValueRule.Otherwise?,
        name: String,
        reader: ObjectReader
    ) {
        guard !table.isEmpty, case .from(let sources) = origin else { return }
        let lists = sources.map { words(of: $0) }
        guard !lists.contains(where: { $0 == nil }) else { return }
        let place = self.place(reader, "table")
        let all = lists.compactMap(\.self).flatMap(\.self)
        for row in table where !all.contains(row.key) {
            let near = Nearest.name(to: row.key, among: all).map { "Did you mean \"\($0)\"?" }
            problems.error(
                "unknown-word",
                at: reader.node["table"]?.members?.first { $0.key == row.key }?.location ?? place,
                field: reader.path(of: "table"),
                "\"\(row.key)\" is not one of the words there.",
                remedy: near ?? "Use some of: \(all.joined(separator: ", "))."
            )
        }
        var wanted = all
        if sources == [.path(["delivery", "operation"])] {
            let never = reader.node["never"].map { $0.items?.compactMap(\.text) ?? [$0.text ?? ""] } ?? []
            // A look for the ad is no change, so tables of actions need no word for it.
            wanted = all.filter { names.operations.contains($0) && $0 != "find" && !never.contains($0) }
        }
        let missing = wanted.filter { word in !table.contains { $0.key == word } }
        guard !missing.isEmpty, otherwise == nil, reader.node["otherwise"] == nil else { return }
        problems.error(
            "table-gap",
            at: place,
            field: reader.path(of: "table"),
            "The table of \"\(name)\" has no row for \(missing.joined(separator: ", ")).",
            remedy: "Add the rows, or say otherwise: omit, reject or { value: x }."
        )
    }
}
