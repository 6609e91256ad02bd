import Documents

extension ManifestDraft {
    func auth(_ reader: inout ObjectReader) -> Auth {
        guard let node = reader.node("auth") else { return .none }
        if node.text == "none" { return .none }
        return reader.nested(node, reader.path(of: "auth")) { self.method(&$0) } ?? .none
    }

    private var secretScope: Scope { Scope(allowsSecrets: true) }

    private func method(_ reader: inout ObjectReader) -> Auth? {
        var found: [Auth] = []
        if let basic = reader.object("basic", { self.basic(&$0) }) { found.append(basic) }
        if reader.node["bearer"] != nil {
            found.append(.bearer(secret: secret(&reader, "bearer")))
        } else {
            _ = reader.node("bearer")
        }
        if let header = reader.object("header", { self.header(&$0) }) { found.append(header) }
        if let oauth2 = reader.object("oauth2", { self.oauth2(&$0) }) { found.append(.oauth2(oauth2)) }
        if let signature = reader.object("sign", { self.signature(&$0) }) { found.append(.sign(signature)) }
        if found.count != 1 {
            problems.error(
                "bad-auth",
                at: reader.node.location,
                field: reader.path,
                found.isEmpty ? "\"auth\" names no method." : "\"auth\" names several methods.",
                remedy: "Write none, or one of basic, bearer, header, oauth2 and sign."
            )
        }
        return found.first
    }

    private func basic(_ reader: inout ObjectReader) -> Auth {
        .basic(user: required(&reader, "user"), password: secret(&reader, "password"))
    }

    private func header(_ reader: inout ObjectReader) -> Auth {
        .header(name: reader.requiredText("name") ?? "", secret: secret(&reader, "secret"))
    }

    private func signature(_ reader: inout ObjectReader) -> Auth.Signature {
        let component = word(&reader, "component", or: Auth.Signature.Component.standardWebhooks)
        let key = secret(&reader, "key")
        let place = self.place(reader, "id")
        let id = reader.requiredText("id") ?? ""
        if !id.isEmpty, !names.valueSet.contains(id) {
            unknown(id, as: "value", among: names.values, at: place, field: reader.path(of: "id"))
        }
        used.insert(.value(id))
        return Auth.Signature(component: component, key: key, id: id)
    }

    private func oauth2(_ reader: inout ObjectReader) -> Auth.OAuth2 {
        let kind = word(&reader, "grant", or: GrantWord.clientCredentials)
        let grant: Auth.OAuth2.Grant
        switch kind {
        case .clientCredentials:
            grant = .clientCredentials(client: required(&reader, "client"), secret: secret(&reader, "secret"))
        case .jwtBearer:
            let life = duration(&reader, "life") ?? .seconds(3600)
            grant = .jwtBearer(issuer: required(&reader, "issuer"), key: secret(&reader, "key"), life: life)
        }
        var reply = Scope(isReply: true)
        reply.allowsSecrets = true
        func path(_ reader: inout ObjectReader, _ key: String, or name: String) -> ReplyPath {
            replyPath(&reader, key, scope: reply) ?? ReplyPath(root: .document, components: [.key(name)])
        }
        return Auth.OAuth2(
            grant: grant,
            token: required(&reader, "token"),
            encoding: reader.choice("encoding", of: Auth.OAuth2.Encoding.self) ?? .form,
            scope: reader.text("scope"),
            audience: template(&reader, "audience", scope: secretScope),
            extra: templates(&reader, "extra", scope: secretScope),
            access: path(&reader, "access", or: "access_token"),
            expires: path(&reader, "expires", or: "expires_in")
        )
    }

    private enum GrantWord: String, CaseIterable {
        case clientCredentials = "client-credentials"
        case jwtBearer = "jwt-bearer"
    }

    private func required(_ reader: inout ObjectReader, _ key: String) -> Template {
        guard reader.required(key) != nil else { return Template(parts: []) }
        return template(&reader, key, scope: secretScope) ?? Template(parts: [])
    }

    /// Name of a secret of the account.
    private func secret(_ reader: inout ObjectReader, _ key: String) -> String {
        let place = self.place(reader, key)
        guard let name = reader.requiredText(key) else { return "" }
        let secrets = names.settings.filter { $0.value == "secret" }.map(\.key).sorted()
        if !secrets.contains(name) {
            unknown(name, as: "secret", among: secrets, at: place, field: reader.path(of: key))
        }
        return name
    }
}
