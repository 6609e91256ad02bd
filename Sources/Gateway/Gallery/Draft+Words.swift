import AdapterKit
import Delivery
public import Documents
import FoundationEssentials
import Ledger
public import Postings

/// One value that would change on the board.
public struct DraftChange: Sendable, Hashable {
    /// Name of the adapter's value.
    public let name: String
    /// Label for people.
    public let title: String
    /// What the board has; nil when it has nothing there.
    public let from: String?
    /// What it would have; nil when it would have nothing there.
    public let to: String?
}

extension Draft {
    /// Errors that keep the ad from being sent; what only the board can answer is not among them.
    public var blockers: [Finding] {
        ad.findings.filter { $0.severity == .error && $0.code != "unresolved" }
    }

    /// Values that the board is asked for on `post`, and without whose answer the ad is not sent.
    public var questions: [String] {
        ad.findings.filter { $0.severity == .error && $0.code == "unresolved" }.map(\.field)
    }

    /// What `post` would do: `create`, `update`, `renew`, `withdraw`, `find`, `replace`, `person`, `blocked` or `nothing`.
    public var action: String {
        let wanted =
            switch intention.action {
            case .nothing: "nothing"
            case .perform(let operation): operation.rawValue
            case .replace: "replace"
            case .person: "person"
            }
        return wanted != "nothing" && !blockers.isEmpty ? "blocked" : wanted
    }

    /// Why `post` would do that.
    public var reason: String {
        if action == "blocked", let fault = blockers.first { return "\(fault.field): \(fault.message)" }
        if action == "nothing", posting?.observed == .present, posting?.accepted?.contentHash == ad.contentHash {
            return unchanged
        }
        if adapter.manifest.kind == .manual, ["create", "update"].contains(action) {
            let text = action == "create" ? "a text is prepared" : "a new text is prepared"
            return "\(intention.reason); \(text) for a person to put there"
        }
        guard action != "nothing", !questions.isEmpty else { return intention.reason }
        return "\(intention.reason); first the board has to settle \(questions.joined(separator: ", "))"
    }

    /// Why nothing is to be done for an ad that is as it should be, in words that claim no more than was seen.
    private var unchanged: String {
        let manifest = adapter.manifest
        let create = adapter.call(for: .create)
        if manifest.kind == .manual { return "the prepared text is the same as handed over" }
        return create?.document != nil && create?.request == nil ? "the file holds this content" : intention.reason
    }

    /// What `post` would do and why, as one sentence.
    public var intent: String { "On post, \(Self.sentences[action] ?? action): \(ended(reason))" }

    private static let sentences = [
        "nothing": "nothing would be sent",
        "create": "the ad would be created",
        "update": "the ad would be changed in place",
        "renew": "the ad would be prolonged",
        "withdraw": "the ad would be ended",
        "find": "the board would first be asked for the ad",
        "replace": "the ad would be ended and then created anew",
        "person": "a person would have to act",
        "blocked": "nothing would be sent",
    ]

    private func ended(_ text: String) -> String {
        text.last.map { ".!?".contains($0) } == true ? text : text + "."
    }

    /// What would differ from what the board last accepted, in the manifest's order; empty when nothing was.
    public var changes: [DraftChange] {
        guard let posting, posting.observed != .absent, let old = posting.accepted?.values else { return [] }
        let shown = Set(ad.fields.map(\.name))
        return adapter.manifest.values.compactMap { rule in
            guard !rule.never.contains(ad.operation), shown.contains(rule.name) || rule.shows != nil else { return nil }
            let (from, to) = (old[rule.name].map(Self.text), ad.values[rule.name].map(Self.text))
            guard from != to else { return nil }
            return DraftChange(name: rule.name, title: rule.title ?? rule.name, from: from, to: to)
        }
    }

    private static func text(_ value: Value) -> String {
        (value.list ?? [value]).map(\.readable).joined(separator: "\n")
    }

    /// The draft as `preview --json` prints it.
    public var json: Value {
        [
            "role": .text(key.role),
            "account": .text(account),
            "board": .text(adapter.manifest.id),
            "place": Value(optional: placeLabel),
            "language": .text(key.language),
            "action": .text(action),
            "reason": .text(reason),
            "fields": .list(counts.map { $0.json }),
            "findings": .list(ad.findings.map(Report.json)),
            "payload": ["media": .text(payload.media), "text": .text(payload.text)],
            "changes": .list(
                changes.map {
                    ["name": .text($0.name), "from": Value(optional: $0.from), "to": Value(optional: $0.to)]
                }
            ),
        ]
    }
}
