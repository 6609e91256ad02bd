import Documents

extension ManifestDraft {
    /// Reads a text with references in braces.
    func template(_ text: String, at location: SourceLocation, field: String, scope: Scope) -> Template {
        var parts: [Template.Part] = []
        var literal = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                rest.removeFirst()
                literal.append(character)
            case "{":
                guard let end = rest.firstIndex(of: "}") else {
                    unbalanced(text, "{", at: location, field: field)
                    return Template(parts: [])
                }
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                let name = String(rest[..<end])
                rest = rest[rest.index(after: end)...]
                if let source = source(name, at: location, field: field, scope: scope) {
                    parts.append(.reference(source))
                }
            case "}":
                unbalanced(text, "}", at: location, field: field)
                return Template(parts: [])
            default: literal.append(character)
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        return Template(parts: parts)
    }

    /// Reads the template in a member, or nil when it is absent.
    func template(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> Template? {
        let place = self.place(reader, key)
        guard let text = reader.text(key) else { return nil }
        let field = reader.path(of: key)
        refuseDollar(text, at: place, field: field, scope: scope)
        return template(text, at: place, field: field, scope: scope)
    }

    /// Reads an object of templates with free keys, such as headers.
    func templates(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> [NamedTemplate] {
        let path = reader.path(of: key)
        return reader.entries(key).compactMap { member in
            guard let text = self.text(member.value, field: "\(path).\(member.key)") else { return nil }
            let field = "\(path).\(member.key)"
            refuseDollar(text, at: member.value.location, field: field, scope: scope)
            let template = self.template(text, at: member.value.location, field: field, scope: scope)
            return NamedTemplate(name: member.key, template: template)
        }
    }

    /// Reads lines of text with references, from the manifest or from a file.
    func lines(_ text: String, file: String?, at location: SourceLocation, field: String, scope: Scope) -> [Template] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines.enumerated().map { index, line in
            let place = file.map { SourceLocation(file: $0, line: index + 1, column: 1) } ?? location
            return template(
                line.hasSuffix("\r") ? String(line.dropLast()) : line,
                at: place,
                field: field,
                scope: scope
            )
        }
    }

    private func unbalanced(_ text: String, _ brace: String, at location: SourceLocation, field: String) {
        problems.error(
            "unbalanced-brace",
            at: location,
            field: field,
            "\"\(text)\" has a \"\(brace)\" without its twin.",
            remedy: "Write {name} for a reference, and \(brace)\(brace) for the sign itself."
        )
    }

    /// `$name` is the spelling of bodies; in a text it would be sent as it stands.
    private func refuseDollar(_ text: String, at location: SourceLocation, field: String, scope: Scope) {
        guard text.hasPrefix("$") else { return }
        let name = String(text.dropFirst())
        let first = name.split(separator: ".").first.map(String.init) ?? name
        guard names.valueSet.contains(name) || RootNames.members[first] != nil else { return }
        problems.error(
            "dollar-in-text",
            at: location,
            field: field,
            "\"\(text)\" would be sent as it stands.",
            remedy: "In a text, write {\(name)}."
        )
    }
}
