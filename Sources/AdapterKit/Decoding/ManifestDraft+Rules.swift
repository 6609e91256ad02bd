import Documents

extension ManifestDraft {
    func rules(_ reader: inout ObjectReader) -> [Rule] {
        reader.objects("rules") { self.rule(&$0) }
    }

    private func rule(_ reader: inout ObjectReader) -> Rule {
        let demands = self.demands(&reader)
        if demands.count != 1 {
            problems.error(
                demands.isEmpty ? "no-demand" : "several-demands",
                at: reader.node.location,
                field: reader.path,
                demands.isEmpty ? "The rule demands nothing." : "The rule demands several things.",
                remedy:
                    "Give it one of: firstPresent, anyOf, exactlyOne, require, advise, within, notAfter, past, fixed, check."
            )
        }
        let demand = demands.first ?? .fixed([])
        let usual: Severity =
            switch demand {
            case .advise: .note
            case .check: .warning
            default: .error
            }
        return Rule(
            demand: demand,
            when: conditions(&reader, "when", scope: Scope()),
            severity: reader.choice("severity", of: Severity.self) ?? usual,
            because: reader.text("because"),
            remedy: reader.text("remedy"),
            source: reader.text("src")
        )
    }

    private func demands(_ reader: inout ObjectReader) -> [Rule.Demand] {
        let here = reader.node
        func has(_ key: String) -> Bool { here[key].map { !$0.isNull } ?? false }
        var found: [Rule.Demand] = []
        let first = values(&reader, "firstPresent")
        if has("firstPresent") { found.append(.firstPresent(first)) }
        let any = sources(&reader, "anyOf", scope: Scope())
        if has("anyOf") { found.append(.anyOf(any)) }
        let one = sources(&reader, "exactlyOne", scope: Scope())
        if has("exactlyOne") { found.append(.exactlyOne(one)) }
        let required = source(&reader, "require", scope: Scope())
        if has("require") { found.append(.require(required ?? .path([]))) }
        let advised = values(&reader, "advise")
        if has("advise") { found.append(.advise(advised)) }
        if let within = within(&reader) { found.append(within) }
        if let notAfter = notAfter(&reader) { found.append(notAfter) }
        if let past = past(&reader) { found.append(past) }
        let fixed = values(&reader, "fixed")
        if has("fixed") { found.append(.fixed(fixed)) }
        if let check = check(&reader) { found.append(check) }
        return found
    }

    /// Names of values.
    private func values(_ reader: inout ObjectReader, _ key: String) -> [String] {
        let found = known(&reader, key, among: names.values, as: "value")
        for name in found { used.insert(.value(name)) }
        return found
    }

    private enum OverflowWord: String, CaseIterable { case cap }

    private func within(_ reader: inout ObjectReader) -> Rule.Demand? {
        let overflowPlace = place(reader, "overflow")
        let caps = reader.choice("overflow", of: OverflowWord.self) != nil
        let within = reader.object("within") { reader in
            for key in ["value", "of", "max"] { _ = reader.required(key) }
            return Rule.Demand.within(
                source(&reader, "value", scope: Scope()) ?? .path([]),
                of: source(&reader, "of", scope: Scope()) ?? .path([]),
                days: days(&reader, "max") ?? 1,
                caps: caps
            )
        }
        if caps, within == nil {
            problems.error(
                "overflow-alone",
                at: overflowPlace,
                field: reader.path(of: "overflow"),
                "\"overflow\" belongs to within.",
                remedy: "Remove it."
            )
        }
        return within
    }

    private func notAfter(_ reader: inout ObjectReader) -> Rule.Demand? {
        reader.object("notAfter") { reader in
            for key in ["value", "than"] { _ = reader.required(key) }
            return .notAfter(
                source(&reader, "value", scope: Scope()) ?? .path([]),
                than: source(&reader, "than", scope: Scope()) ?? .path([])
            )
        }
    }

    private func past(_ reader: inout ObjectReader) -> Rule.Demand? {
        guard let node = reader.node("past") else { return nil }
        guard node.members != nil else {
            return source(&reader, "past", scope: Scope()).map { .past($0) } ?? .past(.path([]))
        }
        return reader.nested(node, reader.path(of: "past")) { reader in
            _ = reader.required("value")
            let ofPlace = place(reader, "of")
            if let other = reader.text("of"), other != "clock.now" {
                unknown(other, as: "instant", among: ["clock.now"], at: ofPlace, field: reader.path(of: "of"))
            }
            return .past(source(&reader, "value", scope: Scope()) ?? .path([]))
        }
    }

    private func check(_ reader: inout ObjectReader) -> Rule.Demand? {
        let place = self.place(reader, "of")
        let check = reader.choice("check", of: Rule.Check.self)
        let of = reader.text("of")
        guard reader.node["check"] != nil else {
            if of != nil {
                problems.error(
                    "of-alone",
                    at: place,
                    field: reader.path(of: "of"),
                    "\"of\" belongs to check.",
                    remedy: "Remove it."
                )
            }
            return nil
        }
        if let of, !names.valueSet.contains(of) {
            unknown(of, as: "value", among: names.values, at: place, field: reader.path(of: "of"))
        } else if of == nil {
            problems.error(
                "missing",
                at: reader.node.location,
                field: reader.path(of: "of"),
                "\"\(reader.path(of: "of"))\" is missing.",
                remedy: "Name the value that is checked."
            )
        }
        used.insert(.value(of ?? ""))
        return .check(check ?? .shouting, of: of ?? "")
    }
}
