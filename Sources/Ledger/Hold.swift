/// An account that a worker holds: nobody else sends for it meanwhile, nor writes what it remembers.
public struct Hold: Sendable, Hashable {
    /// Name of the account.
    public let account: String
    /// Rises whenever the account changes hands, so that what an earlier holder still writes is refused.
    public let term: Int

    /// Creates a hold.
    public init(account: String, term: Int) {
        self.account = account
        self.term = term
    }
}
