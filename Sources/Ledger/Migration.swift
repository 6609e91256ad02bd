/// What bringing a ledger up to date came to.
public struct Migration: Sendable, Hashable {
    /// The version that was found; 0 where there was no ledger.
    public let from: Int
    /// The version that is there now.
    public let to: Int
    /// Where a copy is of what was there before, when one was made.
    public let copy: String?

    /// Creates the account of a migration.
    public init(from: Int, to: Int, copy: String? = nil) {
        self.from = from
        self.to = to
        self.copy = copy
    }
}
