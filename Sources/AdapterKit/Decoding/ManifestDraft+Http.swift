import Documents

extension ManifestDraft {
    func http(_ reader: inout ObjectReader) -> HTTP {
        let empty = HTTP(
            base: Template(parts: []),
            headers: [],
            budgetRemaining: nil,
            budgetReset: [],
            retryAfter: []
        )
        return reader.object("http") { self.server(&$0) } ?? empty
    }

    private func server(_ reader: inout ObjectReader) -> HTTP {
        let scope = Scope(allowsSecrets: true)
        let place = self.place(reader, "base")
        let base = template(&reader, "base", scope: scope)
        if let base, case .literal(let start) = base.parts.first, !start.hasPrefix("https://"),
            !start.hasPrefix("http://")
        {
            problems.error(
                "bad-address",
                at: place,
                field: reader.path(of: "base"),
                "\"\(start)\" is no address of a server.",
                remedy: "Start it with https://."
            )
        }
        graphQLPath = template(&reader, "graphql", scope: scope)
        let headers = self.headers(&reader, scope: scope)
        var remaining: String?
        var resets: [HTTP.BudgetReset] = []
        var retryAfter: [ReplyPath] = []
        _ = reader.object("budget") { reader in
            remaining = reader.text("remaining")
            resets = self.resets(&reader)
            retryAfter = replyPaths(&reader, "retryAfter", scope: Scope(isReply: true))
        }
        return HTTP(
            base: base ?? Template(parts: []),
            headers: headers,
            budgetRemaining: remaining,
            budgetReset: resets,
            retryAfter: retryAfter
        )
    }

    private func resets(_ reader: inout ObjectReader) -> [HTTP.BudgetReset] {
        guard let node = reader.node("reset") else { return [] }
        let nodes = node.items ?? [node]
        return nodes.map { node in
            reader.nested(node, reader.path(of: "reset")) { reader in
                HTTP.BudgetReset(
                    header: reader.requiredText("header") ?? "",
                    format: reader.choice("as", of: HTTP.BudgetReset.Format.self) ?? .auto
                )
            }
        }
    }

    func mint(_ reader: inout ObjectReader) -> [Mint] {
        named(&reader, "mint").map { member, path in
            reader.nested(member.value, path) { reader in
                Mint(
                    name: member.key,
                    kind: word(&reader, "kind", or: .uuid4),
                    scope: word(&reader, "for", or: .creation)
                )
            }
        }
    }

    func lookups(_ reader: inout ObjectReader) -> [Lookup] {
        named(&reader, "lookups").map { member, path in
            reader.nested(member.value, path) { self.lookup(&$0, name: member.key) }
        }
    }

    private func lookup(_ reader: inout ObjectReader, name: String) -> Lookup {
        let owner = Owner.lookup(name)
        let scope = Scope(owner: owner, isReply: true, element: .any)
        let request = self.request(&reader, owner: owner)
        if request == nil {
            problems.error(
                "no-request",
                at: reader.node.location,
                field: reader.path,
                "The look-up \"\(name)\" asks nothing.",
                remedy: "Add request or graphql."
            )
        }
        let cachePlace = place(reader, "cache")
        let cacheText = reader.requiredText("cache")
        let cache = cacheText.map {
            $0 == "never" ? Duration.zero : duration($0, at: cachePlace, field: reader.path(of: "cache")) ?? .zero
        }
        return Lookup(
            name: name,
            request: request ?? RequestRule.nothing,
            items: requiredReplyPath(&reader, "items", scope: scope),
            id: requiredReplyPath(&reader, "id", scope: scope),
            label: requiredReplyPath(&reader, "label", scope: scope),
            keep: keeps(&reader, owner: owner),
            pick: pick(&reader, owner: owner),
            cache: cache ?? .zero
        )
    }

    private enum PickWord: String, CaseIterable {
        case person
        case personUnlessOne = "person-unless-one"
        case only
    }

    private func pick(_ reader: inout ObjectReader, owner: Owner) -> Lookup.Pick {
        guard let node = reader.required("pick") else { return .person }
        if node.members != nil {
            return reader.nested(node, reader.path(of: "pick")) { reader in
                _ = reader.required("label")
                return source(&reader, "label", scope: Scope(owner: owner)).map { .label($0) } ?? .person
            }
        }
        switch reader.choice("pick", of: PickWord.self) {
        case .personUnlessOne: return .personUnlessOne
        case .only: return .only
        case .person, nil: return .person
        }
    }
}

extension RequestRule {
    /// Stands in for a request that could not be read.
    static var nothing: RequestRule {
        RequestRule(method: "GET", path: Template(parts: []), query: [], headers: [], content: .none, reply: .json)
    }
}
