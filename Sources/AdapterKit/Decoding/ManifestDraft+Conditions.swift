import Documents

extension ManifestDraft {
    /// Reads a list of conditions that must all hold, or none when the member is absent.
    func conditions(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> [Condition] {
        reader.objects(key) { self.conditions(&$0, scope: scope) }.flatMap(\.self)
    }

    private func conditions(_ reader: inout ObjectReader, scope: Scope) -> [Condition] {
        var found: [Condition] = []
        if let path = replyPath(&reader, "present", scope: scope) { found.append(.present(path)) }
        if let path = replyPath(&reader, "absent", scope: scope) { found.append(.absent(path)) }
        for (path, node, field) in entries(&reader, "equals", scope: scope) {
            guard let text = literal(node, field: field) else { continue }
            judge(text, against: path, at: node.location, field: field)
            found.append(.equals(path, text))
        }
        for (path, node, field) in entries(&reader, "in", scope: scope) {
            guard let items = node.items, !items.isEmpty else {
                problems.error(
                    "not-a-list",
                    at: node.location,
                    field: field,
                    "\"in\" needs a list of values.",
                    remedy: "Write [a, b]."
                )
                continue
            }
            let literals = items.compactMap { item in literal(item, field: field).map { ($0, item) } }
            for (value, item) in literals { judge(value, against: path, at: item.location, field: field) }
            found.append(.among(path, literals.map(\.0)))
        }
        let before = found.count
        for (path, node, field) in entries(&reader, "contains", scope: scope) {
            guard let text = text(node, field: field) else { continue }
            found.append(.contains(path, template(text, at: node.location, field: field, scope: scope)))
        }
        for (path, node, field) in entries(&reader, "same", scope: scope) {
            guard let text = text(node, field: field),
                let other = replyPath(text, at: node.location, field: field, scope: scope)
            else { continue }
            found.append(.same(path, other))
        }
        let statuses = reader.node("status")?.items
        if let node = reader.node["status"], !node.isNull {
            let numbers = (statuses ?? []).compactMap { $0.text.flatMap { Int($0) } }.filter {
                (100...599).contains($0)
            }
            if numbers.isEmpty || numbers.count != statuses?.count {
                problems.error(
                    "not-a-status",
                    at: node.location,
                    field: reader.path(of: "status"),
                    "\"status\" needs a list of HTTP statuses.",
                    remedy: "Write [200, 404]."
                )
            }
            found.append(.status(numbers))
        }
        if found.count > before, !scope.isReply {
            problems.error(
                "reply-condition",
                at: reader.node.location,
                field: reader.path,
                "contains, same and status read a reply, and there is none here.",
                remedy: "Use present, absent, equals or in."
            )
        }
        if found.isEmpty, reader.node.members?.isEmpty ?? true {
            problems.error(
                "no-condition",
                at: reader.node.location,
                field: reader.path,
                "A condition is empty.",
                remedy: "Remove it."
            )
        }
        return found
    }

    /// The members of a condition as paths with what stands behind them.
    private func entries(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> [(ReplyPath, Node, String)] {
        let field = reader.path(of: key)
        let members = reader.entries(key)
        if members.isEmpty, let node = reader.node[key], node.members != nil {
            problems.error(
                "no-condition",
                at: node.location,
                field: field,
                "\"\(key)\" names no path.",
                remedy: "Write { path: value }."
            )
        }
        return members.compactMap { member in
            guard let path = replyPath(member.key, at: member.location, field: field, scope: scope) else { return nil }
            return (path, member.value, field)
        }
    }

    /// Refuses a word that the path can never hold.
    private func judge(_ value: Value, against path: ReplyPath, at location: SourceLocation, field: String) {
        guard case .source(let source) = path.root, let words = words(of: source), let text = value.scalarText,
            !words.contains(text)
        else { return }
        let near = Nearest.name(to: text, among: words).map { "Did you mean \"\($0)\"?" }
        problems.error(
            "unknown-word",
            at: location,
            field: field,
            "\"\(text)\" is not one of the words there.",
            remedy: near ?? "Use one of: \(words.joined(separator: ", "))."
        )
    }
}
