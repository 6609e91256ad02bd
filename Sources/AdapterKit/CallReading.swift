public import Documents
public import Postings

public import struct FoundationEssentials.Date

/// What a reply to a call means, per posting of the request.
public struct CallReading: Sendable, Hashable {
    /// One entry per posting, in the request's order.
    public var elements: [ElementReading]
    /// What the board says about its budget.
    public var budget: BudgetReading?
    /// Whether a fresh token should be tried once before the verdict counts.
    public var wantsFreshToken: Bool

    /// Creates a reading.
    public init(elements: [ElementReading], budget: BudgetReading? = nil, wantsFreshToken: Bool = false) {
        self.elements = elements
        self.budget = budget
        self.wantsFreshToken = wantsFreshToken
    }
}

/// What a reply means for one posting.
public struct ElementReading: Sendable, Hashable {
    /// The verdict.
    public var verdict: Verdict
    /// Values to keep, with their owners.
    ///
    /// Secrets among them are marked.
    public var kept: [KeptValue]
    /// The state that is proven, when the reply proves one.
    public var state: PostingState?
    /// Who says so.
    public var witness: Witness?
    /// The board's review, when the reply tells it.
    public var review: Review?
    /// The watch to start.
    public var then: String?

    /// Creates a reading.
    public init(
        verdict: Verdict,
        kept: [KeptValue] = [],
        state: PostingState? = nil,
        witness: Witness? = nil,
        review: Review? = nil,
        then: String? = nil
    ) {
        self.verdict = verdict
        self.kept = kept
        self.state = state
        self.witness = witness
        self.review = review
        self.then = then
    }
}

/// A value that the board told us to keep.
public struct KeptValue: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The value.
    public let value: Value
    /// Whose it is.
    public let owner: Keep.Owner
    /// Whether it must be sealed and never shown.
    public let isSecret: Bool

    /// Creates a kept value.
    public init(name: String, value: Value, owner: Keep.Owner, isSecret: Bool = false) {
        self.name = name
        self.value = value
        self.owner = owner
        self.isSecret = isSecret
    }
}

/// What the board says about its budget.
public struct BudgetReading: Sendable, Hashable {
    /// What is left, when it says so.
    public let remaining: Int?
    /// When the budget is whole again, when it says so.
    public let resetAt: Date?
    /// Nothing may be sent before this instant: Retry-After or an exhausted budget.
    public let holdUntil: Date?

    /// Creates a reading.
    public init(remaining: Int?, resetAt: Date?, holdUntil: Date?) {
        self.remaining = remaining
        self.resetAt = resetAt
        self.holdUntil = holdUntil
    }
}
