import FoundationEssentials
import Ledger
import LedgerTesting
import Synchronization

/// One process's way to the ledger: commits take time, fail, and are sometimes answered by silence.
///
/// What has reached the server is carried out even when the process is stopped; what has not is lost with it.
struct LedgerPort: Ledger {
    let store: Store
    let world: World
    let process: Process
    let server: Process
    let weather: Weather

    private static let gone = LedgerError.failed(reason: "the process has ended")
    private static let lost = LedgerError.failed(reason: "the connection to the ledger was lost")

    /// Has the server do something, after the time that the way there takes.
    private func ask<Answer: Sendable>(
        _ call: Weather.Commit,
        _ work: @escaping @Sendable () async -> Result<Answer, LedgerError>
    ) async throws(LedgerError) -> Answer {
        guard process.isAlive else { throw Self.gone }
        let (world, process) = (world, process)
        let task = Task(executorPreference: server) { () -> Result<Answer, LedgerError> in
            await world.sleep(call.before)
            guard process.isAlive else { return .failure(Self.gone) }
            if call.fate == .fails { return .failure(Self.lost) }
            let result = await work()
            await world.sleep(call.after)
            return call.fate == .unknown ? .failure(Self.lost) : result
        }
        let result = await task.value
        guard process.isAlive else { throw Self.gone }
        return try result.get()
    }

    /// A reading, which the server answers at once or after a little while.
    private func read<Answer: Sendable>(
        _ work: @escaping @Sendable () async throws(LedgerError) -> Answer
    ) async throws(LedgerError) -> Answer {
        guard process.isAlive else { throw Self.gone }
        let call = weather.reading(at: world.now)
        guard call.before > 0 || call.fate != .normal else { return try await work() }
        return try await ask(call) {
            do throws(LedgerError) { return .success(try await work()) } catch { return .failure(error) }
        }
    }

    func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult] {
        let (store, process) = (store, process)
        return try await ask(weather.commit(at: world.now)) { await store.commit(steps, by: process) }
    }

    func claim(
        _ filter: PostingFilter,
        limit: Int,
        worker: String,
        now: Date,
        lease: Duration
    ) async throws(LedgerError) -> [Posting] {
        let (store, process) = (store, process)
        return try await ask(weather.commit(at: world.now)) {
            .success(await store.claim(filter, limit: limit, by: process, now: now, lease: lease))
        }
    }

    var isShared: Bool { store.isShared }

    func recoverOwn(worker: String, now: Date) async throws(LedgerError) -> [Posting] {
        let (store, process) = (store, process)
        return try await ask(weather.commit(at: world.now)) { .success(await store.recoverOwn(by: process, now: now)) }
    }

    func sweep(now: Date) async throws(LedgerError) -> [Posting] {
        let (store, process) = (store, process)
        return try await ask(weather.commit(at: world.now)) { .success(await store.sweep(by: process, now: now)) }
    }

    func take(accounts: [String], worker: String, now: Date, lease: Duration) async throws(LedgerError) -> [Hold] {
        let (store, process) = (store, process)
        return try await ask(weather.commit(at: world.now)) {
            .success(await store.take(accounts, by: process, lease: lease))
        }
    }

    func giveBack(accounts: [String], worker: String) async throws(LedgerError) {
        let (store, process) = (store, process)
        try await ask(weather.commit(at: world.now)) { .success(await store.giveBack(accounts, by: process)) }
    }

    func accountsDue(_ filter: PostingFilter, worker: String, now: Date) async throws(LedgerError) -> [String] {
        let (store, process) = (store, process)
        return try await read { () async throws(LedgerError) in await store.accountsDue(filter, by: process, now: now) }
    }

    func serverNow() async throws(LedgerError) -> Date? {
        guard isShared else { return nil }
        return try await read { () async throws(LedgerError) in world.now.date }
    }

    func postings(_ filter: PostingFilter) async throws(LedgerError) -> [Posting] {
        try await read { () async throws(LedgerError) in try await store.contents.postings(filter) }
    }

    func watches(_ filter: PostingFilter, dueBy: Date?, limit: Int) async throws(LedgerError) -> [Watch] {
        try await read { () async throws(LedgerError) in
            try await store.contents.watches(filter, dueBy: dueBy, limit: limit)
        }
    }

    func nextDue(_ filter: PostingFilter) async throws(LedgerError) -> Date? {
        try await read { () async throws(LedgerError) in try await store.contents.nextDue(filter) }
    }

    func accounts(_ names: [String]) async throws(LedgerError) -> [AccountState] {
        try await read { () async throws(LedgerError) in try await store.contents.accounts(names) }
    }

    func windows(_ keys: [String]) async throws(LedgerError) -> [WindowState] {
        try await read { () async throws(LedgerError) in try await store.contents.windows(keys) }
    }

    func lookup(account: String, name: String, question: String, now: Date) async throws(LedgerError) -> LookupRecord? {
        try await store.contents.lookup(account: account, name: name, question: question, now: now)
    }

    func revision(_ hash: String) async throws(LedgerError) -> [UInt8]? {
        try await store.contents.revision(hash)
    }

    func secret(_ name: String) async throws(LedgerError) -> [UInt8]? { try await store.contents.secret(name) }

    func timeline(of posting: Int64) async throws(LedgerError) -> Timeline {
        try await read { () async throws(LedgerError) in try await store.contents.timeline(of: posting) }
    }

    func identity() async throws(LedgerError) -> String? { try await store.contents.identity() }

    func check() async throws(LedgerError) -> [LedgerFinding] { [] }
}
