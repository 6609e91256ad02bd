import Documents
import FoundationEssentials
import Postings
import Signing
import Transport

/// Asks for an access token, and reads the answer.
struct TokenExchange {
    let adapter: Adapter
    let rule: Auth.OAuth2
    let scope: CallScope

    func request() throws(CallFault) -> Request {
        let url = try AddressWriter(scope: scope, call: "token").address(rule.token)
        var members: [(String, String)] = []
        var secrets = scope.allSecrets
        switch rule.grant {
        case .clientCredentials(let client, let secret):
            guard let id = scope.fill(client) else { throw missing("the client id", .missingValue) }
            members = [
                ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", try self.secret(secret)),
            ]
            if let text = rule.scope { members.append(("scope", text)) }
        case .jwtBearer(let issuer, let key, let life):
            guard let issuer = scope.fill(issuer) else { throw missing("the issuer", .missingValue) }
            let assertion = try assertion(issuer: issuer, key: try self.secret(key), life: life, endpoint: url)
            secrets.append(assertion)
            members = [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion)]
        }
        for extra in rule.extra {
            if let text = scope.fill(extra.template) { members.append((extra.name, text)) }
        }
        let isForm = rule.encoding == .form
        let body =
            isForm
            ? members.map { "\(AddressWriter.encoded($0))=\(AddressWriter.encoded($1))" }.joined(separator: "&")
            : JSON.text(.object(Members(members.map { ($0, .text($1)) })))
        return Request(
            method: "POST",
            url: url,
            headers: [
                Header("Accept", "application/json"),
                Header("Content-Type", isForm ? "application/x-www-form-urlencoded" : "application/json"),
            ],
            body: Array(body.utf8),
            repeatable: false,
            policy: scope.context.policy,
            timeout: scope.context.timeout,
            expectedHost: AddressWriter.host(of: url),
            secrets: secrets
        )
    }

    /// Reads the answer.
    ///
    /// Any refusal means the credentials: nothing else of ours stands in the question.
    func reading(of reply: Reply) -> TokenReading {
        let document = ReplyDocument(reply, format: .json)
        let view = ReplyView(reply: reply, document: document, scope: scope)
        let budget = BudgetReader(http: adapter.manifest.http, view: view, now: scope.context.now).reading()
        if (200..<300).contains(reply.status), let token = view.first(rule.access)?.scalarText, !token.isEmpty {
            let asked = view.first(rule.expires)?.scalarText.flatMap(Double.init) ?? 3600
            let seconds = asked.isFinite ? min(max(asked, 0), 10 * 365 * 86_400) : 3600
            let received = max(reply.receivedAt, scope.context.now)
            return TokenReading(
                verdict: Verdict(.accepted),
                token: token,
                expiresAt: received.addingTimeInterval(seconds),
                budget: budget
            )
        }
        let maker = VerdictMaker(adapter: adapter, call: "token", isRepeatable: true, view: view, budget: budget)
        if let row = adapter.manifest.failures.first(where: { $0.during.contains("token") && view.holds($0.when) }) {
            return TokenReading(verdict: maker.verdict(of: row), budget: budget)
        }
        switch reply.status {
        case 408, 425, 429, 500...: return TokenReading(verdict: maker.byStatus(), budget: budget)
        case 300..<400: return TokenReading(verdict: maker.byStatus(), budget: budget)
        case 200..<300: return TokenReading(verdict: maker.unreadable("no access token in the answer"), budget: budget)
        default: return TokenReading(verdict: maker.credentials(), budget: budget)
        }
    }

    private func assertion(
        issuer: String,
        key: String,
        life: Duration,
        endpoint: String
    ) throws(CallFault) -> String {
        let issued = Int(scope.context.now.timeIntervalSince1970.rounded(.down))
        var claims: Members = ["iss": .text(issuer)]
        if let text = rule.scope { claims["scope"] = .text(text) }
        claims["aud"] = .text(rule.audience.flatMap(scope.fill) ?? scope.fill(rule.token) ?? endpoint)
        claims["iat"] = .number(Decimal(issued))
        claims["exp"] = .number(Decimal(issued + Int(life.components.seconds)))
        do {
            return try JWT.rs256(
                header: #"{"alg":"RS256","typ":"JWT"}"#,
                payload: JSON.text(.object(claims)),
                // A key copied out of a JSON file still has its line breaks written as two characters.
                privateKeyPEM: key.replacing("\\n", with: "\n")
            )
        } catch {
            throw CallFault(
                .notSigned,
                "The token request of \(adapter.manifest.id) cannot be signed. \(error)",
                remedy: "Give the account the private key as the board issued it."
            )
        }
    }

    private func secret(_ name: String) throws(CallFault) -> String {
        guard let secret = scope.context.secrets[name], !secret.isEmpty else {
            throw missing("the secret \"\(name)\"", .missingSecret)
        }
        return secret
    }

    private func missing(_ what: String, _ code: CallFault.Code) -> CallFault {
        CallFault(
            code,
            "The token request of \(adapter.manifest.id) needs \(what), which the account does not have.",
            remedy: "Connect the account anew."
        )
    }
}
