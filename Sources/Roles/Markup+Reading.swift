import Documents

/// How text with mark-up stands in a role file.
extension ObjectReader {
    /// Marked-up text: Markdown as it is, or one of `{ markdown: … }`, `{ html: … }`, `{ text: … }`.
    mutating func markup(_ key: String) -> Markup? {
        guard let found = node(key) else { return nil }
        return markup(found, path(of: key))
    }

    /// Reads a node as marked-up text.
    func markup(_ found: Node, _ field: String) -> Markup? {
        if let text = found.text { return markup(.markdown, text, at: found.location, field) }
        guard let member = found.members?.first, found.members?.count == 1,
            let dialect = Markup.Dialect(key: member.key), let text = member.value.text
        else {
            problems.error(
                "not-markup",
                at: found.location,
                field: field,
                "\"\(field)\" must be Markdown text, or an object with one of html, markdown and text.",
                remedy: "Write { html: \"…\" } for HTML."
            )
            return nil
        }
        return markup(dialect, text, at: member.value.location, "\(field).\(member.key)")
    }

    private func markup(_ dialect: Markup.Dialect, _ text: String, at place: SourceLocation, _ field: String) -> Markup?
    {
        // Indentation on the first line can mean something in Markdown; empty lines around it cannot.
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        if !lines.isEmpty { return Markup(dialect, lines.joined(separator: "\n")) }
        problems.error(
            "blank",
            at: place,
            field: field,
            "\"\(field)\" says nothing.",
            remedy: "Leave the key out while the text is unknown."
        )
        return nil
    }
}

extension Markup.Dialect {
    /// The dialect under its key in a role file.
    init?(key: String) {
        switch key {
        case "markdown": self = .markdown
        case "html": self = .html
        case "text": self = .plain
        default: return nil
        }
    }

    /// The key in a role file.
    var key: String { self == .plain ? "text" : rawValue }
}
