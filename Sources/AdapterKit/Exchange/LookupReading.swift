public import Documents
public import Postings
public import Transport

/// A look-up's question, ready to be sent.
public struct LookupQuestion: Sendable, Hashable {
    /// The request.
    public let request: Request

    /// Hash of what is asked, without credentials: the key under which the answer may be cached.
    public let hash: String

    /// How long an answer may be used; zero means that it is asked every time.
    public let cache: Duration
}

/// One possible answer to a look-up.
public struct Candidate: Sendable, Hashable {
    /// The board's id.
    public let id: String

    /// Its name for people.
    public let label: String

    /// Further members that the manifest keeps.
    public let kept: Members

    /// Creates a candidate.
    public init(id: String, label: String, kept: Members = [:]) {
        self.id = id
        self.label = label
        self.kept = kept
    }

    /// The candidate as a chosen answer stands in `AdInput.lookups`: `id`, `label` and what is kept.
    public var value: Value {
        var members = kept
        members["id"] = .text(id)
        members["label"] = .text(label)
        return .object(members)
    }

    /// Reads a candidate back from its ``value``.
    public init?(_ value: Value) {
        guard var members = value.object, let id = members["id"]?.scalarText else { return nil }
        self.id = id
        label = members["label"]?.scalarText ?? id
        members["id"] = nil
        members["label"] = nil
        kept = members
    }
}

/// What a look-up answered.
public struct LookupReading: Sendable, Hashable {
    /// Accepted when the candidates could be read, even if there are none.
    public var verdict: Verdict

    /// The candidates in the board's order.
    public var candidates: [Candidate]

    /// What the board says about its budget.
    public var budget: BudgetReading?

    /// Whether a fresh token should be tried once before the verdict counts.
    public var wantsFreshToken: Bool

    /// Creates a reading.
    public init(
        verdict: Verdict,
        candidates: [Candidate] = [],
        budget: BudgetReading? = nil,
        wantsFreshToken: Bool = false
    ) {
        self.verdict = verdict
        self.candidates = candidates
        self.budget = budget
        self.wantsFreshToken = wantsFreshToken
    }
}

/// Who answers a look-up's question.
///
/// A guess is never made.
public enum LookupChoice: Sendable, Hashable {
    /// This candidate, by the manifest's rule or by what a person pinned.
    case chosen(Candidate)
    /// A person must choose among these.
    case person([Candidate])
    /// There is no fitting candidate; the message says what was looked for.
    case none(message: String, remedy: String)
}
