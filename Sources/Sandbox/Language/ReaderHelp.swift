import Documents

extension ObjectReader {
    /// A member that is a template.
    mutating func template(_ key: String, required: Bool = false) -> Template? {
        guard let found = required ? self.required(key) : node(key) else { return nil }
        guard let text = found.text ?? (found.items == nil && found.members == nil ? "" : nil) else {
            problems.error(
                "not-text",
                at: found.location,
                field: path(of: key),
                "\"\(path(of: key))\" must be a text, not \(found.kind)."
            )
            return nil
        }
        return Template(text, at: found.location, field: path(of: key), problems: problems)
    }

    /// A member that names a value.
    mutating func reference(_ key: String, required: Bool = false) -> Reference? {
        guard let found = required ? self.required(key) : node(key) else { return nil }
        guard let text = found.text, let reference = Reference(text) else {
            problems.error(
                "reference",
                at: found.location,
                field: path(of: key),
                "\"\(path(of: key))\" must name a value.",
                remedy: "Write names joined by dots without braces, such as element.title."
            )
            return nil
        }
        guard Reference.roots.contains(reference.steps[0]) else {
            let near = Nearest.name(to: reference.steps[0], among: Reference.roots.sorted())
            problems.error(
                "reference",
                at: found.location,
                field: path(of: key),
                "Nothing is called \"\(reference.steps[0])\".",
                remedy: near.map { "Did you mean \"\($0)\"?" } ?? "Start with element, request, path, account or ad."
            )
            return nil
        }
        return reference
    }

    /// A member that is one condition or a list of them.
    mutating func conditions(_ key: String) -> [Condition] {
        guard let found = node(key) else { return [] }
        return (found.items ?? [found]).enumerated().compactMap { index, item in
            nested(item, found.items == nil ? path(of: key) : "\(path(of: key))[\(index)]") { Condition(&$0) }
        }
    }

    /// A member that is a duration.
    mutating func duration(_ key: String, named: [String: Duration] = [:]) -> Duration? {
        guard let found = node(key) else { return nil }
        if let text = found.text, let duration = Duration(contract: text) ?? named[text] { return duration }
        problems.error(
            "duration",
            at: found.location,
            field: path(of: key),
            "\"\(path(of: key))\" is no duration.",
            remedy: "Write a number and ms, s, m, h or d, such as 5m"
                + (named.isEmpty ? "." : ", or one of: \(named.keys.sorted().joined(separator: ", ")).")
        )
        return nil
    }

    /// Whether a member is this one word.
    mutating func says(_ key: String, _ word: String) -> Bool { node(key)?.text == word }

    /// A member that is a regular expression.
    mutating func pattern(_ key: String) -> String? {
        guard let text = text(key) else { return nil }
        if Patterns.isValid(text) { return text }
        problems.error(
            "pattern",
            at: node[key]?.location,
            field: path(of: key),
            "\"\(text)\" is no regular expression.",
            remedy: "Check brackets and backslashes; quote it with single quotes."
        )
        return nil
    }

    /// A member that is an object of templates, in order.
    mutating func templates(_ key: String) -> [NamedTemplate] {
        entries(key).map { member in
            let text = member.value.text ?? ""
            if member.value.members != nil || member.value.items != nil {
                problems.error(
                    "not-text",
                    at: member.value.location,
                    field: "\(path(of: key)).\(member.key)",
                    "\"\(path(of: key)).\(member.key)\" must be a text, not \(member.value.kind)."
                )
            }
            return NamedTemplate(
                name: member.key,
                removes: member.value.isNull,
                template: Template(
                    text,
                    at: member.value.location,
                    field: "\(path(of: key)).\(member.key)",
                    problems: problems
                )
            )
        }
    }
}

/// A template under a name: a header, a value to set, a filter.
struct NamedTemplate: Sendable, Hashable {
    let name: String
    let removes: Bool
    let template: Template
}
