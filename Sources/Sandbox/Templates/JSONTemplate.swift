import Documents

/// A JSON document with references, lists made of lists, and choices.
indirect enum JSONTemplate: Sendable, Hashable {
    case constant(Value)
    case text(Template)
    case list([JSONTemplate])
    case object([Member])
    case each(Reference, key: Template?, JSONTemplate)
    case choice([Condition], then: JSONTemplate, otherwise: JSONTemplate?)

    struct Member: Sendable, Hashable {
        let key: String
        let value: JSONTemplate
    }

    /// Name of one entry of the lists that have names of their own.
    private static let entries = [
        "ads": "ad", "results": "result", "refusals": "refusal", "tasks": "task", "events": "event", "items": "item",
        "missing": "missing",
    ]

    /// The document, or nil when it is to be left out.
    func value(in scope: Scope) -> Value? {
        switch self {
        case .constant(let value): return value
        case .text(let template):
            let datum = template.datum(in: scope)
            return template.omits && datum.isAbsent ? nil : datum.plain
        case .list(let list): return .list(list.compactMap { $0.value(in: scope) })
        case .object(let members):
            return .object(
                Members(members.compactMap { member in member.value.value(in: scope).map { (member.key, $0) } })
            )
        case .each(let reference, let key, let body):
            let name = reference.steps.count == 1 ? JSONTemplate.entries[reference.steps[0]] ?? "item" : "item"
            let inner = reference.resolve(in: scope).elements.map { scope.adding(name, $0) }
            guard let key else { return .list(inner.compactMap { body.value(in: $0) }) }
            return .object(
                Members(inner.compactMap { scope in body.value(in: scope).map { (key.text(in: scope), $0) } })
            )
        case .choice(let conditions, let then, let otherwise):
            return conditions.allHold(in: scope) ? then.value(in: scope) : otherwise?.value(in: scope)
        }
    }
}

extension JSONTemplate {
    /// Reads a template written as YAML.
    init(_ node: Node, path: String, problems: Problems) {
        switch node.content {
        case .scalar(let text, let quoted):
            if text.contains("{") || text.contains("}") {
                self = .text(Template(text, at: node.location, field: path, problems: problems))
            } else {
                self = .constant(quoted ? .text(text) : Value(scalar: text))
            }
        case .sequence(let items):
            self = .list(
                items.enumerated().map { JSONTemplate($1, path: "\(path)[\($0)]", problems: problems) }
            )
        case .mapping(let members) where members.contains { $0.key == "$each" }:
            self = JSONTemplate.each(node, path, problems)
        case .mapping(let members) where members.contains { $0.key == "$if" }:
            self = JSONTemplate.choice(node, path, problems)
        case .mapping(let members):
            self = .object(
                members.map {
                    Member(key: $0.key, value: JSONTemplate($0.value, path: "\(path).\($0.key)", problems: problems))
                }
            )
        }
    }

    private static func each(_ node: Node, _ path: String, _ problems: Problems) -> JSONTemplate {
        var reader = ObjectReader(node, path: path, problems: problems)
        let reference = reader.reference("$each")
        let key = reader.template("$key")
        let body = reader.required("$as").map { JSONTemplate($0, path: reader.path(of: "$as"), problems: problems) }
        reader.finish()
        guard let reference, let body else { return .constant(.null) }
        return .each(reference, key: key, body)
    }

    private static func choice(_ node: Node, _ path: String, _ problems: Problems) -> JSONTemplate {
        var reader = ObjectReader(node, path: path, problems: problems)
        let conditions = reader.conditions("$if")
        let then = reader.required("$then").map { JSONTemplate($0, path: reader.path(of: "$then"), problems: problems) }
        // A member `$else: ~` means null and is told from no `$else` at all.
        let other = node["$else"].map { JSONTemplate($0, path: reader.path(of: "$else"), problems: problems) }
        _ = reader.node("$else")
        reader.finish()
        return .choice(conditions, then: then ?? .constant(.null), otherwise: other)
    }
}
