import Documents

extension ManifestDraft {
    /// Reads `keep`: typed captures with an owner.
    func keeps(_ reader: inout ObjectReader, owner: Owner = .other) -> [Keep] {
        named(&reader, "keep").map { member, path in
            reader.nested(member.value, path) { self.keep(&$0, name: member.key, owner: owner) }
        }
    }

    private func keep(_ reader: inout ObjectReader, name: String, owner: Owner) -> Keep {
        let reply = Scope(owner: owner, isReply: true, element: .any)
        let paths = replyPaths(&reader, "at", scope: reply)
        let kind = reader.choice("type", of: Keep.Kind.self) ?? .text
        let template = template(&reader, "text", scope: Scope(owner: owner, allowsSecrets: kind == .secret))
        let at = reader.node["at"]
        if (at == nil) == (template == nil) {
            problems.error(
                at == nil ? "no-origin" : "several-origins",
                at: reader.node.location,
                field: reader.path,
                at == nil
                    ? "\"\(reader.path)\" does not say what is kept." : "\"\(reader.path)\" has both at and text.",
                remedy: "Give it one of: at, text."
            )
        }
        return Keep(
            name: name,
            at: paths,
            template: template,
            kind: kind,
            owner: reader.choice("for", of: Keep.Owner.self) ?? .posting
        )
    }
}
