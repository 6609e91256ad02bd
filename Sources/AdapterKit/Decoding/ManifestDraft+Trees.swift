import Documents

extension ManifestDraft {
    /// Reads a board's tree: literals and references.
    func tree(_ node: Node, field: String, scope: Scope, inList: Bool = false) -> Tree {
        switch node.content {
        case .scalar(let text, let quoted):
            return leaf(text, quoted: quoted, at: node.location, field: field, scope: scope, inList: inList)
        case .sequence(let items):
            return .list(
                items.enumerated().map { tree($1, field: "\(field)[\($0)]", scope: scope, inList: true) }
            )
        case .mapping(let members):
            var seen: Set<String> = []
            return .object(
                members.map { member in
                    let (key, mark) = Self.marked(member.key)
                    if key.isEmpty || !seen.insert(key).inserted {
                        problems.error(
                            "duplicate-key",
                            at: member.location,
                            field: "\(field).\(key)",
                            key.isEmpty
                                ? "A key is missing before its mark."
                                : "The key \"\(key)\" stands twice in one object.",
                            remedy: key.isEmpty ? "Write the key." : "Keep one of them."
                        )
                    }
                    return TreeMember(
                        key: key,
                        mark: mark,
                        tree: tree(member.value, field: "\(field).\(key)", scope: scope)
                    )
                }
            )
        }
    }

    private static func marked(_ key: String) -> (String, TreeMember.Mark) {
        switch key.last {
        case "!": (String(key.dropLast()), .decisive)
        case "+": (String(key.dropLast()), .kept)
        default: (key, .none)
        }
    }

    private func leaf(
        _ text: String,
        quoted: Bool,
        at location: SourceLocation,
        field: String,
        scope: Scope,
        inList: Bool
    ) -> Tree {
        if text.hasPrefix("$$") { return written(String(text.dropFirst()), at: location, field: field, scope: scope) }
        guard text.hasPrefix("$") else {
            if text.contains("{") || text.contains("}") {
                return written(text, at: location, field: field, scope: scope)
            }
            return .literal(Self.scalar(text, quoted: quoted))
        }
        var name = String(text.dropFirst())
        if name.hasPrefix("bodies.") {
            return body(String(name.dropFirst("bodies.".count)), at: location, field: field, scope: scope)
        }
        let splices = name.hasSuffix("*")
        if splices { name.removeLast() }
        let startsWell = name.unicodeScalars.first?.properties.isAlphabetic ?? false
        if !startsWell || !name.unicodeScalars.allSatisfy({ Self.isNameScalar($0) || $0 == "." }) {
            problems.error(
                "bad-reference",
                at: location,
                field: field,
                "\"\(text)\" is no reference.",
                remedy: "Write $name, or $$ for a dollar sign."
            )
            return .literal(.null)
        }
        if splices, !inList {
            problems.error(
                "splice-outside-list",
                at: location,
                field: field,
                "\"\(text)\" splices a list, and this is no element of one.",
                remedy: "Write $\(name)."
            )
        }
        guard let source = source(name, at: location, field: field, scope: scope) else { return .literal(.null) }
        return splices ? .splice(source) : .reference(source)
    }

    /// Text that may hold references in braces.
    private func written(_ text: String, at location: SourceLocation, field: String, scope: Scope) -> Tree {
        let template = self.template(text, at: location, field: field, scope: scope)
        let isLiteral = template.parts.allSatisfy { part in
            if case .literal = part { true } else { false }
        }
        guard isLiteral else { return .template(template) }
        return .literal(
            .text(template.parts.map { part in if case .literal(let text) = part { text } else { "" } }.joined())
        )
    }

    /// Reads a reference to another body.
    private func body(_ name: String, at location: SourceLocation, field: String, scope: Scope) -> Tree {
        if !scope.allowsBodies {
            problems.error(
                "body-here",
                at: location,
                field: field,
                "A body cannot stand in a value.",
                remedy: "Put the value into the body instead."
            )
        } else if names.bodies.contains(name) {
            use(.body(name), by: scope.owner, at: location)
        } else {
            unknown(name, as: "body", among: names.bodies, at: location, field: field)
        }
        return .body(name)
    }

    /// Reads the name of a body, and notes that it is used.
    func bodyName(_ reader: inout ObjectReader, _ key: String) -> String? {
        let place = self.place(reader, key)
        guard let name = reader.text(key) else { return nil }
        if names.bodies.contains(name) {
            used.insert(.body(name))
        } else {
            unknown(name, as: "body", among: names.bodies, at: place, field: reader.path(of: key))
        }
        return name
    }
}
