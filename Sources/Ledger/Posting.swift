public import Documents
public import Postings
import Synchronization

public import struct FoundationEssentials.Date

/// What makes two postings the same one.
public struct PostingKey: Sendable, Hashable {
    /// Id of the role.
    public let role: String

    /// Name of the account.
    public let account: String

    /// Stable key of the place set, empty when the posting has none.
    public let places: String

    /// Language tags of the ad, joined by commas.
    public let language: String

    /// Creates a key.
    public init(role: String, account: String, places: String, language: String) {
        self.role = role
        self.account = account
        self.places = places
        self.language = language
    }
}

/// What should be on the board.
public enum Desire: Sendable, Hashable {
    /// An ad made from this revision of the role.
    case present(revision: String)

    /// No ad.
    case absent
}

/// The ad that the board last accepted: what a withdrawal is rendered from and a plan compares with.
public struct AcceptedAd: Sendable, Hashable {
    /// Hash of the revision it was rendered from.
    public let revision: String

    /// Hash of the rendered content.
    public let contentHash: String

    /// The adapter's evaluated values.
    public let values: Members

    /// When the board accepted it.
    public let at: Date

    /// Creates the record of an accepted ad.
    public init(revision: String, contentHash: String, values: Members, at: Date) {
        self.revision = revision
        self.contentHash = contentHash
        self.values = values
        self.at = at
    }

    private let stored = StoredOnce()

    /// The values as a store of rows writes them: made at most once, though several commits write them.
    package var storedValues: String { stored.text { StoredJSON.text(values) } }
}

/// Text made of an immutable value at most once; no part of what the value is.
private final class StoredOnce: Sendable, Hashable {
    private let made = Mutex<String?>(nil)

    func text(_ make: () -> String) -> String {
        made.withLock { made in
            let text = made ?? make()
            made = text
            return text
        }
    }

    static func == (left: StoredOnce, right: StoredOnce) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}

/// Why a posting does not go on, for a person to read.
public struct PostingError: Sendable, Hashable {
    /// Short stable name, such as `board-refused`.
    public let code: String

    /// What happened.
    public let message: String

    /// What a person can do.
    public let remedy: String

    /// Creates an error.
    public init(code: String, message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

/// What the delivery loop has to do with a posting next.
public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// Nothing.
    case idle
    /// A step is to be taken when `dueAt` has come.
    case due
    /// A worker holds the posting.
    case leased
    /// A call's effect is not known: only a look-up, or the same call under the same key, may follow.
    case ambiguous
    /// Waits for a person or a customer.
    case parked
}

/// One row of the ledger: role × account × place set × language set, what should be and what is.
public struct Posting: Sendable, Hashable {
    /// Row number; 0 before the first save.
    public var id: Int64
    /// Short stable name that never changes and is never reused.
    public var reference: String
    /// What makes it this posting.
    public var key: PostingKey
    /// Id of the account's adapter.
    public var adapter: String
    /// A name of the place set for people, such as `Berlin, DE`.
    public var placeLabel: String?

    /// What should be.
    public var desire: Desire
    /// Counts changes of ``desire``.
    public var generation: Int
    /// The generation that the board last accepted.
    public var appliedGeneration: Int
    /// How many renewals were asked for, and how many the board accepted.
    public var renewalsAsked: Int
    /// See ``renewalsAsked``.
    public var renewalsDone: Int
    /// Nothing is sent before this instant.
    public var notBefore: Date?

    /// Where it stands.
    public var state: PostingState
    /// Who says so, when the state claims something seen.
    public var witness: Witness?
    /// The board's human check.
    public var review: Review
    /// Whether the board has the ad.
    public var observed: Observed
    /// Number of the current creation; 0 before the first.
    public var creation: Int
    /// What the board last accepted.
    public var accepted: AcceptedAd?
    /// What the call whose answer is awaited carries; adopted when it turns out to have taken effect.
    public var sent: AcceptedAd?
    /// What the board told us to keep: `remoteID`, `url` and others by the adapter's names.
    public var kept: Members
    /// Values drawn once for the current creation, such as an idempotency key.
    public var minted: Members
    /// When the posting was first asked for.
    public var opened: Date
    /// When the first create left.
    public var firstSent: Date?
    /// When the accepted content last changed.
    public var changed: Date?

    /// What the delivery loop does next.
    public var phase: Phase
    /// When.
    public var dueAt: Date?
    /// Failed tries of the current step.
    public var tries: Int
    /// When the call whose effect is unknown was sent, for the first time where it was sent again; nil while none is.
    public var unknownSince: Date?
    /// The operation whose effect is unknown.
    public var unknownOperation: Operation?
    /// Look-ups in a row that did not find the ad since ``unknownSince``.
    public var absences: Int
    /// Fencing token: each claim raises it, and every later write carries it.
    public var epoch: Int
    /// Name of the worker that holds it.
    public var leaseOwner: String?
    /// Until when.
    public var leaseUntil: Date?

    /// Why it does not go on.
    public var error: PostingError?
    /// What the last render had to say.
    public var findings: [Finding]

    /// Creates a posting that nothing has happened to yet.
    public init(reference: String, key: PostingKey, adapter: String, placeLabel: String?, desire: Desire, opened: Date)
    {
        id = 0
        self.reference = reference
        self.key = key
        self.adapter = adapter
        self.placeLabel = placeLabel
        self.desire = desire
        generation = 1
        appliedGeneration = 0
        renewalsAsked = 0
        renewalsDone = 0
        state = .draft
        review = .none
        observed = .none
        creation = 0
        kept = [:]
        minted = [:]
        self.opened = opened
        phase = .idle
        tries = 0
        absences = 0
        epoch = 0
        findings = []
    }

    /// Id of the ad on the board, when the board told one.
    public var remoteID: String? { kept["remoteID"]?.scalarText }

    /// Public address of the ad, when one is known.
    public var url: String? { kept["url"]?.scalarText }
}
