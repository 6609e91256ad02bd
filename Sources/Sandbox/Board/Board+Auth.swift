import Documents
import Signing

import struct FoundationEssentials.Date

extension Board {
    /// The name of the credential that lets a caller in; empty for a route open to all.
    func authenticate(
        _ request: SandboxRequest,
        _ route: Route,
        _ scope: Scope,
        _ body: ReadBody?,
        _ now: Date
    ) -> Result<String, Refusal> {
        guard !route.auth.isEmpty else { return .success("") }
        var last = Refusal("unauthorized", "Credentials are missing or wrong.")
        for name in route.auth {
            guard let scheme = contract.auth[name] else { continue }
            switch check(scheme, name, request, scope, body, now) {
            case .success(let account): return .success(account)
            case .failure(let refusal): last = refusal
            }
        }
        return .failure(last)
    }

    private func check(
        _ scheme: AuthScheme,
        _ name: String,
        _ request: SandboxRequest,
        _ scope: Scope,
        _ body: ReadBody?,
        _ now: Date
    ) -> Result<String, Refusal> {
        let plain = Refusal("unauthorized", "Credentials are missing or wrong.").dressed(scheme.refuse, in: scope)
        switch scheme.kind {
        case .bearer:
            return account(where: scheme.field, is: bearer(request)).map { .success($0) } ?? .failure(plain)
        case .basic:
            guard let (user, password) = basic(request) else { return .failure(plain) }
            let given = scheme.ignoresBlanks ? password.filter { !$0.isWhitespace } : password
            let found = credentials.first { _, fields in
                let wanted = fields[scheme.password] ?? ""
                return fields[scheme.user] == user
                    && given == (scheme.ignoresBlanks ? wanted.filter { !$0.isWhitespace } : wanted)
            }
            return found.map { .success($0.key) } ?? .failure(plain)
        case .header:
            guard let value = request.header(scheme.header), value.hasPrefix(scheme.prefix) else {
                return .failure(plain)
            }
            let given = String(value.dropFirst(scheme.prefix.count))
            return account(where: scheme.field, is: given).map { .success($0) } ?? .failure(plain)
        case .query:
            let given = request.query.first { $0.name == scheme.parameter }?.value
            return account(where: scheme.field, is: given).map { .success($0) } ?? .failure(plain)
        case .path, .document: return compare(scheme, scope, plain)
        case .oauth2:
            guard let token = bearer(request).flatMap({ tokens[$0] }), token.scheme == name else {
                return .failure(plain)
            }
            guard token.ends > now else { return .failure(plain.dressed(scheme.expired ?? scheme.refuse, in: scope)) }
            return .success(token.account)
        case .signed: return signature(scheme, request, scope, plain, now)
        }
    }

    private func account(where field: String, is given: String?) -> String? {
        guard let given, !given.isEmpty else { return nil }
        return credentials.sorted { $0.key < $1.key }.first { $0.value[field] == given }?.key
    }

    private func bearer(_ request: SandboxRequest) -> String? {
        guard let value = request.header("authorization"), value.lowercased().hasPrefix("bearer ") else { return nil }
        return String(value.dropFirst(7))
    }

    func basic(_ request: SandboxRequest) -> (String, String)? {
        guard let value = request.header("authorization"), value.lowercased().hasPrefix("basic ") else { return nil }
        guard let bytes = Base64.decode(String(value.dropFirst(6))) else { return nil }
        let pair = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1).map(String.init)
        return pair.count == 2 ? (pair[0], pair[1]) : nil
    }

    private func compare(_ scheme: AuthScheme, _ scope: Scope, _ plain: Refusal) -> Result<String, Refusal> {
        func given(_ pair: AuthScheme.Pair) -> String {
            let root = scheme.kind == .path ? "path" : "body"
            let steps = Reference.steps(pair.place) ?? [pair.place]
            return steps.reduce(scope[root]) { $0[$1] }.asText
        }
        let all = credentials.sorted { $0.key < $1.key }
        let found = all.first { _, fields in
            scheme.pairs.allSatisfy { pair in
                let wanted = fields[pair.field] ?? ""
                return !wanted.isEmpty && given(pair) == wanted
            }
        }
        if let found, !scheme.pairs.isEmpty { return .success(found.key) }
        guard let unknown = scheme.unknown, let first = scheme.pairs.first else { return .failure(plain) }
        let isKnown = all.contains { $0.value[first.field] == given(first) }
        return .failure(isKnown ? plain : plain.dressed(unknown, in: scope))
    }

    private func signature(
        _ scheme: AuthScheme,
        _ request: SandboxRequest,
        _ scope: Scope,
        _ plain: Refusal,
        _ now: Date
    ) -> Result<String, Refusal> {
        func header(_ key: String) -> String? { scheme.signatureHeaders[key].flatMap { request.header($0) } }
        guard let id = header("id"), !id.isEmpty, let stamp = header("timestamp"), let list = header("signature"),
            let seconds = Int(stamp)
        else { return .failure(plain) }
        if abs(now.timeIntervalSince1970 - Double(seconds)) > scheme.tolerance.inSeconds {
            return .failure(plain.dressed(scheme.stale ?? scheme.refuse, in: scope))
        }
        let signed = Array("\(id).\(stamp).".utf8) + request.body
        for (name, fields) in credentials.sorted(by: { $0.key < $1.key }) {
            guard let secret = fields[scheme.secret] else { continue }
            let text = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
            guard let key = Base64.decode(text) else { continue }
            for entry in list.split(separator: " ") where entry.hasPrefix("v1,") {
                guard let code = Base64.decode(String(entry.dropFirst(3))) else { continue }
                if HMAC.isValid(code, for: signed, key: key) { return .success(name) }
            }
        }
        return .failure(plain)
    }
}
