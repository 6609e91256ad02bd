import Documents

extension ManifestDraft {
    /// Reads a path into a reply, or, where no reply is at hand, the path of a value.
    func replyPath(_ text: String, at location: SourceLocation, field: String, scope: Scope) -> ReplyPath? {
        guard scope.isReply else {
            if text == "$" || text.hasPrefix("$.") || text.hasPrefix("$[") {
                problems.error(
                    "no-reply",
                    at: location,
                    field: field,
                    "\"\(text)\" reads a reply, and there is none here.",
                    remedy: "Name a value or a path of the role."
                )
                return nil
            }
            return source(text, at: location, field: field, scope: scope)
                .map { ReplyPath(root: .source($0), components: []) }
        }
        if text == "body" { return ReplyPath(root: .body, components: []) }
        if text.hasPrefix("header.") {
            return ReplyPath(root: .header(String(text.dropFirst("header.".count))), components: [])
        }
        for (name, root) in [("$", ReplyPath.Root.document), ("it", .element)] {
            guard text == name || text.hasPrefix(name + ".") || text.hasPrefix(name + "[") else { continue }
            guard let components = components(text.dropFirst(name.count)) else {
                problems.error(
                    "bad-path",
                    at: location,
                    field: field,
                    "\"\(text)\" is no path into a reply.",
                    remedy: "Write $.key, $.list[0].key or $.list[*].key."
                )
                return nil
            }
            return ReplyPath(root: root, components: components)
        }
        return source(text, at: location, field: field, scope: scope)
            .map { ReplyPath(root: .source($0), components: []) }
    }

    /// Reads the reply path in a member, or nil when it is absent.
    func replyPath(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> ReplyPath? {
        let place = self.place(reader, key)
        guard let text = reader.text(key) else { return nil }
        return replyPath(text, at: place, field: reader.path(of: key), scope: scope)
    }

    /// Reads a reply path that must be there; a broken one is read as the whole reply.
    func requiredReplyPath(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> ReplyPath {
        let place = self.place(reader, key)
        let text = reader.requiredText(key)
        return text.flatMap { replyPath($0, at: place, field: reader.path(of: key), scope: scope) }
            ?? ReplyPath(root: .document, components: [])
    }

    /// Reads the reply paths in a member that is one path or a list of paths.
    func replyPaths(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> [ReplyPath] {
        let nodes = reader.node[key]?.items ?? reader.node[key].map { [$0] } ?? []
        let field = reader.path(of: key)
        let texts = reader.texts(key)
        guard texts.count == nodes.count else { return [] }
        return zip(texts, nodes).compactMap { replyPath($0, at: $1.location, field: field, scope: scope) }
    }

    /// Steps such as `.a.b[*][0]`, or nil when they are none.
    private func components(_ text: Substring) -> [ReplyPath.Component]? {
        var rest = text
        var steps: [ReplyPath.Component] = []
        while let mark = rest.popFirst() {
            switch mark {
            case ".":
                let key = rest.prefix { $0 != "." && $0 != "[" }
                guard !key.isEmpty, !key.contains("]"), !key.contains(where: \.isWhitespace) else { return nil }
                rest.removeFirst(key.count)
                steps.append(.key(String(key)))
            case "[":
                guard let end = rest.firstIndex(of: "]") else { return nil }
                let inner = rest[..<end]
                rest = rest[rest.index(after: end)...]
                if inner == "*" {
                    steps.append(.every)
                } else if let index = Int(inner), index >= 0 {
                    steps.append(.index(index))
                } else {
                    return nil
                }
            default: return nil
            }
        }
        return steps
    }
}
