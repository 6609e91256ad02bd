import Documents
import Signing

import struct FoundationEssentials.Date

extension Board {
    /// Issues an access token, or says why not.
    mutating func issue(_ route: Route, _ context: RequestContext) -> Answer {
        guard let grant = route.action.grant, let scheme = contract.auth[grant.scheme] else {
            return refused(Refusal("refused-grant", "There is no such grant."), context.scope, route.name)
        }
        let found = grant.kind == .jwtBearer ? assertion(grant, route, context) : client(grant, context)
        switch found {
        case .failure(let refusal): return refused(refusal, context.scope, route.name)
        case .success(let account):
            let token = "sandbox-token-" + uuid(using: &random)
            let ends = context.now.addingTimeInterval(scheme.life.inSeconds)
            tokens[token] = Token(account: account, scheme: grant.scheme, ends: ends)
            let life = Int(scheme.life.inSeconds)
            let scope = context.scope.adding("token", .fields(["value": .text(token), "life": .number(life)]))
            let reply = route.action.replies.first { $0.when.allHold(in: scope) } ?? Reply(status: 200, body: .none)
            return Answer(reply.answer(in: scope), route: route.name, decision: "token for \(account)")
        }
    }

    private func client(_ grant: Grant, _ context: RequestContext) -> Result<String, Refusal> {
        let body = context.body.value
        func no(_ message: String, _ field: String) -> Result<String, Refusal> {
            .failure(Refusal("refused-grant", message: message, field: field, rule: "grant"))
        }
        guard body["grant_type"]?.text == "client_credentials" else {
            return no("The grant type must be client_credentials.", "grant_type")
        }
        let basic = basic(context.request)
        let id = body["client_id"]?.text ?? basic?.0
        let secret = body["client_secret"]?.text ?? basic?.1
        let account = credentials.first {
            $0.value["client_id"] == id && $0.value["client_secret"] == secret && id != nil
        }
        guard let account else { return no("The client is not known.", "client_id") }
        if !grant.audiences.isEmpty, !grant.audiences.contains(body["audience"]?.text ?? "") {
            return no("The audience is not known.", "audience")
        }
        if let scope = grant.scope, body["scope"]?.text != scope { return no("The scope is not granted.", "scope") }
        return .success(account.key)
    }

    private func assertion(_ grant: Grant, _ route: Route, _ context: RequestContext) -> Result<String, Refusal> {
        func no(_ message: String, _ field: String) -> Result<String, Refusal> {
            .failure(Refusal("refused-grant", message: message, field: field, rule: "grant"))
        }
        let body = context.body.value
        guard body["grant_type"]?.text == "urn:ietf:params:oauth:grant-type:jwt-bearer" else {
            return no("The grant type must be urn:ietf:params:oauth:grant-type:jwt-bearer.", "grant_type")
        }
        guard let token = body["assertion"]?.text else { return no("The assertion is missing.", "assertion") }
        for (name, fields) in credentials {
            guard let key = fields[grant.key], let parts = try? JWT.verify(token, publicKeyPEM: key) else { continue }
            let claims = JSON.parse(Array(parts.payload.utf8)) ?? .null
            guard JSON.parse(Array(parts.header.utf8))?["alg"]?.text == "RS256" else {
                return no("The algorithm must be RS256.", "alg")
            }
            guard let issuer = fields[grant.issuer], claims["iss"]?.text == issuer else {
                return no("The issuer is not known.", "iss")
            }
            let audiences = grant.audiences + [url + context.request.path]
            guard audiences.contains(claims["aud"]?.text ?? "") else { return no("The audience is wrong.", "aud") }
            if let wanted = grant.scope, !(claims["scope"]?.text ?? "").split(separator: " ").contains(wanted[...]) {
                return no("The scope is wrong.", "scope")
            }
            guard let issued = Datum.value(claims["iat"] ?? .null).moment,
                let ends = Datum.value(claims["exp"] ?? .null).moment
            else { return no("iat and exp are needed.", "exp") }
            let now = context.now
            guard ends > now, issued <= now.addingTimeInterval(60) else {
                return no("The assertion is out of date.", "exp")
            }
            guard ends.timeIntervalSince(issued) <= grant.longest.inSeconds else {
                return no("exp is too far ahead.", "exp")
            }
            return .success(name)
        }
        return no("The signature is wrong.", "assertion")
    }
}
