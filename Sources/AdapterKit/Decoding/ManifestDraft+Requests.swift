import Documents

extension ManifestDraft {
    /// Reads `request` or `graphql`; nil when there is neither.
    func request(_ reader: inout ObjectReader, owner: Owner, extras: Set<String> = []) -> RequestRule? {
        var scope = Scope(owner: owner)
        scope.allowsSecrets = true
        scope.allowsBodies = true
        scope.extras = extras
        let graphQL = reader.object("graphql") { self.graphQL(&$0, scope: scope) }
        let rule = reader.object("request") { self.request(&$0, scope: scope, isGraphQL: graphQL != nil) }
        guard let graphQL else { return rule }
        if let rule, rule.content != .none {
            problems.error(
                "several-bodies",
                at: reader.node["request"]?.location ?? reader.node.location,
                field: reader.path(of: "request"),
                "A GraphQL call has its own body.",
                remedy: "Keep only path, query and headers in request."
            )
        }
        var whole =
            rule
            ?? RequestRule(
                method: "POST",
                path: graphQLPath ?? Template(parts: []),
                query: [],
                headers: [],
                content: .none,
                reply: .json
            )
        whole.content = graphQL
        return whole
    }

    private func request(_ reader: inout ObjectReader, scope: Scope, isGraphQL: Bool) -> RequestRule {
        let method: Method
        if isGraphQL {
            method = reader.choice("method", of: Method.self) ?? .POST
        } else {
            method = word(&reader, "method", or: .GET)
        }
        let path = path(&reader, scope: scope, isGraphQL: isGraphQL)
        let query = templates(&reader, "query", scope: scope)
        let headers = headers(&reader, scope: scope)
        let contents = self.contents(&reader, scope: scope)
        if contents.count > 1 {
            problems.error(
                "several-bodies",
                at: reader.node.location,
                field: reader.path,
                "The request has several bodies.",
                remedy: "Keep one of json, form, xml and text."
            )
        }
        if method == .GET, !contents.isEmpty {
            problems.error(
                "body-on-get",
                at: reader.node.location,
                field: reader.path,
                "A GET request carries no body.",
                remedy: "Move the members to query, or write method: POST."
            )
        }
        return RequestRule(
            method: method.rawValue,
            path: path,
            query: query,
            headers: headers,
            content: contents.first ?? .none,
            reply: reader.choice("reply", of: RequestRule.ReplyFormat.self) ?? .json
        )
    }

    private enum Method: String, CaseIterable { case GET, POST, PUT, PATCH, DELETE }

    private func path(_ reader: inout ObjectReader, scope: Scope, isGraphQL: Bool) -> Template {
        let place = self.place(reader, "path")
        let written = isGraphQL ? reader.node("path") : reader.required("path")
        guard written != nil, let text = reader.text("path") else { return graphQLPath ?? Template(parts: []) }
        let starts = ["/", "{", "https://", "http://"]
        if !text.isEmpty, !starts.contains(where: text.hasPrefix) {
            problems.error(
                "bad-address",
                at: place,
                field: reader.path(of: "path"),
                "\"\(text)\" is no path.",
                remedy: "Start it with a slash, or give a whole address."
            )
        }
        return template(text, at: place, field: reader.path(of: "path"), scope: scope)
    }

    /// Reads `headers`, whose names must be tokens.
    func headers(_ reader: inout ObjectReader, scope: Scope) -> [NamedTemplate] {
        for member in reader.node["headers"]?.members ?? [] {
            let isToken = member.key.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (Self.isNameScalar(scalar) || "!#$%&'*+.^`|~".unicodeScalars.contains(scalar))
            }
            guard !isToken else { continue }
            problems.error(
                "bad-header",
                at: member.location,
                field: reader.path(of: "headers"),
                "\"\(member.key)\" is no name of a header.",
                remedy: "Use letters, digits and hyphens."
            )
        }
        return templates(&reader, "headers", scope: scope)
    }

    private func contents(_ reader: inout ObjectReader, scope: Scope) -> [RequestRule.Content] {
        var found: [RequestRule.Content] = []
        if let tree = content(&reader, "json", scope: scope) { found.append(.json(tree)) }
        if let tree = content(&reader, "form", scope: scope) { found.append(.form(tree)) }
        if let name = bodyName(&reader, "xml") { found.append(.xml(body: name)) }
        if let name = bodyName(&reader, "text") { found.append(.text(body: name)) }
        return found
    }

    /// A body by its name, or a tree on the spot.
    private func content(_ reader: inout ObjectReader, _ key: String, scope: Scope) -> Tree? {
        guard let node = reader.node(key) else { return nil }
        if let text = node.text, !text.hasPrefix("$") {
            return bodyName(&reader, key).map(Tree.body)
        }
        return tree(node, field: reader.path(of: key), scope: scope)
    }

    private func graphQL(_ reader: inout ObjectReader, scope: Scope) -> RequestRule.Content {
        let place = self.place(reader, "document")
        let name = reader.requiredText("document") ?? ""
        let document = name.isEmpty ? nil : file(name, at: place, field: reader.path(of: "document"))
        let variables = reader.node("variables")
        for member in variables?.members ?? [] {
            let key =
                member.key.hasSuffix("!") || member.key.hasSuffix("+") ? String(member.key.dropLast()) : member.key
            if let document, !document.contains("$\(key)") {
                problems.error(
                    "unknown-variable",
                    at: member.location,
                    field: "\(reader.path(of: "variables")).\(key)",
                    "\"\(name)\" has no variable $\(key).",
                    remedy: "Declare it in the document, or remove it here."
                )
            }
        }
        let tree = variables.map { self.tree($0, field: reader.path(of: "variables"), scope: scope) }
        return .graphQL(file: name, document: document ?? "", variables: tree ?? .object([]))
    }
}
