import Documents
import Postings
import XMLTree

/// What references stand for while the body, path or headers of one exchange or document are written.
///
/// Values come from the ad as it was rendered; those that need secrets or the attempt are made here and
/// never kept.
final class WireScope {
    private let evaluation: Evaluation
    private let values: Members?
    let adapter: Adapter

    /// Creates a scope.
    ///
    /// - Parameters:
    ///   - adapter: The adapter.
    ///   - input: What the ad was rendered from.
    ///   - values: The ad's values; nil evaluates every value here, for an account's own document.
    ///   - operation: What is asked of the board.
    ///   - wire: What only this exchange knows.
    init(
        _ adapter: Adapter,
        input: AdInput,
        values: Members?,
        operation: Operation,
        wire: WireFacts = WireFacts()
    ) {
        self.adapter = adapter
        self.values = values
        evaluation = Evaluation(adapter, input: input, operation: operation, wire: wire)
    }

    /// What a source stands for, or nil when it is absent.
    func resolve(_ source: Source) -> Value? {
        switch source {
        case .value(let name):
            guard let rule = adapter.value(named: name) else { return direct([name]) }
            guard !rule.never.contains(evaluation.operation) else { return nil }
            guard let values, !evaluation.map.late.contains(name) else { return evaluation.resolve(source) }
            return values[name]
        case .path(let path): return direct(path)
        }
    }

    /// A text with its references filled in and encoded, or nil when one is absent.
    func fill(_ template: Template, _ encode: (String) -> String = { $0 }) -> String? {
        var text = ""
        for part in template.parts {
            switch part {
            case .literal(let literal): text += literal
            case .reference(let source):
                guard let value = resolve(source)?.inlineText else { return nil }
                text += encode(value)
            }
        }
        return text
    }

    /// A tree as a value, or nil when it is absent.
    func build(_ tree: Tree) -> Value? { builder().build(tree) }

    /// A tree as a value; with `keepsAbsent` an absent reference leaves null behind.
    func build(_ tree: Tree, keepsAbsent: Bool) -> Value? {
        var builder = builder()
        builder.keepsAbsent = keepsAbsent
        return builder.build(tree)
    }

    /// A tree as compact JSON, members in the order written; an absent tree is an empty object.
    func json(_ tree: Tree) -> [UInt8] { JSON.bytes(build(tree) ?? .object([:])) }

    /// A tree as form text; a list repeats its name.
    func form(_ tree: Tree) -> [UInt8] { Array(FormText.text(build(tree)?.object ?? [:]).utf8) }

    private func builder() -> TreeBuilder {
        TreeBuilder(resolve: { self.resolve($0) }, body: { self.body($0) })
    }

    /// Another body as a value: a tree as it is, a document as its text.
    private func body(_ name: String) -> Value? {
        guard let body = adapter.body(named: name) else { return nil }
        if case .tree(let tree) = body.shape { return build(tree) }
        return (try? document(named: name)).map { .text(String(decoding: $0, as: UTF8.self)) }
    }

    private func direct(_ path: [String]) -> Value? {
        // What the board last accepted stands in the values under the path as written.
        if let value = values?[path.joined(separator: ".")], !ManifestMap.isVolatile(path) { return value }
        if path.count > 1, let root = path.first, !ManifestMap.closedRoots.contains(root),
            let value = values?[root]?.descend(path.dropFirst())
        {
            return value
        }
        return evaluation.resolve(.path(path))
    }
}

@available(*, unavailable)
extension WireScope: Sendable {}
