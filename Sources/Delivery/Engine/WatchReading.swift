/// How the question of one or several watches to a board ended.
public struct WatchReading: Sendable, Hashable {
    /// Name of the account.
    public let account: String
    /// Row numbers of the postings that were asked about; nil when it was the account's own watch.
    public let postings: [Int64]?
    /// Why the board could not be asked; nil when it answered.
    public let failure: String?
    /// Whether nothing was asked at all, since the account rests.
    public let isPostponed: Bool

    /// Creates a note of a reading.
    public init(account: String, postings: [Int64]?, failure: String? = nil, isPostponed: Bool = false) {
        self.account = account
        self.postings = postings
        self.failure = failure
        self.isPostponed = isPostponed
    }
}
