import Documents
import Postings
import Transport

/// What references of one call stand for, for one posting or for the account alone.
struct CallScope {
    let adapter: Adapter
    let input: AdInput
    let operation: Operation
    let context: CallContext

    /// The ad's values; nil where every value is evaluated here.
    let values: Members?
    let wire: WireScope

    /// Whether we asked for the end of the ad.
    var isEndWanted = false

    init(_ adapter: Adapter, input: AdInput, values: Members?, operation: Operation, context: CallContext) {
        self.adapter = adapter
        self.input = input
        self.operation = operation
        self.context = context
        self.values = values
        var facts = WireFacts(secrets: context.secrets, attempt: context.attempt, now: context.now)
        if let cursor = context.cursor { facts.locals["cursor"] = .text(cursor) }
        wire = WireScope(adapter, input: input, values: values, operation: operation, wire: facts)
    }

    init(_ adapter: Adapter, prepared: PreparedAd, operation: Operation, context: CallContext) {
        self.init(adapter, input: prepared.input, values: prepared.ad.values, operation: operation, context: context)
    }

    init(_ adapter: Adapter, watched: WatchedAd, context: CallContext) {
        let prepared = watched.prepared
        self.init(adapter, prepared: prepared, operation: prepared.ad.operation, context: context)
        isEndWanted = watched.isEndWanted
    }

    init(_ adapter: Adapter, input: AdInput, operation: Operation, context: CallContext) {
        self.init(adapter, input: input, values: nil, operation: operation, context: context)
    }

    init(_ adapter: Adapter, account: AdInput, context: CallContext) {
        self.init(adapter, input: account, values: nil, operation: .find, context: context)
    }

    func resolve(_ source: Source) -> Value? { wire.resolve(source) }

    func fill(_ template: Template) -> String? { wire.fill(template) }

    func build(_ tree: Tree) -> Value? { wire.build(tree) }

    /// The same scope with values that a reply brought beside those kept before.
    func keeping(_ kept: [KeptValue]) -> CallScope {
        var input = input
        for entry in kept { input.kept[entry.name] = entry.value }
        var scope = CallScope(adapter, input: input, values: values, operation: operation, context: context)
        scope.isEndWanted = isEndWanted
        return scope
    }

    /// Everything that must not be shown: secrets, token, and what the board told us to keep sealed.
    var allSecrets: [String] {
        let named = context.secrets.sorted { $0.key < $1.key }.map(\.value)
        return (named + [context.token].compactMap(\.self) + keptSecrets).filter { !$0.isEmpty }
    }

    /// What the board told with this posting and must not be shown.
    var keptSecrets: [String] {
        let sealed = Set(adapter.manifest.operations.flatMap(\.keep).filter { $0.kind == .secret }.map(\.name))
        guard !sealed.isEmpty else { return [] }
        return input.kept.filter { sealed.contains($0.key) }.compactMap(\.value.scalarText)
    }

    /// A text with every secret replaced by dots.
    func hiding(_ text: String) -> String { Redaction(secrets: allSecrets).redact(text) }
}
