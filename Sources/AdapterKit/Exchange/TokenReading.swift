public import FoundationEssentials
public import Postings

/// What a token endpoint answered.
///
/// Never printed with the token in it.
public struct TokenReading: Sendable, Hashable {
    /// Accepted when there is a token.
    public var verdict: Verdict

    /// The access token.
    public var token: String?

    /// When it ends, by the machine's clock; an hour from now when the endpoint does not say.
    public var expiresAt: Date?

    /// What the endpoint says about its budget.
    public var budget: BudgetReading?

    /// Creates a reading.
    public init(verdict: Verdict, token: String? = nil, expiresAt: Date? = nil, budget: BudgetReading? = nil) {
        self.verdict = verdict
        self.token = token
        self.expiresAt = expiresAt
        self.budget = budget
    }
}

extension TokenReading: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Verdict and whether there is a token.
    public var description: String { "\(verdict.label), \(token == nil ? "no token" : "a token")" }

    /// The same as ``description``, so that no debugger output shows the token.
    public var debugDescription: String { description }

    /// A mirror that repeats ``description`` and hides the stored values.
    public var customMirror: Mirror { Mirror(self, children: ["token": description]) }
}
