import Delivery
import FoundationEssentials
import Ledger
import LedgerTesting
import Synchronization

/// A ledger whose process dies at a given commit, or at a call of any kind: from then on every call fails.
final class CrashingLedger: Ledger {
    /// Whether the fatal commit reaches the disk before the process dies.
    enum Moment: Sendable, CaseIterable { case before, after }

    private struct State: Sendable {
        var commits = 0
        var calls = 0
        var looks = 0
        var isDead = false
        var fatal: Int?
        var fatalCall: Int?
    }

    let store: InMemoryLedger
    private let moment: Moment
    /// What others do with the store right before a commit, told by the commit's number from 1.
    private let meanwhile: @Sendable (Int, InMemoryLedger) async throws(LedgerError) -> Void
    /// What others do with the store right before somebody looks for accounts to work on, told by the look's number.
    private let beforeLook: @Sendable (Int, InMemoryLedger) async throws(LedgerError) -> Void
    /// What the server's clock tells.
    private let serverClock: (any DeliveryClock)?
    private let state: Mutex<State>

    init(
        _ store: InMemoryLedger,
        dyingAt fatal: Int? = nil,
        _ moment: Moment = .before,
        atCall fatalCall: Int? = nil,
        serverClock: (any DeliveryClock)? = nil,
        meanwhile: @escaping @Sendable (Int, InMemoryLedger) async throws(LedgerError) -> Void = { _, _ in },
        beforeLook: @escaping @Sendable (Int, InMemoryLedger) async throws(LedgerError) -> Void = { _, _ in }
    ) {
        self.meanwhile = meanwhile
        self.beforeLook = beforeLook
        self.serverClock = serverClock
        self.store = store
        self.moment = moment
        state = Mutex(State(fatal: fatal, fatalCall: fatalCall))
    }

    var commits: Int { state.withLock { $0.commits } }
    /// Every call of the ledger, readings included.
    var calls: Int { state.withLock { $0.calls } }
    var isDead: Bool { state.withLock { $0.isDead } }

    private static let dead = LedgerError.failed(reason: "the process has died")

    private func alive() throws(LedgerError) {
        let isDead = state.withLock { state in
            state.calls += 1
            if state.calls == state.fatalCall { state.isDead = true }
            return state.isDead
        }
        if isDead { throw Self.dead }
    }

    func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult] {
        try alive()
        let (dies, number) = state.withLock { state in
            state.commits += 1
            if state.commits == state.fatal { state.isDead = true }
            return (state.isDead, state.commits)
        }
        try await meanwhile(number, store)
        if dies, moment == .before { throw Self.dead }
        let results = try await store.commit(steps)
        if dies { throw Self.dead }
        return results
    }

    func claim(_ filter: PostingFilter, limit: Int, worker: String, now: Date, lease: Duration)
        async throws(LedgerError)
        -> [Posting]
    {
        try alive()
        return try await store.claim(filter, limit: limit, worker: worker, now: now, lease: lease)
    }

    var isShared: Bool { store.isShared }

    func recoverOwn(worker: String, now: Date) async throws(LedgerError) -> [Posting] {
        try alive()
        return try await store.recoverOwn(worker: worker, now: now)
    }

    func sweep(now: Date) async throws(LedgerError) -> [Posting] {
        try alive()
        return try await store.sweep(now: now)
    }

    func take(accounts: [String], worker: String, now: Date, lease: Duration) async throws(LedgerError) -> [Hold] {
        try alive()
        return try await store.take(accounts: accounts, worker: worker, now: now, lease: lease)
    }

    func giveBack(accounts: [String], worker: String) async throws(LedgerError) {
        try alive()
        try await store.giveBack(accounts: accounts, worker: worker)
    }

    func accountsDue(_ filter: PostingFilter, worker: String, now: Date) async throws(LedgerError) -> [String] {
        try alive()
        let look = state.withLock { state in
            state.looks += 1
            return state.looks
        }
        try await beforeLook(look, store)
        return try await store.accountsDue(filter, worker: worker, now: now)
    }

    func serverNow() async throws(LedgerError) -> Date? { serverClock?.now }

    func postings(_ filter: PostingFilter) async throws(LedgerError) -> [Posting] {
        try alive()
        return try await store.postings(filter)
    }

    func watches(_ filter: PostingFilter, dueBy: Date?, limit: Int) async throws(LedgerError) -> [Watch] {
        try alive()
        return try await store.watches(filter, dueBy: dueBy, limit: limit)
    }

    func nextDue(_ filter: PostingFilter) async throws(LedgerError) -> Date? {
        try alive()
        return try await store.nextDue(filter)
    }

    func accounts(_ names: [String]) async throws(LedgerError) -> [AccountState] {
        try alive()
        return try await store.accounts(names)
    }

    func windows(_ keys: [String]) async throws(LedgerError) -> [WindowState] {
        try alive()
        return try await store.windows(keys)
    }

    func lookup(account: String, name: String, question: String, now: Date) async throws(LedgerError) -> LookupRecord? {
        try alive()
        return try await store.lookup(account: account, name: name, question: question, now: now)
    }

    func revision(_ hash: String) async throws(LedgerError) -> [UInt8]? {
        try alive()
        return try await store.revision(hash)
    }

    func secret(_ name: String) async throws(LedgerError) -> [UInt8]? {
        try alive()
        return try await store.secret(name)
    }

    func timeline(of posting: Int64) async throws(LedgerError) -> Timeline {
        try alive()
        return try await store.timeline(of: posting)
    }

    func identity() async throws(LedgerError) -> String? { try await store.identity() }

    func check() async throws(LedgerError) -> [LedgerFinding] { try await store.check() }
}
