import Documents
import Postings

/// What the renders of one adapter for one role have in common: the values that read nothing else, and what follows
/// from them.
///
/// Fifty accounts on one kind of board differ in few values; the others are evaluated once.
struct CommonPart: Sendable {
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
    struct Part: Sendable {
        let evaluated: Evaluated
        let findings: [Finding]
        let wire: WireValue?
        let field: AdField?
    }

    /// A value as it is kept and sent, and the bytes by which it counts in the content's hash.
    struct WireValue: Sendable {
        let value: Value
        let hashed: [UInt8]
    }

    /// The common values by name.
    let values: [String: Part]

    /// What requests read of the role without a value between, by path; only what is there.
    let direct: [String: WireValue]

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
        var direct: [String: WireValue] = [:]
        for path in evaluation.map.direct where path.isCommon {
            direct[path.key] = values[path.key].map { WireValue(path.key, $0) }
        }
        self.direct = direct
    }

    /// The bytes of a value for the content's hash, when it is common.
    func hashed(_ name: String) -> [UInt8]? { values[name]?.wire?.hashed ?? direct[name]?.hashed }
}

extension CommonPart.WireValue {
    fileprivate init(_ name: String, _ value: Value) {
        self.init(value: value, hashed: ContentHash.bytes(name, value))
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
