public import Documents
public import Postings

public import struct FoundationEssentials.Date

/// One request and its reply, to which the attempts of a whole batch point.
///
/// The request is whole but for secrets. A reply is cut at 64 KiB and a document that was written at 256 KiB; what is
/// cut says so.
public struct Exchange: Sendable, Hashable {
    /// Unique text, drawn by the caller before the first byte.
    public let id: String
    /// Name of the account.
    public let account: String
    /// The adapter's name of the call: an operation, a watch, a look-up, `check`, `token`.
    public let call: String
    /// When the intent became durable.
    public let startedAt: Date
    /// The request with secrets replaced by dots.
    public let request: String
    /// When the reply, or the news of its absence, came.
    public var endedAt: Date?
    /// HTTP status, when there was a reply.
    public var status: Int?
    /// The reply with secrets replaced by dots, at most 64 KiB; or what went wrong in plain words.
    public var reply: String?

    /// Creates an exchange that is about to start.
    public init(id: String, account: String, call: String, startedAt: Date, request: String) {
        self.id = id
        self.account = account
        self.call = call
        self.startedAt = startedAt
        self.request = request
    }

    /// The reply of an exchange that is no call: its request is the text that a person puts on the board.
    public static let preparedForPerson = "Prepared for a person."

    /// Whether its request is a text for a person.
    public var isPreparedText: Bool { reply == Self.preparedForPerson }
}

/// One try of one delivery.
public struct Attempt: Sendable, Hashable {
    /// How an attempt ended.
    public enum Ending: String, Sendable, Hashable, CaseIterable {
        /// On the wire, or interrupted by a crash.
        case sending
        /// Ended with a verdict.
        case ended
        /// The answer came after another worker had taken over.
        case late
    }

    /// Unique text, drawn by the caller.
    public let id: String
    /// Row number of the posting.
    public let posting: Int64
    /// Fencing token under which it was made.
    public let epoch: Int
    /// What was asked.
    public let operation: Operation
    /// The posting's generation it carries.
    public let generation: Int
    /// The exchange it was part of.
    public let exchange: String
    /// Hash of the revision that was rendered.
    public let revision: String?
    /// Hash of the rendered content.
    public let contentHash: String?
    /// When the intent became durable.
    public let startedAt: Date
    /// How it ended.
    public var ending: Ending
    /// When.
    public var endedAt: Date?
    /// Label of the verdict.
    public var verdict: String?
    /// The board's reason, or the transport's.
    public var reason: String?

    /// Creates an attempt that is about to start.
    public init(
        id: String,
        posting: Int64,
        epoch: Int,
        operation: Operation,
        generation: Int,
        exchange: String,
        revision: String?,
        contentHash: String?,
        startedAt: Date
    ) {
        self.id = id
        self.posting = posting
        self.epoch = epoch
        self.operation = operation
        self.generation = generation
        self.exchange = exchange
        self.revision = revision
        self.contentHash = contentHash
        self.startedAt = startedAt
        ending = .sending
    }
}

/// What proves one step of one posting.
public struct Evidence: Sendable, Hashable {
    /// Row number of the posting.
    public let posting: Int64
    /// When it was seen.
    public let at: Date
    /// The state it is evidence for.
    public let state: PostingState
    /// Who says so.
    public let witness: Witness?
    /// The exchange that shows it, if one does.
    public let exchange: String?
    /// Public address, when one was seen.
    public let url: String?
    /// Hash of the content that was sent or seen.
    public let contentHash: String?
    /// One sentence for people.
    public let note: String

    /// Creates evidence.
    public init(
        posting: Int64,
        at: Date,
        state: PostingState,
        witness: Witness? = nil,
        exchange: String? = nil,
        url: String? = nil,
        contentHash: String? = nil,
        note: String
    ) {
        self.posting = posting
        self.at = at
        self.state = state
        self.witness = witness
        self.exchange = exchange
        self.url = url
        self.contentHash = contentHash
        self.note = note
    }
}

/// A durable, scheduled reading outside the attempt: task result, review, event feed, public page.
public struct Watch: Sendable, Hashable {
    /// What a watch belongs to.
    public enum Owner: Sendable, Hashable {
        /// One posting, by row number.
        case posting(Int64)
        /// A whole account, by name.
        case account(String)
    }

    /// What it belongs to; with ``name`` the watch's identity.
    public let owner: Owner
    /// The adapter's name of the watch.
    public let name: String
    /// Account through which it is read.
    public let account: String
    /// The operation it follows, when it follows one.
    public var operation: Operation?
    /// The generation that operation carried.
    public var generation: Int
    /// When it is read next; nil when it rests.
    public var dueAt: Date?
    /// Readings so far.
    public var readings: Int
    /// When it started; its horizon counts from here.
    public var startedAt: Date
    /// Position in an event feed.
    public var cursor: String?
    /// Values kept for this delivery alone, such as a task's id.
    public var kept: Members

    /// Creates a watch.
    public init(
        owner: Owner,
        name: String,
        account: String,
        operation: Operation?,
        generation: Int,
        dueAt: Date?,
        startedAt: Date,
        kept: Members = [:]
    ) {
        self.owner = owner
        self.name = name
        self.account = account
        self.operation = operation
        self.generation = generation
        self.dueAt = dueAt
        readings = 0
        self.startedAt = startedAt
        self.kept = kept
    }
}

/// What the ledger remembers about an account.
public struct AccountState: Sendable, Hashable {
    /// Name of the account.
    public let name: String
    /// Why nothing is sent, when the board refused its credentials or the customer must act.
    public var paused: PostingError?
    /// Nothing is sent before this instant: the board asked for it.
    public var cooldownUntil: Date?
    /// Values kept for the account, such as a user id.
    ///
    /// Never secrets.
    public var kept: Members
    /// Cached access token, sealed, with its expiry.
    public var sealedToken: [UInt8]?
    /// When the cached token ends.
    public var tokenExpires: Date?
    /// Fingerprint of settings and secrets for which ``paused`` and the token hold.
    public var fingerprint: String?
    /// Consecutive failures of the account's server.
    public var failures: Int
    /// Nothing is sent before this instant: the breaker opened after so many ``failures``, and lets one trial through then.
    public var openUntil: Date?

    /// Creates the state of an account that was never used.
    public init(name: String) {
        self.name = name
        kept = [:]
        failures = 0
    }
}

/// One rate window's memory, in a form that only the limiter reads.
public struct WindowState: Sendable, Hashable {
    /// Identity: owner, unit and length of the window.
    public let key: String
    /// What the limiter remembers; empty for a window never used.
    public var memory: String

    /// Creates a window's memory.
    public init(key: String, memory: String = "") {
        self.key = key
        self.memory = memory
    }
}

/// An answer of a board's look-up, cached.
public struct LookupRecord: Sendable, Hashable {
    /// Name of the account.
    public let account: String
    /// The adapter's name of the look-up.
    public let name: String
    /// Hash of the question.
    public let question: String
    /// The candidates as the adapter read them.
    public let answer: Value
    /// When the answer ends.
    public let expires: Date

    /// Creates a record.
    public init(account: String, name: String, question: String, answer: Value, expires: Date) {
        self.account = account
        self.name = name
        self.question = question
        self.answer = answer
        self.expires = expires
    }
}
