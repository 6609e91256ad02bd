import Documents
import Postings

/// What the renders of one adapter for one role have in common: the values that read nothing else, and what follows
/// from them.
///
/// Fifty accounts on one kind of board differ in few values; the others are evaluated once.
final class CommonPart: Sendable {
    /// What it depends on beside the adapter.
    ///
    /// Copies of one role share their storage, so that comparing them costs next to nothing.
    struct Facts: Sendable, Equatable {
        let role: Value
        let places: [Value]
        let language: String
        let pageURL: String?
        let zone: String
        let operation: Operation
    }

    /// One value with what a render makes of it.
    final class Part: Sendable {
        let evaluated: Evaluated
        let findings: [Finding]
        let wire: WireValue?
        let field: AdField?

        init(evaluated: Evaluated, findings: [Finding], wire: WireValue?, field: AdField?) {
            self.evaluated = evaluated
            self.findings = findings
            self.wire = wire
            self.field = field
        }
    }

    /// A value as it is kept and sent, the bytes by which it counts in the content's hash, and its JSON.
    struct WireValue: Sendable {
        let value: Value
        let hashed: [UInt8]
        /// Nil where a store of JSON writes another text than the value's own.
        let json: [UInt8]?
    }

    /// The common values by name.
    let values: [String: Part]

    /// The same in the manifest's order, nil for the account's own.
    let inOrder: [Part?]

    /// What requests read of the role without a value between, by path; only what is there.
    let direct: [String: WireValue]

    /// The same values written ahead: as JSON and as bytes for the content's hash.
    let runs: CommonRuns?

    /// What the role says and no value carries, by the facts that the account's own values carry.
    let unread = Remembered<Set<String>, [Finding]>(capacity: 4)

    /// Gathers what a render has evaluated.
    ///
    /// - Parameters:
    ///   - findings: What was found about each value.
    ///   - values: All values on the wire, those that a rule then passes over included.
    ///   - fields: What a preview shows.
    init(
        of evaluation: Evaluation,
        findings: [(name: String, findings: [Finding])],
        values: Members,
        fields: [AdField]
    ) {
        let findings = Dictionary(findings.map { ($0.name, $0.findings) }) { first, _ in first }
        let fields = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
        var parts: [String: Part] = [:]
        for name in evaluation.map.common {
            parts[name] = Part(
                evaluated: evaluation.evaluated(name),
                findings: findings[name] ?? [],
                wire: values[name].map { WireValue(name, $0) },
                field: fields[name]
            )
        }
        self.values = parts
        inOrder = evaluation.adapter.manifest.values.map { parts[$0.name] }
        var direct: [String: WireValue] = [:]
        for path in evaluation.map.direct where path.isCommon {
            direct[path.key] = values[path.key].map { WireValue(path.key, $0) }
        }
        self.direct = direct
        runs = CommonRuns(of: evaluation, parts, direct)
    }
}

extension CommonPart.WireValue {
    fileprivate init(_ name: String, _ value: Value) {
        self.init(value: value, hashed: ContentHash.bytes(name, value), json: value.plainJSON)
    }
}

extension Value {
    /// The value as JSON, unless a store of JSON writes it otherwise.
    var plainJSON: [UInt8]? { hasTagLikeKeys ? nil : JSON.bytes(self) }

    /// Whether a key begins as the tags do by which a store of JSON tells marked-up text.
    private var hasTagLikeKeys: Bool {
        switch self {
        case .markup: true
        case .list(let items): items.contains(where: \.hasTagLikeKeys)
        case .object(let members):
            members.contains { $0.key.utf8.first == UInt8(ascii: "$") || $0.value.hasTagLikeKeys }
        case .null, .boolean, .number, .text: false
        }
    }
}

/// The common parts of an adapter's latest renders.
///
/// It belongs to the adapter and is no part of what the adapter is: two adapters are equal whatever they remember.
final class CommonParts: Sendable, Hashable {
    // A role in a few languages or places; each is worth some ads.
    private let known = Remembered<CommonPart.Facts, CommonPart>(capacity: 8)

    func part(for facts: CommonPart.Facts) -> CommonPart? { known.recall(facts) }

    func keep(_ part: CommonPart, for facts: CommonPart.Facts) { known.keep(part, to: facts) }

    static func == (left: CommonParts, right: CommonParts) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
