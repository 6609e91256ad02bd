import Documents

/// Reads a role together with what it says for accounts and in other languages.
struct RoleReader {
    let problems: Problems

    /// Reads the whole document.
    func role(_ node: Node) -> Role {
        var base = translated(node, problems, ignoring: ["boards"])
        var boards: [String: BoardOverrides] = [:]
        var reader = ObjectReader(node, problems: problems)
        for entry in reader.entries("boards") where !entry.value.isNull {
            boards[entry.key] = overrides(entry, of: base, in: node)
        }
        base.boards = boards
        return base
    }

    /// Reads a role in all its languages, for one account or for none.
    private func translated(_ node: Node, _ problems: Problems, ignoring ignored: Set<String>) -> Role {
        var base = plain(node, problems, ignoring: ignored.union(["translations"]))
        var translations: [String: Members] = [:]
        var reader = ObjectReader(node, problems: problems)
        for entry in reader.entries("translations") where !entry.value.isNull {
            let field = "translations.\(entry.key)"
            guard reader.check(entry.key, .language, at: entry.location, field: field) else { continue }
            guard let fragment = translatable(entry.value, field, problems) else { continue }
            let merged = Merging.node(node, with: fragment)
            let role = reading(beside: problems, under: field) { plain(merged, $0, ignoring: ["translations"]) }
            translations[entry.key] = Merging.difference(from: base.tree, to: role.tree)
        }
        base.translations = translations
        return base
    }

    /// Reads the role's own fields.
    private func plain(_ node: Node, _ problems: Problems, ignoring ignored: Set<String>) -> Role {
        var reader = ObjectReader(node, problems: problems)
        for key in ignored.union(["boards"]) { _ = reader.node(key) }
        if let version = reader.integer("schema"), version != 1 {
            problems.error(
                "schema",
                at: node["schema"]?.location,
                field: "schema",
                "This Placard reads role files of schema 1, not \(version).",
                remedy: "Write schema: 1, or use a newer Placard."
            )
        }
        let role = Role(&reader)
        reader.finish()
        return role
    }

    private func overrides(_ entry: Node.Member, of base: Role, in node: Node) -> BoardOverrides? {
        let field = "boards.\(entry.key)"
        guard let members = entry.value.members else {
            problems.error(
                "not-an-object",
                at: entry.value.location,
                field: field,
                "\"\(field)\" must be an object, not \(entry.value.kind)."
            )
            return nil
        }
        for member in members where ["schema", "id", "boards"].contains(member.key) {
            problems.error(
                "not-overridable",
                at: member.location,
                field: "\(field).\(member.key)",
                "\"\(member.key)\" is the same for every account.",
                remedy: "Remove it here."
            )
        }
        let own: Set<String> = ["schema", "id", "boards", "facets", "spend"]
        let fragment = Node(.mapping(members.filter { !own.contains($0.key) }), at: entry.value.location)
        let merged = Merging.node(node, with: fragment)
        let role = reading(beside: problems, under: field) { translated(merged, $0, ignoring: ["boards"]) }
        var reader = ObjectReader(entry.value, path: field, problems: problems)
        _ = reader.entries("facets")
        let facets = entry.value["facets"]?.value.object ?? Members()
        let spend = reader.object("spend") { Spend(&$0) } ?? nil
        return BoardOverrides(
            changes: Merging.difference(from: base.tree, to: role.tree),
            translations: role.translations,
            facets: facets,
            spend: spend
        )
    }

    /// Reads a merged document and reports what the role alone did not already do wrong.
    private func reading(beside known: Problems, under field: String, _ read: (Problems) -> Role) -> Role {
        let fresh = Problems()
        let role = read(fresh)
        let old = Set(known.found)
        for fault in fresh.found where !old.contains(fault) {
            known.add(
                Diagnostic(
                    fault.severity,
                    code: fault.code,
                    at: fault.location,
                    field: "\(field).\(fault.field)",
                    "In \(field): \(fault.message)",
                    remedy: fault.remedy
                )
            )
        }
        return role
    }

    /// A translation without what is not said, or nil when it touches more than texts.
    private func translatable(_ node: Node, _ field: String, _ problems: Problems) -> Node? {
        var isClean = true
        func check(_ node: Node, _ path: String) -> Node? {
            if node.isNull { return nil }
            let known = RoleSchema.field(at: path)
            if known?.translatable == true { return node }
            if let members = node.members, known?.kind == .object {
                let kept = members.compactMap { member -> Node.Member? in
                    let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                    guard let value = check(member.value, inner) else { return nil }
                    return Node.Member(key: member.key, location: member.location, value: value)
                }
                return Node(.mapping(kept), at: node.location)
            }
            isClean = false
            let names = RoleSchema.fields.filter(\.translatable).map(\.path)
            let hint = Nearest.name(to: path, among: names).map { "Did you mean \"\($0)\"?" }
            problems.error(
                known == nil ? "unknown-key" : "not-translatable",
                at: node.location,
                field: "\(field).\(path)",
                "\"\(path)\" is not a text that can be translated.",
                remedy: hint ?? "Texts that can: \(names.joined(separator: ", "))."
            )
            return nil
        }
        guard let members = node.members else {
            problems.error(
                "not-an-object",
                at: node.location,
                field: field,
                "\"\(field)\" must be an object, not \(node.kind)."
            )
            return nil
        }
        let kept = members.compactMap { member in
            check(member.value, member.key).map {
                Node.Member(key: member.key, location: member.location, value: $0)
            }
        }
        return isClean ? Node(.mapping(kept), at: node.location) : nil
    }
}
