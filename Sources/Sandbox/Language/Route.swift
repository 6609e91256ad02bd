import Documents

/// One way of calling a board.
struct Route: Sendable, Hashable {
    enum BodyKind: String, Sendable, CaseIterable { case json, form, xml, graphql, text, multipart, none }

    struct Batch: Sendable, Hashable {
        let path: FieldPath
        let most: Int
        let least: Int
        let unique: FieldPath?
        let refusesWhole: Bool
    }

    struct Inner: Sendable, Hashable {
        let field: String
        let kind: BodyKind
    }

    struct Choice: Sendable, Hashable {
        let by: Reference
        let folds: Bool
        let cases: [String: Action]
        let otherwise: RefusalUse
    }

    let name: String
    let methods: [String]
    let path: RoutePath
    let when: [Condition]
    let auth: [String]
    let require: [Action.Need]
    let bodies: [BodyKind]
    let largest: Int
    let inner: Inner?
    let operation: String?
    let at: FieldPath?
    let batch: Batch?
    let choice: Choice?
    let action: Action

    /// The action itself, or every one that may be chosen.
    var actions: [Action] { choice.map { Array($0.cases.values) } ?? [action] }

    init?(_ reader: inout ObjectReader, waits: [String: Duration]) {
        let name = reader.requiredText("name")
        methods = reader.texts("method").map { $0.uppercased() }
        let path = reader.requiredText("path")
        when = reader.conditions("when")
        auth = reader.texts("auth")
        largest = reader.integer("largest", in: 1...1_000_000_000) ?? 100_000_000
        bodies = reader.texts("body").compactMap { word in
            let place = reader.node["body"]?.location ?? reader.node.location
            return reader.choice(word, at: place, field: reader.path(of: "body"), of: BodyKind.self)
        }
        inner = reader.object("document") { inner in
            Inner(field: inner.requiredText("field") ?? "", kind: inner.choice("kind", of: BodyKind.self) ?? .xml)
        }
        operation = reader.text("operation")
        at = reader.fieldPath("at")
        batch = reader.object("batch") { Batch(&$0) } ?? nil
        choice = reader.object("choose") { Choice(&$0, waits: waits) } ?? nil
        action = Action(&reader, waits: waits)
        require = action.require
        guard let name, let path else { return nil }
        self.name = name
        self.path = RoutePath(path)
        if methods.isEmpty {
            reader.problems.error(
                "missing",
                at: reader.node.location,
                field: reader.path(of: "method"),
                "\"\(reader.path(of: "method"))\" is missing.",
                remedy: "Add it."
            )
        }
    }
}

extension Route.Batch {
    init?(_ reader: inout ObjectReader) {
        let path = reader.fieldPath("at", required: true)
        most = reader.integer("max", in: 1...1_000_000) ?? Int.max
        least = reader.integer("min", in: 0...1_000_000) ?? 1
        unique = reader.fieldPath("unique")
        refusesWhole = reader.text("refuse") == "whole"
        guard let path else { return nil }
        self.path = path
    }
}

extension Route.Choice {
    init?(_ reader: inout ObjectReader, waits: [String: Duration]) {
        let by = reader.reference("by", required: true)
        let folds = reader.boolean("fold") ?? false
        self.folds = folds
        let pairs = reader.named("cases") { Action(&$0, waits: waits) }
        cases = Dictionary(pairs.map { (folds ? $0.0.lowercased() : $0.0, $0.1) }) { $1 }
        otherwise = reader.refusal("otherwise") ?? RefusalUse(name: "invalid")
        guard let by else { return nil }
        self.by = by
    }
}

/// A path with parameters: `{name}` is one segment, `{name+}` all the rest.
struct RoutePath: Sendable, Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    /// The parameters, or nil when a path does not match.
    ///
    /// Parameters are decoded.
    func match(_ path: String) -> [String: String]? {
        let wanted = text.split(separator: "/", omittingEmptySubsequences: true)
        let given = path.split(separator: "/", omittingEmptySubsequences: true)
        var parameters: [String: String] = [:]
        for (index, segment) in wanted.enumerated() {
            guard index < given.count else { return nil }
            if segment.hasPrefix("{"), segment.hasSuffix("+}") {
                parameters[String(segment.dropFirst().dropLast(2))] = given[index...].map { decoded($0) }.joined(
                    separator: "/"
                )
                return parameters
            }
            guard let open = segment.firstIndex(of: "{"), let close = segment.lastIndex(of: "}") else {
                guard decoded(given[index]) == segment else { return nil }
                continue
            }
            let before = segment[..<open]
            let after = segment[segment.index(after: close)...]
            let value = decoded(given[index])
            guard value.hasPrefix(before), value.hasSuffix(after), value.count > before.count + after.count else {
                return nil
            }
            let key = segment[segment.index(after: open)..<close]
            parameters[String(key)] = String(value.dropFirst(before.count).dropLast(after.count))
        }
        return wanted.count == given.count ? parameters : nil
    }

    private func decoded(_ segment: Substring) -> String { PercentCoding.decode(String(segment)) }
}
