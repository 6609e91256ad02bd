public import Ledger
import Synchronization

public import struct FoundationEssentials.Date

/// A ledger that lives as long as the value: for tests, and for measuring without a disk.
///
/// It behaves as every ledger must, which ``LedgerRule`` checks. Its commits can be made to fail.
public final class InMemoryLedger: Ledger, Sendable {
    private struct Store: Sendable {
        var contents = Contents()
        var failures: [LedgerError] = []
    }

    /// Whether it behaves like a database that several workers share, or like a file that one process holds.
    public let isShared: Bool

    private let store = Mutex(Store())
    private let id: String

    /// Creates a ledger with nothing in it.
    ///
    /// - Parameters:
    ///   - id: What tells it from others; by default drawn.
    ///   - isShared: Whether several workers share it.
    public init(id: String? = nil, isShared: Bool = false) {
        self.isShared = isShared
        self.id = id ?? "l" + String(UInt64.random(in: .min ... .max), radix: 16)
    }

    /// What tells this ledger from every other.
    public func identity() async throws(LedgerError) -> String? { id }

    /// Makes the next commits fail, one for each error, with nothing of them written.
    public func failNextCommits(with errors: [LedgerError]) {
        store.withLock { $0.failures += errors }
    }

    /// Every exchange, in the order of their start.
    public var exchanges: [Exchange] {
        store.withLock { $0.contents.exchanges.values.sorted { ($0.startedAt, $0.id) < ($1.startedAt, $1.id) } }
    }

    /// Writes steps, each whole or not at all; when the call fails, none of them.
    public func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult] {
        let result: Result<[StepResult], LedgerError> = store.withLock { store in
            if !store.failures.isEmpty { return .failure(store.failures.removeFirst()) }
            do throws(LedgerError) {
                return .success(try store.contents.write(steps))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Takes postings that are due; accounts take turns.
    public func claim(
        _ filter: PostingFilter,
        limit: Int,
        worker: String,
        now: Date,
        lease: Duration
    ) async throws(LedgerError) -> [Posting] {
        store.withLock { $0.contents.claim(filter, limit: limit, worker: worker, now: now, lease: lease) }
    }

    /// Frees what a worker holds; every leased posting and account where nobody shares the ledger.
    public func recoverOwn(worker: String, now: Date) async throws(LedgerError) -> [Posting] {
        store.withLock { store in
            store.contents.forgetHolder(isShared ? worker : nil)
            return store.contents.recover(now: now) { !isShared || $0.leaseOwner == worker }
        }
    }

    /// Frees postings whose lease has ended.
    public func sweep(now: Date) async throws(LedgerError) -> [Posting] {
        store.withLock { store in
            store.contents.recover(now: now) { posting in posting.leaseUntil.map { $0 <= now } ?? true }
        }
    }

    /// Takes accounts that nobody else holds.
    public func take(accounts: [String], worker: String, now: Date, lease: Duration)
        async throws(LedgerError) -> [Hold]
    {
        store.withLock { $0.contents.take(accounts, worker: worker, now: now, lease: lease) }
    }

    /// Gives accounts back.
    public func giveBack(accounts: [String], worker: String) async throws(LedgerError) {
        store.withLock { $0.contents.giveBack(accounts, worker: worker) }
    }

    /// Accounts that have something due and that nobody else holds.
    public func accountsDue(_ filter: PostingFilter, worker: String, now: Date) async throws(LedgerError) -> [String] {
        store.withLock { $0.contents.accountsDue(filter, worker: worker, now: now) }
    }

    /// Postings that match, in the order of role, account, place and language.
    public func postings(_ filter: PostingFilter) async throws(LedgerError) -> [Posting] {
        store.withLock { $0.contents.postings(filter) }
    }

    /// Watches that match and are due by an instant, oldest first; without one all of them, the resting last.
    public func watches(_ filter: PostingFilter, dueBy: Date?, limit: Int) async throws(LedgerError) -> [Watch] {
        store.withLock { Array($0.contents.watches(filter, dueBy: dueBy).prefix(max(0, limit))) }
    }

    /// The instant at which the next posting that matches can be claimed, or the next watch be read, or nil.
    public func nextDue(_ filter: PostingFilter) async throws(LedgerError) -> Date? {
        store.withLock { $0.contents.nextDue(filter) }
    }

    /// What is remembered of accounts, in the order of their names.
    public func accounts(_ names: [String]) async throws(LedgerError) -> [AccountState] {
        store.withLock { store in Set(names).sorted().compactMap { store.contents.accounts[$0] } }
    }

    /// The memory of rate windows, in the order of their keys.
    public func windows(_ keys: [String]) async throws(LedgerError) -> [WindowState] {
        store.withLock { store in Set(keys).sorted().compactMap { store.contents.windows[$0] } }
    }

    /// A cached look-up, unless it has expired.
    public func lookup(
        account: String,
        name: String,
        question: String,
        now: Date
    ) async throws(LedgerError) -> LookupRecord? {
        store.withLock { store in
            let found = store.contents.lookups[Contents.LookupKey(account: account, name: name, question: question)]
            return found.flatMap { $0.expires > now ? $0 : nil }
        }
    }

    /// The canonical content of a revision.
    public func revision(_ hash: String) async throws(LedgerError) -> [UInt8]? {
        store.withLock { $0.contents.revisions[hash] }
    }

    /// A sealed secret.
    public func secret(_ name: String) async throws(LedgerError) -> [UInt8]? {
        store.withLock { $0.contents.secrets[name] }
    }

    /// The history of a posting.
    public func timeline(of posting: Int64) async throws(LedgerError) -> Timeline {
        store.withLock { $0.contents.timeline(of: posting) }
    }

    /// Nothing: memory has no file to be damaged.
    public func check() async throws(LedgerError) -> [LedgerFinding] { [] }
}
