import Documents

/// How a board recognises its callers.
struct AuthScheme: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable { case bearer, basic, header, query, path, document, oauth2, signed }

    /// Where something is read from the request, and the credential's field it must equal.
    struct Pair: Sendable, Hashable {
        let place: String
        let field: String
    }

    let kind: Kind
    let field: String
    let user: String
    let password: String
    let ignoresBlanks: Bool
    let header: String
    let prefix: String
    let parameter: String
    let pairs: [Pair]
    let life: Duration
    let secret: String
    let tolerance: Duration
    let signatureHeaders: [String: String]
    let refuse: RefusalUse
    let unknown: RefusalUse?
    let expired: RefusalUse?
    let stale: RefusalUse?

    init?(_ reader: inout ObjectReader) {
        let kind = reader.required("kind").flatMap { node in
            reader.choice(node.text ?? "", at: node.location, field: reader.path(of: "kind"), of: Kind.self)
        }
        field = reader.text("field") ?? "token"
        user = reader.text("user") ?? "user"
        password = reader.text("password") ?? "password"
        ignoresBlanks = reader.text("blanks") == "ignore"
        header = (reader.text("header") ?? "authorization").lowercased()
        prefix = reader.text("prefix") ?? ""
        parameter = reader.text("parameter") ?? "token"
        pairs = ["parameters", "at"].flatMap { key in
            reader.entries(key).map { Pair(place: $0.key, field: $0.value.text ?? "") }
        }
        life = reader.duration("life") ?? .seconds(3600)
        secret = reader.text("secret") ?? "secret"
        tolerance = reader.duration("tolerance") ?? .seconds(300)
        let names = reader.entries("headers").map { ($0.key, ($0.value.text ?? "").lowercased()) }
        signatureHeaders = ["id": "webhook-id", "timestamp": "webhook-timestamp", "signature": "webhook-signature"]
            .merging(names) { $1 }
        refuse = reader.refusal("refuse") ?? RefusalUse(name: "unauthorized")
        unknown = reader.refusal("unknown")
        expired = reader.refusal("expired")
        stale = reader.refusal("stale")
        guard let kind else { return nil }
        self.kind = kind
    }

    var refusalNames: [String] { [refuse.name] + [unknown, expired, stale].compactMap { $0?.name } }
}

/// How a token route lets callers in.
struct Grant: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        case clientCredentials = "client-credentials"
        case jwtBearer = "jwt-bearer"
    }

    let scheme: String
    let kind: Kind
    let audiences: [String]
    let scope: String?
    let issuer: String
    let key: String
    let longest: Duration

    init?(_ reader: inout ObjectReader) {
        let scheme = reader.requiredText("for")
        let kind = reader.required("kind").flatMap { node in
            reader.choice(node.text ?? "", at: node.location, field: reader.path(of: "kind"), of: Kind.self)
        }
        audiences = reader.texts("audience") + reader.texts("audiences")
        scope = reader.text("scope")
        issuer = reader.text("issuer") ?? "email"
        key = reader.text("key") ?? "public_key"
        longest = reader.duration("longest") ?? .seconds(3600)
        guard let scheme, let kind else { return nil }
        self.scheme = scheme
        self.kind = kind
    }
}
