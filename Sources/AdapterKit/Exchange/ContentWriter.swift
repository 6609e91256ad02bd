import Documents
import Transport

/// Writes the body of a request.
struct ContentWriter {
    let writer: RequestWriter

    /// A body with its media type.
    struct Content {
        var bytes: [UInt8] = []
        var media: String?
    }

    /// The body for these postings.
    func content(of scopes: [CallScope]) throws(CallFault) -> Content {
        guard let first = scopes.first else { return Content() }
        switch writer.rule.content {
        case .none: return Content()
        case .json(let tree):
            guard let value = try list(of: tree, scopes) else { throw empty }
            return Content(bytes: JSON.bytes(value), media: "application/json")
        case .graphQL(_, let document, let variables):
            try refuseBatch(scopes, "GraphQL")
            let value = Value.object([
                "query": .text(document),
                "variables": first.build(variables) ?? .object([:]),
            ])
            return Content(bytes: JSON.bytes(value), media: "application/json")
        case .form(let tree):
            try refuseBatch(scopes, "A form")
            return Content(bytes: first.wire.form(tree), media: "application/x-www-form-urlencoded")
        case .xml(let body):
            try refuseBatch(scopes, "XML")
            return Content(bytes: try document(body, first), media: "application/xml; charset=utf-8")
        case .text(let body):
            try refuseBatch(scopes, "Text")
            return Content(bytes: try document(body, first), media: "text/plain; charset=utf-8")
        }
    }

    /// One posting's tree, or those of a batch as a list under the member that takes it.
    private func list(of tree: Tree, _ scopes: [CallScope]) throws(CallFault) -> Value? {
        guard let batch = writer.batch else { return scopes.first?.build(tree) }
        var items: [Value] = []
        for scope in scopes {
            guard let item = scope.build(tree) else { throw empty }
            items.append(item)
        }
        guard let at = batch.at else { return .list(items) }
        return at.split(separator: ".").reversed().reduce(.list(items)) { inner, key in
            .object([String(key): inner])
        }
    }

    private func document(_ body: String, _ scope: CallScope) throws(CallFault) -> [UInt8] {
        do {
            return try scope.wire.document(named: body)
        } catch {
            throw CallFault(
                .badBody,
                scope.hiding("\(writer.place) cannot write its body \"\(body)\". \(error)"),
                remedy: "Check the body in the adapter's files."
            )
        }
    }

    private func refuseBatch(_ scopes: [CallScope], _ kind: String) throws(CallFault) {
        guard scopes.count > 1 else { return }
        throw CallFault(
            .badBatch,
            "\(kind) cannot carry several postings, and \(writer.place) was given \(scopes.count).",
            remedy: "Remove the batch from the adapter."
        )
    }

    private var empty: CallFault {
        CallFault(
            .badBody,
            "\(writer.place) has nothing to send: every value that its body names is absent.",
            remedy: "Check the ad's findings and the body in the adapter's files."
        )
    }
}
