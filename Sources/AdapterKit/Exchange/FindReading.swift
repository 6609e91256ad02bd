public import Postings

/// What a look for one ad by our reference showed.
public struct FindReading: Sendable, Hashable {
    /// What was seen.
    public enum Result: String, Sendable, Hashable, CaseIterable {
        /// The board has the ad.
        case found
        /// The board has no such ad.
        case missing
    }

    /// What was seen; nil when the reply tells neither, and the verdict says why.
    public var result: Result?

    /// Accepted when the look succeeded, whatever it showed.
    public var verdict: Verdict

    /// Values to keep of an ad that was found.
    public var kept: [KeptValue]

    /// What the board says about its budget.
    public var budget: BudgetReading?

    /// Whether a fresh token should be tried once before the verdict counts.
    public var wantsFreshToken: Bool

    /// Creates a reading.
    public init(
        result: Result?,
        verdict: Verdict,
        kept: [KeptValue] = [],
        budget: BudgetReading? = nil,
        wantsFreshToken: Bool = false
    ) {
        self.result = result
        self.verdict = verdict
        self.kept = kept
        self.budget = budget
        self.wantsFreshToken = wantsFreshToken
    }
}
