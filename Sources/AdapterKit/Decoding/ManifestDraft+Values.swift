import Documents
import Postings

extension ManifestDraft {
    func values(_ reader: inout ObjectReader) -> [ValueRule] {
        named(&reader, "values").map { member, path in
            if RootNames.reserved.contains(member.key) {
                problems.error(
                    "root-name",
                    at: member.location,
                    field: path,
                    "\"\(member.key)\" is the name of a root, so no value can have it.",
                    remedy:
                        "Choose another name, such as \"ad\(member.key.prefix(1).uppercased())\(member.key.dropFirst())\"."
                )
            }
            let scope = Scope(owner: .value(member.key))
            return reader.nested(member.value, path) { self.value(&$0, name: member.key, scope: scope) }
        }
    }

    /// Reads one value: its origin, its conditions, and what the board demands of it.
    func value(_ reader: inout ObjectReader, name: String, scope: Scope) -> ValueRule {
        let origin = origin(&reader, name: name, scope: scope)
        let when = conditions(&reader, "when", scope: scope)
        let table = table(&reader)
        let otherwise = otherwise(&reader, origin: origin, table: table)
        judge(table, of: origin, otherwise: otherwise, name: name, reader: reader)
        let rule = ValueRule(
            name: name,
            origin: origin ?? .constant(.null),
            when: when,
            table: table,
            otherwise: otherwise,
            filters: filters(&reader),
            size: reader.object("size") { self.size(&$0) },
            count: reader.object("count") { self.count(&$0, scope: scope) },
            overflow: reader.choice("overflow", of: ValueRule.Overflow.self) ?? .reject,
            range: reader.object("range") { self.range(&$0, scope: scope) },
            pattern: pattern(&reader, "pattern"),
            oneOf: reader.texts("oneOf"),
            refuse: reader.texts("refuse"),
            need: need(&reader),
            never: words(&reader, "never", of: Operation.self),
            isFixed: reader.boolean("fixed") ?? false,
            billsOnChange: reader.choice("bills", of: BillWord.self) != nil,
            keepsEmpty: reader.choice("empty", of: EmptyWord.self) == .keep,
            shows: reader.choice("shows", of: ValueRule.Role.self),
            title: reader.text("title"),
            source: reader.text("src"),
            isUnverified: reader.boolean("unverified") ?? false
        )
        judge(rule, reader: reader)
        return rule
    }

    private enum BillWord: String, CaseIterable { case onChange = "on-change" }
    enum EmptyWord: String, CaseIterable { case keep, omit }

    private func need(_ reader: inout ObjectReader) -> ValueRule.Need {
        guard let node = reader.node["need"], !node.isNull else {
            _ = reader.node("need")
            return .never
        }
        if node.text == "always" {
            _ = reader.node("need")
            return .always
        }
        return .on(words(&reader, "need", of: Operation.self))
    }

    private func table(_ reader: inout ObjectReader) -> [ValueRule.TableRow] {
        let path = reader.path(of: "table")
        return reader.entries("table").compactMap { member in
            literal(member.value, field: "\(path).\(member.key)").map { ValueRule.TableRow(key: member.key, value: $0) }
        }
    }

    private func otherwise(
        _ reader: inout ObjectReader,
        origin: ValueRule.Origin?,
        table: [ValueRule.TableRow]
    ) -> ValueRule.Otherwise? {
        guard let node = reader.node("otherwise") else { return nil }
        let field = reader.path(of: "otherwise")
        var isDecision = !table.isEmpty
        if case .first = origin { isDecision = true }
        if origin != nil, !isDecision {
            problems.error(
                "otherwise-alone",
                at: node.location,
                field: field,
                "\"otherwise\" belongs to a table or to first, and there is neither.",
                remedy: "Remove it: an absent value stays absent."
            )
        }
        switch node.text {
        case "omit": return .omit
        case "reject": return .reject
        default: break
        }
        if node.members != nil {
            return reader.nested(node, field) { reader in
                guard let value = reader.required("value") else { return nil }
                return literal(value, field: reader.path(of: "value")).map { .value($0) }
            }
        }
        problems.error(
            "unknown-value",
            at: node.location,
            field: field,
            "\"\(field)\" is neither omit nor reject.",
            remedy: "Write omit, reject or { value: \(node.text ?? "x") }."
        )
        return nil
    }

    /// Faults of one value that no single key shows.
    private func judge(_ rule: ValueRule, reader: ObjectReader) {
        if reader.node["overflow"] != nil, rule.size == nil, rule.count == nil {
            problems.error(
                "overflow-alone",
                at: place(reader, "overflow"),
                field: reader.path(of: "overflow"),
                "\"overflow\" has no bound to go beyond.",
                remedy: "Add size or count, or remove it."
            )
        }
        if case .on(let operations) = rule.need, let both = operations.first(where: rule.never.contains) {
            problems.error(
                "need-and-never",
                at: place(reader, "never"),
                field: reader.path(of: "never"),
                "The value is needed and left out for \(both.rawValue).",
                remedy: "Take it out of need or of never."
            )
        }
        let isBound = rule.size != nil || rule.count != nil || rule.range != nil || rule.pattern != nil
        if isBound, rule.source == nil, !rule.isUnverified {
            problems.add(
                Diagnostic(
                    .warning,
                    code: "no-source",
                    at: reader.node.location,
                    field: reader.path,
                    "The bound of \"\(rule.name)\" does not say where it comes from.",
                    remedy: "Add src, or unverified: true."
                )
            )
        }
    }
}
