import Documents
import Signing
import Transport

/// Adds to a request what proves who we are.
struct Authorization {
    let scope: CallScope
    let call: String

    /// Signs the request or adds its credentials; every secret is marked for redaction.
    func apply(to request: inout Request) throws(CallFault) {
        switch scope.adapter.manifest.auth {
        case .none: break
        case .basic(let user, let password):
            guard let name = scope.fill(user) else { throw missing("the user name", .missingValue) }
            let pair = Base64.encode(Array("\(name):\(try secret(password))".utf8))
            request.secrets.append(pair)
            request.headers.set(Header("Authorization", "Basic \(pair)"))
        case .bearer(let name):
            request.headers.set(Header("Authorization", "Bearer \(try secret(name))"))
        case .header(let header, let name):
            request.headers.set(Header(header, try secret(name), isSensitive: true))
        case .oauth2:
            guard let token = scope.context.token, !token.isEmpty else {
                throw missing("an access token", .missingSecret)
            }
            request.headers.set(Header("Authorization", "Bearer \(token)"))
        case .sign(let signature):
            try sign(&request, signature)
        }
    }

    private func sign(_ request: inout Request, _ rule: Auth.Signature) throws(CallFault) {
        switch rule.component {
        case .standardWebhooks:
            guard let id = scope.resolve(.value(rule.id))?.scalarText, !id.isEmpty else {
                throw missing("the value \"\(rule.id)\"", .missingValue)
            }
            guard let signer = StandardWebhooks(secret: try secret(rule.key)) else {
                throw CallFault(
                    .notSigned,
                    "\(place) cannot be signed: the secret \"\(rule.key)\" is no key of that kind.",
                    remedy: "Give it as the receiver shows it: whsec_ and Base64."
                )
            }
            for header in signer.headers(id: id, time: scope.context.now, body: request.body) {
                request.headers.set(header)
            }
        }
    }

    /// A secret of the account, fit for a header.
    private func secret(_ name: String) throws(CallFault) -> String {
        guard let secret = scope.context.secrets[name], !secret.isEmpty else {
            throw missing("the secret \"\(name)\"", .missingSecret)
        }
        // A line end in a header would begin another one; it comes from copying a key with its line.
        guard secret.withoutControls == secret else {
            throw CallFault(
                .missingSecret,
                "\(place) cannot use the secret \"\(name)\": it holds line breaks or control characters.",
                remedy: "Store it again without the line break."
            )
        }
        return secret
    }

    private var place: String { "The call \"\(call)\" of \(scope.adapter.manifest.id)" }

    private func missing(_ what: String, _ code: CallFault.Code) -> CallFault {
        CallFault(code, "\(place) needs \(what), which the account does not have.", remedy: "Connect the account anew.")
    }
}
