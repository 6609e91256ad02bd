/// What one reply, or its absence, means for the delivery that asked.
public struct Verdict: Sendable, Hashable {
    /// The kinds of verdict.
    public enum Kind: Sendable, Hashable {
        /// The board did what was asked.
        case accepted

        /// Nothing was done and the same request may succeed later; `wait` is what the board asked for.
        case transient(wait: Duration?)

        /// The board will not do this, however often it is asked.
        case refused

        /// The board does not know the account; all its postings wait.
        case credentials

        /// Something the customer must settle first, such as credits; ask again after `recheck`.
        case needsCustomer(need: String, recheck: Duration?)

        /// The request may have taken effect.
        case unknown
    }

    /// The kind of verdict.
    public let kind: Kind

    /// What the reply shows of the ad beside the verdict: "already exists", "already closed".
    public let observed: Observed?

    /// The board's own words, shortened and free of secrets.
    public let reason: String?

    /// What a person can do.
    public let remedy: String?

    /// Creates a verdict.
    public init(_ kind: Kind, observed: Observed? = nil, reason: String? = nil, remedy: String? = nil) {
        self.kind = kind
        self.observed = observed
        self.reason = reason
        self.remedy = remedy
    }

    /// Bounded word for tables, logs and metrics.
    public var label: String {
        switch kind {
        case .accepted: "accepted"
        case .transient: "transient"
        case .refused: "refused"
        case .credentials: "credentials"
        case .needsCustomer: "needs-customer"
        case .unknown: "unknown"
        }
    }
}
