public import Ledger
public import Roles
public import Transport

import class FoundationEssentials.ProcessInfo

/// Everything the delivery loop works with.
///
/// Effects come in here and nowhere else.
public struct Environment: Sendable {
    /// The durable store.
    public let ledger: any Ledger
    /// The way to the boards.
    public let transport: any Transport
    /// The time.
    ///
    /// Where several workers share a ledger, its server's time is asked for, and this one measures how it goes on.
    public internal(set) var clock: any DeliveryClock
    /// The accounts by name.
    public let accounts: [String: DeliveryAccount]
    /// Writes and removes the files of feeds and pages.
    public let documents: any DocumentStore
    /// Seals tokens for the ledger; nil keeps them in memory only, and what boards tell with ads not at all.
    public let vault: (any TokenVault)?
    /// The page templates by name.
    public let pageTemplates: [String: String]
    /// When to try again.
    public let retry: RetryPolicy
    /// Name of this worker.
    ///
    /// Of all processes that share a ledger no other has it.
    public let worker: String
    /// Zone of days where a role names none.
    public let zone: String
    /// Longest wait between readings and for settling, for demonstrations; nil means as the adapters say.
    public let cap: Duration?
    /// Jitter, keys and ids.
    public let chance: Chance
    /// Where every task of delivery runs; nil is the system's pool.
    public let executor: (any TaskExecutor)?
    /// How many lanes compute at a time; by default one for each core.
    public let places: Int
    /// Roles that are known already, by the hashes of their revisions: they are not read again.
    public var roles: [String: Role] = [:]
    /// A guard left out, for the simulation alone.
    package var flaw: Flaw?
    /// How long a worker looks away at most where others may have given it something to do, or have done it.
    public var poll = Duration.seconds(1)
    /// Hears of every posting that changed, after the change is durable.
    public let progress: @Sendable (Posting) -> Void
    /// Hears of every reading of a watch, whether or not the board answered.
    public var reading: @Sendable (WatchReading) -> Void = { _ in }

    /// Creates an environment.
    public init(
        ledger: any Ledger,
        transport: any Transport,
        clock: any DeliveryClock,
        accounts: [String: DeliveryAccount],
        documents: any DocumentStore,
        vault: (any TokenVault)?,
        pageTemplates: [String: String],
        retry: RetryPolicy = RetryPolicy(),
        worker: String,
        zone: String,
        cap: Duration? = nil,
        chance: Chance = .system,
        executor: (any TaskExecutor)? = nil,
        places: Int? = nil,
        progress: @escaping @Sendable (Posting) -> Void = { _ in }
    ) {
        self.ledger = ledger
        self.transport = transport
        self.clock = clock
        self.accounts = accounts
        self.documents = documents
        self.vault = vault
        self.pageTemplates = pageTemplates
        self.retry = retry
        self.worker = worker
        self.zone = zone
        self.cap = cap
        self.chance = chance
        self.executor = executor
        self.places = places ?? ProcessInfo.processInfo.activeProcessorCount
        self.progress = progress
    }
}

/// Where feeds and pages are written.
///
/// A file is whole or not there at all.
public protocol DocumentStore: Sendable {
    /// Replaces a file by these bytes, durably, in one step.
    func publish(_ bytes: [UInt8], file: String, in directory: String) throws
    /// Removes a file; one that is not there is no fault.
    func retract(_ file: String, in directory: String) throws
    /// A file's bytes, or nil.
    func read(_ file: String, in directory: String) -> [UInt8]?
}

/// Seals access tokens and what boards tell with ads, so that the ledger never holds one in the clear.
///
/// What a board told is sealed for `ACCOUNT/REFERENCE/NAME` in place of the account's name.
public protocol TokenVault: Sendable {
    /// Seals a token for an account, as UTF-8 text.
    func seal(_ token: String, account: String) -> [UInt8]?
    /// Opens a sealed token; nil when the key has changed.
    func open(_ sealed: [UInt8], account: String) -> String?
}
