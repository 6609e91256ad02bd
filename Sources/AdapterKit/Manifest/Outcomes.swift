public import Postings

/// A durable reading: how often, how, and what the board's words mean.
public struct WatchRule: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Whose it is.
    public var scope: Scope
    /// How it reads.
    public var reading: Reading
    /// When it reads.
    public var every: Schedule
    /// What to keep of the answer.
    public var keep: [Keep]
    /// The board's words to our ladder; first match wins.
    public var states: [StateRow]

    /// Whose a watch is.
    public enum Scope: String, Sendable, Hashable, CaseIterable { case delivery, posting, account }

    /// How a watch reads.
    public enum Reading: Sendable, Hashable {
        /// A request; `answer` and `key` tell the elements of a batch apart.
        case request(RequestRule, batch: Call.Batch?, pages: Pages?)
        /// The adapter's `find`.
        case find
        /// The public page.
        case fetch(PageFetch)
    }

    /// A feed of events with a cursor.
    public struct Pages: Sendable, Hashable {
        /// Path of the events.
        public var items: ReplyPath
        /// Path of the next cursor.
        public var cursor: ReplyPath
        /// Path that tells whether there is more.
        public var more: ReplyPath?
        /// Path in an event, and the posting's kept value it equals.
        public var key: ReplyPath
        /// See ``key``.
        public var with: Source
    }

    /// When a watch reads.
    public struct Schedule: Sendable, Hashable {
        /// Wait before the first reading.
        public var first: Duration
        /// Wait before every other.
        public var then: Duration
        /// Horizon, counted from the start.
        public var until: Duration?
        /// State at the horizon.
        public var otherwise: PostingState?
    }
}

/// What one of the board's words means.
///
/// For `find` and `fetch` readings the condition paths `find` (`found`, `missing`) and `fetch` (`shown`, `other`,
/// `gone`) hold the result.
public struct StateRow: Sendable, Hashable {
    /// All must hold.
    public var when: [Condition]
    /// Operations that the reading follows; empty means any.
    public var during: [String]
    /// The state.
    public var state: PostingState?
    /// Who says so.
    public var witness: Witness?
    /// The board's review, when the row tells it.
    public var review: Review?
    /// The board's own words.
    public var reason: ReplyPath?
    /// What a person can do.
    public var remedy: String?
    /// Remedies by a word found in the reason.
    public var remedies: [NamedTemplate]
    /// What the row shows of the ad.
    public var observed: Observed?
    /// A verdict in place of a state.
    public var verdict: VerdictRule?
    /// State instead, when we did not ask for the end.
    public var unlessWanted: PostingState?
    /// Name of the watch that follows.
    public var then: String?
}

/// What a reply means when it is no success.
public struct FailureRow: Sendable, Hashable {
    /// All must hold.
    public var when: [Condition]
    /// Calls it applies to; empty means any.
    public var during: [String]
    /// The verdict.
    public var verdict: VerdictRule
    /// The board's own words.
    public var reason: ReplyPath?
    /// What a person can do.
    public var remedy: String?
    /// What the reply shows of the ad.
    public var observed: Observed?
    /// Whether a fresh token is tried once first.
    public var refreshesToken: Bool
}

/// A verdict as a manifest names it.
public struct VerdictRule: Sendable, Hashable {
    /// Words for verdicts.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case accepted, transient, refused, credentials
        case needsCustomer = "needs-customer"
        case unknown
    }
    /// The verdict.
    public var kind: Kind
    /// For needs-customer: what is needed.
    public var need: String?
    /// For transient: a fixed wait; nil means the board's own, else the retry policy's.
    public var wait: Duration?
    /// For needs-customer: when to ask again.
    public var recheck: Duration?
}

/// One rate window.
public struct LimitRule: Sendable, Hashable {
    /// What is counted.
    public enum Unit: String, Sendable, Hashable, CaseIterable { case requests, records, points, urls, bytes }
    /// Who shares it.
    public enum Owner: String, Sendable, Hashable, CaseIterable { case posting, account, application, host, address }
    /// Length of a window.
    public enum Window: Sendable, Hashable {
        case rolling(Duration)
        /// Resets at midnight in this zone.
        case day(zone: String)
    }
    /// What is counted.
    public var unit: Unit
    /// How many fit.
    public var count: Int
    /// How long the window is.
    public var per: Window
    /// Who shares it.
    public var of: Owner
    /// Calls that count; empty means all.
    public var during: [String]
    /// What a call costs, where not 1.
    public var cost: [CallCost]
    /// Source mark.
    public var source: String?

    /// What a call costs.
    public struct CallCost: Sendable, Hashable {
        /// Name of the call.
        public var call: String
        /// What it costs.
        public var cost: Int
    }
}

/// What becomes of ads in time.
public struct Life: Sendable, Hashable {
    /// What must happen before an ended ad can come back.
    public enum Reopening: String, Sendable, Hashable, CaseIterable {
        case unknown, never
        case newCreation = "new-creation"
        case sameReference = "same-reference"
        case byUpdate = "by-update"
    }
    /// Expected time from acceptance to live.
    public var timeToLive: Duration?
    /// Days until the board ends an ad by itself.
    public var expiresAfterDays: Int?
    /// Longest life in days.
    public var maximumDays: Int?
    /// How an ended ad comes back.
    public var reopening: Reopening
    /// Least time between two creations or renewals of one ad.
    public var minimumBetween: Duration?
    /// What close means here, for people.
    public var closing: String?
}

/// The document that is published: a feed of an account's ads, a page per ad, or prepared text.
public struct Document: Sendable, Hashable {
    /// What one document holds.
    public enum Scope: String, Sendable, Hashable, CaseIterable { case account, posting }
    /// What one document holds.
    public var scope: Scope
    /// Name of the file below the account's directory; nil for prepared text that is only shown.
    public var file: Template?
    /// Media type.
    public var media: String
    /// The body that makes it.
    public var body: String
    /// For an account's document: the body of one ad, put in place of `$items`.
    public var item: String?
    /// Name of the setting with the directory it is written to.
    public var directory: String?
    /// Its public address, when the account knows it.
    public var url: Template?
}
