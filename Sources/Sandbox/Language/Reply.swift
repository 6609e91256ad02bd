import Documents

/// An answer as a template.
struct Reply: Sendable, Hashable {
    enum Body: Sendable, Hashable {
        case none
        case json(JSONTemplate)
        case xml(Template)
        case text(Template)
        case html(Template)
    }

    var when: [Condition] = []
    var status = 200
    var headers: [NamedTemplate] = []
    var body = Body.none
    var type: String?
    var accepted: JSONTemplate?
    var refused: JSONTemplate?

    init(status: Int, body: Body) {
        self.status = status
        self.body = body
    }

    init?(_ reader: inout ObjectReader) {
        when = reader.conditions("when")
        status = reader.integer("status", in: 200...599) ?? 200
        headers = reader.templates("headers")
        type = reader.text("type")
        var bodies: [Body] = []
        if let node = reader.node("json") {
            bodies.append(.json(JSONTemplate(node, path: reader.path(of: "json"), problems: reader.problems)))
        }
        if let template = reader.template("xml") { bodies.append(.xml(template)) }
        if let template = reader.template("text") { bodies.append(.text(template)) }
        if let template = reader.template("html") { bodies.append(.html(template)) }
        if reader.text("body") != nil { bodies.append(.none) }
        if bodies.count > 1 {
            reader.problems.error(
                "reply",
                at: reader.node.location,
                field: reader.path,
                "A reply has one body, this one has \(bodies.count).",
                remedy: "Keep one of: json, xml, text, html, body: none."
            )
        }
        body = bodies.first ?? .none
        let problems = reader.problems
        _ = reader.object("element") { inner in
            accepted = inner.node("accepted").map {
                JSONTemplate($0, path: inner.path(of: "accepted"), problems: problems)
            }
            refused = inner.node("refused").map {
                JSONTemplate($0, path: inner.path(of: "refused"), problems: problems)
            }
        }
    }

    /// The answer with every reference written out.
    func answer(in scope: Scope) -> SandboxAnswer {
        var headers = self.headers.compactMap { header -> SandboxHeader? in
            let datum = header.template.datum(in: scope)
            if header.removes || header.template.omits, datum.isAbsent { return nil }
            return SandboxHeader(header.name, datum.asText)
        }
        let (bytes, kind) = written(in: scope)
        if let kind = type ?? kind, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.insert(SandboxHeader("Content-Type", kind), at: 0)
        }
        return SandboxAnswer(status: status, headers: headers, body: bytes)
    }

    private func written(in scope: Scope) -> ([UInt8], String?) {
        switch body {
        case .none: ([], nil)
        case .json(let template): (Array(JSON.text(template.value(in: scope) ?? .null).utf8), "application/json")
        case .xml(let template):
            (Array(template.text(in: scope, escaping: .markup).utf8), "application/xml; charset=utf-8")
        case .text(let template): (Array(template.text(in: scope).utf8), "text/plain; charset=utf-8")
        case .html(let template): (Array(template.text(in: scope, escaping: .markup).utf8), "text/html; charset=utf-8")
        }
    }
}

/// Answers to refusals that a contract does not write itself.
enum Refusals {
    static let defaults: [String: Int] = [
        "invalid": 400, "unreadable": 400, "wrong-type": 415, "too-large": 413, "unauthorized": 401,
        "refused-grant": 401, "unknown-ad": 404, "gone": 410, "conflict": 409, "limited": 429, "no-route": 404,
        "wrong-method": 405, "too-many-elements": 400, "repeated-element": 400, "graphql": 200, "unavailable": 503,
        "failed": 500,
    ]

    static func reply(for name: String) -> Reply {
        func leaf(_ text: String) -> JSONTemplate {
            .text(Template(text, at: SourceLocation(file: "", line: 1, column: 1), field: "", problems: Problems()))
        }
        let message = JSONTemplate.Member(key: "message", value: leaf("{refusal.message}"))
        let body: JSONTemplate =
            name == "graphql"
            ? .object([.init(key: "errors", value: .list([.object([message])]))])
            : .object([.init(key: "error", value: leaf("{refusal.name}")), message])
        return Reply(status: defaults[name] ?? 400, body: .json(body))
    }
}
