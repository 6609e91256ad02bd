public import Documents
public import Postings

/// One page of a board's event feed.
public struct EventPage: Sendable, Hashable {
    /// Accepted when the page could be read.
    public var verdict: Verdict

    /// The events in the board's order.
    public var events: [WatchEvent]

    /// Where the next reading starts; nil leaves the cursor where it was.
    public var cursor: String?

    /// Whether another page can be read at once.
    public var hasMore: Bool

    /// What the board says about its budget.
    public var budget: BudgetReading?

    /// Whether a fresh token should be tried once before the verdict counts.
    public var wantsFreshToken: Bool

    /// Creates a page.
    public init(
        verdict: Verdict,
        events: [WatchEvent] = [],
        cursor: String? = nil,
        hasMore: Bool = false,
        budget: BudgetReading? = nil,
        wantsFreshToken: Bool = false
    ) {
        self.verdict = verdict
        self.events = events
        self.cursor = cursor
        self.hasMore = hasMore
        self.budget = budget
        self.wantsFreshToken = wantsFreshToken
    }
}

/// One event of a board's feed, not yet read for a posting.
public struct WatchEvent: Sendable, Hashable {
    /// What the posting's kept value must equal for the event to be about it.
    public let key: String

    /// The event as the board wrote it.
    public let item: Value

    /// Creates an event.
    public init(key: String, item: Value) {
        self.key = key
        self.item = item
    }
}
