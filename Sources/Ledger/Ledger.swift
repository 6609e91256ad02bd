public import struct FoundationEssentials.Date

/// One change of the ledger; several make a ``Step``.
public enum Change: Sendable, Hashable {
    /// Writes the posting's row, whatever it says.
    ///
    /// Of a known posting it is meant for one that nobody holds: while a worker does, the step is not written. Who
    /// writes raises the epoch, so that nobody writes on what was read before.
    case posting(Posting)
    /// Writes what is wanted of a known posting, and nothing that delivery brought about.
    ///
    /// Its step is written only while the wish is the one that was read. While no worker holds the posting, it is
    /// also written when it is due, how far it is and why it waits, as the command has it; see ``Posting/want(_:)``.
    /// The step's guard must name the epoch under which the posting was read.
    case wished(Posting, over: Wish)
    /// Writes what delivery brought about into a known posting's row.
    ///
    /// What is wanted of it stays as the row has it; see ``Posting/adopt(_:now:)``.
    case delivered(Posting, now: Date)
    /// Adds an exchange, or completes the one with the same id.
    case exchange(Exchange)
    /// Adds an attempt, or completes the one with the same id.
    case attempt(Attempt)
    /// Adds evidence.
    case evidence(Evidence)
    /// Sets a watch in place of the one with the same owner and name.
    case watch(Watch)
    /// Starts a watch; in place of one with the same owner and name, it keeps that one's position in the feed, and is
    /// due at the earlier of both instants.
    case startWatch(Watch)
    /// Writes what became of a watch that was read; one that somebody has woken since is due at the earlier of both
    /// instants, and one that was ended since stays so.
    case readWatch(Watch, over: Watch)
    /// Makes the watch with this owner and name due at an instant at the latest, and changes nothing else of it.
    case wakeWatch(Watch.Owner, name: String, at: Date)
    /// Ends the watch with this owner and name.
    case endWatch(Watch.Owner, name: String)
    /// Writes an account's memory, whatever it was.
    case account(AccountState)
    /// Writes what was learnt of an account since it was read; what others have written meanwhile stays.
    ///
    /// See ``AccountState/merged(from:over:)``.
    case learnt(AccountState, from: AccountState)
    /// Writes a rate window's memory, whatever it was.
    case window(WindowState)
    /// Writes a rate window's memory; its step is written only while the window is as it was read.
    case drawn(WindowState, from: WindowState)
    /// Caches a look-up's answer.
    case lookup(LookupRecord)
    /// Keeps the canonical content of a role's revision under its hash.
    case revision(hash: String, role: String, content: [UInt8], at: Date)
    /// Keeps a sealed secret under its name; nil forgets it.
    case secret(name: String, sealed: [UInt8]?)
}

/// Changes that are written together, or not at all.
public struct Step: Sendable, Hashable {
    /// The posting that must still stand at this epoch, or nil when nothing needs to hold.
    public let guarding: Guard?
    /// The hold on an account that must not have passed to another worker, or nil when none needs to be.
    public let holding: Hold?
    /// What is written.
    public let changes: [Change]

    /// A posting's fencing token.
    public struct Guard: Sendable, Hashable {
        /// Row number of the posting.
        public let posting: Int64
        /// The epoch under which the writer claimed it.
        public let epoch: Int

        /// Creates a guard.
        public init(posting: Int64, epoch: Int) {
            self.posting = posting
            self.epoch = epoch
        }
    }

    /// Creates a step.
    public init(guarding: Guard? = nil, holding: Hold? = nil, _ changes: [Change]) {
        self.guarding = guarding
        self.holding = holding
        self.changes = changes
    }
}

/// Which postings are meant.
public struct PostingFilter: Sendable, Hashable {
    /// Only these roles; nil means any.
    public var roles: [String]?
    /// Only these accounts; nil means any.
    public var accounts: [String]?
    /// Only this reference; nil means any.
    public var reference: String?
    /// Only these row numbers; nil means any.
    public var ids: [Int64]?
    /// Whether the values of ads are wanted too; a ledger may leave those out that are not.
    public var readsAds = true

    /// Creates a filter; without arguments it means every posting.
    public init(
        roles: [String]? = nil,
        accounts: [String]? = nil,
        reference: String? = nil,
        ids: [Int64]? = nil
    ) {
        self.roles = roles
        self.accounts = accounts
        self.reference = reference
        self.ids = ids
    }
}

/// The history of one posting, oldest first.
public struct Timeline: Sendable, Hashable {
    /// Every attempt.
    public let attempts: [Attempt]
    /// Every piece of evidence.
    public let evidence: [Evidence]
    /// The exchanges that attempts and evidence point to.
    public let exchanges: [Exchange]

    /// Creates a timeline.
    public init(attempts: [Attempt], evidence: [Evidence], exchanges: [Exchange]) {
        self.attempts = attempts
        self.evidence = evidence
        self.exchanges = exchanges
    }
}

/// The durable store of postings, deliveries, attempts, evidence and rate windows.
///
/// What a call wrote is durable when it returns. Decisions are made elsewhere, on the values read here.
public protocol Ledger: Sendable {
    /// Whether several workers may work on it at the same time; otherwise this process alone writes, and every lease
    /// in it that this process did not take is a dead worker's.
    var isShared: Bool { get }

    /// Writes steps in order, each whole or not at all, all of them in one durable commit.
    ///
    /// A posting with row number 0 is new; the row number it was given is in the answer. An attempt, evidence
    /// or watch for posting 0 belongs to the posting that the same step added last. A call that throws has
    /// written nothing.
    /// - Returns: Per step: whether it was written (false: its guard or its hold did not hold, a window it draws on or a
    ///   wish it replaces is not as it was read, or a worker holds a posting that it would write over), and the row
    ///   numbers of its new postings.
    func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult]

    /// Takes postings that are due, or ambiguous and due, raises their epoch and leases them.
    ///
    /// Postings of accounts that are paused or cooling down, or that another worker holds, are left alone.
    /// - Parameters:
    ///   - filter: Which postings may be taken.
    ///   - limit: How many at the most; fair between accounts, oldest due first within one.
    ///   - worker: Name of the worker.
    ///   - now: The present.
    ///   - lease: How long the lease lasts.
    func claim(_ filter: PostingFilter, limit: Int, worker: String, now: Date, lease: Duration)
        async throws(LedgerError)
        -> [Posting]

    /// Makes postings claimable again that a worker left leased in an earlier life, and gives back its accounts.
    ///
    /// A posting with an attempt still `sending` becomes ambiguous, any other due. What a living other worker holds
    /// stays; where nobody else can be at work, everything is free. Called before a worker's first claim.
    ///
    /// - Returns: The postings.
    func recoverOwn(worker: String, now: Date) async throws(LedgerError) -> [Posting]

    /// Makes postings claimable again whose lease has ended, whoever held it; see ``recoverOwn(worker:now:)``.
    func sweep(now: Date) async throws(LedgerError) -> [Posting]

    /// Takes accounts for a worker alone, those that nobody holds, that are its own, or whose lease has ended.
    ///
    /// Until the lease ends, nobody else takes them, nor postings of them. Taking again makes the lease last longer.
    ///
    /// - Returns: Those taken.
    func take(accounts: [String], worker: String, now: Date, lease: Duration) async throws(LedgerError) -> [Hold]

    /// Gives accounts back that the worker holds; of others nothing happens.
    func giveBack(accounts: [String], worker: String) async throws(LedgerError)

    /// Accounts that have a posting or a watch due that matches, and that no other worker holds, by name.
    func accountsDue(_ filter: PostingFilter, worker: String, now: Date) async throws(LedgerError) -> [String]

    /// The time by the clock that all workers share, or nil where they share none.
    func serverNow() async throws(LedgerError) -> Date?

    /// Postings that match, in the order of role, account, place and language.
    func postings(_ filter: PostingFilter) async throws(LedgerError) -> [Posting]

    /// Watches that are due, oldest first, of postings and accounts that match.
    func watches(_ filter: PostingFilter, dueBy: Date?, limit: Int) async throws(LedgerError) -> [Watch]

    /// The instant at which the next posting or watch that matches is due, or nil.
    func nextDue(_ filter: PostingFilter) async throws(LedgerError) -> Date?

    /// What is remembered of accounts; an account never used has no entry.
    func accounts(_ names: [String]) async throws(LedgerError) -> [AccountState]

    /// The memory of rate windows; a window never used has no entry.
    func windows(_ keys: [String]) async throws(LedgerError) -> [WindowState]

    /// A cached look-up, unless it has expired.
    func lookup(account: String, name: String, question: String, now: Date) async throws(LedgerError) -> LookupRecord?

    /// The canonical content of a revision.
    func revision(_ hash: String) async throws(LedgerError) -> [UInt8]?

    /// A sealed secret.
    func secret(_ name: String) async throws(LedgerError) -> [UInt8]?

    /// The history of a posting.
    func timeline(of posting: Int64) async throws(LedgerError) -> Timeline

    /// What tells this ledger from every other: drawn when it was made, and never changed.
    ///
    /// Nil while nothing was ever written to it, or only by a version that drew none.
    func identity() async throws(LedgerError) -> String?

    /// What a check of the store itself finds wrong, one sentence each; empty when sound.
    func check() async throws(LedgerError) -> [LedgerFinding]
}

extension Ledger {
    /// Nil: there is no other machine.
    public func serverNow() async throws(LedgerError) -> Date? { nil }
}

/// What became of one step.
public struct StepResult: Sendable, Hashable {
    /// False when the guard did not hold, or something was not as it was read, and nothing was written.
    public let written: Bool
    /// Row numbers of the step's new postings, in order.
    public let newPostings: [Int64]
    /// The postings of ``Change/delivered(_:now:)`` as they stand now, in order.
    public let delivered: [Posting]

    /// The accounts of ``Change/learnt(_:from:)``, before and now, in order.
    public let learnt: [Learnt]

    /// Creates a result.
    public init(written: Bool, newPostings: [Int64], delivered: [Posting] = [], learnt: [Learnt] = []) {
        self.written = written
        self.newPostings = newPostings
        self.delivered = delivered
        self.learnt = learnt
    }
}
