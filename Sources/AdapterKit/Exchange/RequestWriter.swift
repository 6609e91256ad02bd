import Documents
import Signing
import Transport

/// Writes one request from a manifest's rule.
struct RequestWriter {
    let adapter: Adapter
    /// Name of the call, look-up or watch.
    let call: String
    let rule: RequestRule
    let batch: Call.Batch?
    let context: CallContext

    /// The request for these postings, signed and with every secret marked.
    func request(_ scopes: [CallScope]) throws(CallFault) -> Request {
        let first = try checked(scopes)
        var request = try unsigned(first, scopes)
        try Authorization(scope: first, call: call).apply(to: &request)
        return request
    }

    /// The request of a look-up, with the hash of what is asked.
    func question(_ scopes: [CallScope], cache: Duration) throws(CallFault) -> LookupQuestion {
        let first = try checked(scopes)
        var request = try unsigned(first, scopes)
        // Neither credentials nor headers, so that a renewed secret or a new attempt finds the answer again.
        let hidden = Redaction(secrets: request.secrets)
        let asked = hidden.redact("\(adapter.manifest.id) \(call) \(request.method) \(request.url)\n")
        let hash = Digest.hex(Digest.sha256(Array(asked.utf8) + hidden.redact(request.body)))
        try Authorization(scope: first, call: call).apply(to: &request)
        return LookupQuestion(request: request, hash: hash, cache: cache)
    }

    /// The first posting, once all of them are known to go into one request.
    private func checked(_ scopes: [CallScope]) throws(CallFault) -> CallScope {
        guard let first = scopes.first else {
            throw CallFault(.badBatch, "\(place) was asked for no posting.", remedy: "Name at least one.")
        }
        let most = max(batch?.upTo ?? 1, 1)
        guard scopes.count <= most else {
            throw CallFault(
                .badBatch,
                "\(place) takes \(most) postings in one request and was given \(scopes.count).",
                remedy: "Send them in several requests."
            )
        }
        var seen: Set<String> = []
        for scope in scopes where !seen.insert("\(scope.input.reference) \(scope.input.creation)").inserted {
            throw CallFault(
                .badBatch,
                "\(place) was given the posting \(scope.input.reference) twice.",
                remedy: "Send it once."
            )
        }
        return first
    }

    private func unsigned(_ first: CallScope, _ scopes: [CallScope]) throws(CallFault) -> Request {
        let addresses = AddressWriter(scope: first, call: call)
        var url = try addresses.address(rule.path)
        for other in scopes.dropFirst() where try AddressWriter(scope: other, call: call).address(rule.path) != url {
            throw CallFault(
                .badBatch,
                "\(place) has another address for each posting and cannot carry several.",
                remedy: "Take what differs out of the path, or remove the batch."
            )
        }
        let query = addresses.query(rule.query, of: scopes)
        if !query.isEmpty { url += (url.contains("?") ? "&" : "?") + query }
        let content = try ContentWriter(writer: self).content(of: scopes)
        // Repeatable by libcurl itself only where HTTP says that a second sending does no more: a call that the
        // manifest calls safe to repeat is still repeated by us alone, after it was recorded.
        return Request(
            method: rule.method.uppercased(),
            url: url,
            headers: headers(first, media: content.media),
            body: content.bytes,
            repeatable: rule.isRepeatable,
            policy: context.policy,
            timeout: context.timeout,
            expectedHost: AddressWriter.host(of: url),
            secrets: first.allSecrets + scopes.dropFirst().flatMap(\.keptSecrets)
        )
    }

    private func headers(_ scope: CallScope, media: String?) -> Headers {
        var headers = Headers()
        switch rule.reply {
        case .json: headers.set(Header("Accept", "application/json"))
        case .xml: headers.set(Header("Accept", "application/xml"))
        case .text: break
        }
        if let media { headers.set(Header("Content-Type", media)) }
        for named in adapter.manifest.http.headers + rule.headers {
            guard let text = scope.fill(named.template) else { continue }
            headers.set(Header(named.name, text.withoutControls))
        }
        return headers
    }

    /// The call in words for messages.
    var place: String { "The call \"\(call)\" of \(adapter.manifest.id)" }
}

extension RequestRule {
    /// Whether HTTP itself says that sending the request twice does no more than sending it once.
    var isRepeatable: Bool { ["GET", "HEAD"].contains(method.uppercased()) }
}

extension CallFault {
    static func noRequest(adapter: String, call: String) -> CallFault {
        CallFault(
            .noSuchCall,
            "\(adapter) has no request for \"\(call)\".",
            remedy: "Ask for one of the operations, look-ups and watches that the adapter lists."
        )
    }
}

extension String {
    /// The text with line breaks and other control characters turned into blanks.
    var withoutControls: String {
        guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
        return String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 })
        )
    }
}
