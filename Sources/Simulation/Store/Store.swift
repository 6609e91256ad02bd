import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization

/// What the ledger's server holds: the contents that survive every crash, and the leases by its own clock.
///
/// With one worker it behaves like a file that one process holds, which frees every lease when it begins. With several
/// it behaves like a database: a worker frees what was leased under its name, and whose lease has ended by the server's
/// clock; by that clock, too, an account is one worker's alone.
///
/// Its functions never wait, so that each is one transaction.
final class Store: Sendable {
    /// A lease by the server's clock.
    struct Lease: Sendable {
        let ends: Int64
        let process: Process
    }

    let contents: InMemoryLedger
    var isShared: Bool { contents.isShared }
    private let world: World
    private let checker: Checker
    private let leases = Mutex<[Int64: Lease]>([:])

    init(_ world: World, _ checker: Checker, isShared: Bool) {
        self.world = world
        self.checker = checker
        contents = InMemoryLedger(isShared: isShared)
    }

    func lease(of posting: Int64) -> Lease? { leases.withLock { $0[posting] } }

    func rows(_ ids: [Int64]) async -> [Int64: Posting] {
        guard !ids.isEmpty else { return [:] }
        let found = (try? await contents.postings(PostingFilter(ids: ids))) ?? []
        return Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
    }

    func attempts(of posting: Int64) async -> [Attempt] {
        (try? await contents.timeline(of: posting))?.attempts ?? []
    }

    func commit(_ steps: [Step], by process: Process?) async -> Result<[StepResult], LedgerError> {
        let ids = Array(Set(steps.flatMap(\.postings))).sorted()
        let before = await rows(ids)
        let results: [StepResult]
        do throws(LedgerError) { results = try await contents.commit(steps) } catch { return .failure(error) }
        let after = await rows(ids)
        world.note("commit \(process?.name ?? "person") \(Self.words(steps, results, after))")
        if let process {
            checker.wrote(steps, results, by: process, before: before, after: after)
        }
        return .success(results)
    }

    private static func words(_ steps: [Step], _ results: [StepResult], _ after: [Int64: Posting]) -> String {
        zip(steps, results).map { step, result in
            let parts = step.changes.map { change in
                switch change {
                case .posting(let posting), .wished(let posting, _), .delivered(let posting, _):
                    let row = after[posting.id] ?? posting
                    return "\(row.reference)#\(posting.epoch) \(row.phase.rawValue) \(row.state.rawValue)"
                        + " \(row.observed.rawValue) t\(row.tries) g\(row.appliedGeneration)/\(row.generation)"
                        + (row.absences > 0 ? " a\(row.absences)" : "") + (row.error.map { " !\($0.code)" } ?? "")
                case .attempt(let attempt):
                    return "\(attempt.operation.rawValue) \(attempt.ending.rawValue) \(attempt.verdict ?? "")"
                case .account(let account), .learnt(let account, _):
                    return "account \(account.name) f\(account.failures)"
                        + (account.cooldownUntil == nil ? "" : " cooling") + (account.openUntil == nil ? "" : " open")
                case .watch(let watch): return "watch \(watch.name)"
                case .window(let window), .drawn(let window, _): return "window \(window.memory.hashValueOfText)"
                default: return ""
                }
            }
            return (result.written ? "" : "fenced ") + parts.filter { !$0.isEmpty }.joined(separator: ", ")
        }
        .joined(separator: "; ")
    }

    func claim(_ filter: PostingFilter, limit: Int, by process: Process, now: Date, lease: Duration) async -> [Posting]
    {
        let ledger = contents
        let taken =
            (try? await ledger.claim(filter, limit: limit, worker: process.name, now: now, lease: lease)) ?? []
        let ends = world.now + Int64(lease / .microseconds(1))
        leases.withLock { leases in
            for posting in taken { leases[posting.id] = Lease(ends: ends, process: process) }
        }
        if !taken.isEmpty {
            world.note("claim \(process.name) \(taken.map { "\($0.reference)#\($0.epoch)" }.joined(separator: " "))")
            checker.claimed(taken)
        }
        return taken
    }

    func recoverOwn(by process: Process, now: Date) async -> [Posting] {
        let free = await recover(by: process, now: now) { [isShared] lease in
            !isShared || lease?.process.name == process.name
        }
        // Its accounts: no posting of its own is left.
        _ = try? await contents.recoverOwn(worker: process.name, now: now)
        return free
    }

    func sweep(by process: Process, now: Date) async -> [Posting] {
        let present = world.now
        return await recover(by: process, now: now) { lease in lease.map { $0.ends <= present } ?? true }
    }

    private func recover(by process: Process, now: Date, _ isFree: (Lease?) -> Bool) async -> [Posting] {
        let known = leases.withLock { Array($0.keys) }.sorted()
        let rows = await rows(known)
        var free: [Posting] = []
        for id in known {
            guard let row = rows[id], row.phase == .leased else {
                leases.withLock { $0[id] = nil }
                continue
            }
            let lease = lease(of: row.id)
            guard isFree(lease) else { continue }
            let interrupted = await attempts(of: row.id).last { attempt in
                attempt.epoch == row.epoch && attempt.ending == .sending && attempt.operation != .find
            }
            let posting = row.recovered(interrupted: interrupted, now: now)
            _ = try? await contents.commit([Step([.delivered(posting, now: now)])])
            world.note("recover \(process.name) \(row.reference)#\(posting.epoch) \(posting.phase.rawValue)")
            checker.recovered(row, lease)
            free.append(posting)
        }
        return free
    }

    // MARK: Accounts, by the server's clock

    func take(_ accounts: [String], by process: Process, lease: Duration) async -> [Hold] {
        let now = world.now.date
        let taken =
            (try? await contents.take(accounts: accounts, worker: process.name, now: now, lease: lease)) ?? []
        world.note("take \(process.name) \(taken.map { "\($0.account)#\($0.term)" }.joined(separator: " "))")
        return taken
    }

    func accountsDue(_ filter: PostingFilter, by process: Process, now: Date) async -> [String] {
        (try? await contents.accountsDue(filter, worker: process.name, now: now)) ?? []
    }

    func giveBack(_ accounts: [String], by process: Process) async {
        world.note("give back \(process.name) \(accounts.joined(separator: " "))")
        try? await contents.giveBack(accounts: accounts, worker: process.name)
    }
}

extension Step {
    fileprivate var postings: [Int64] {
        changes.compactMap { change in
            switch change {
            case .posting(let posting), .wished(let posting, _), .delivered(let posting, _):
                posting.id == 0 ? nil : posting.id
            default: nil
            }
        }
    }
}

extension String {
    /// A short number that tells one text from another, the same in every run.
    fileprivate var hashValueOfText: UInt32 {
        utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
