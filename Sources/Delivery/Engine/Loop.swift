import Ledger
import Synchronization

import struct FoundationEssentials.Date

/// One run of the delivery loop.
final class Loop: Sendable {
    private let environment: Environment
    private let filter: PostingFilter
    private let shared: Shared
    private let deadline: Date
    private let isReached: @Sendable ([Posting]) -> Bool
    private let sleeper = Mutex<Sleeper>(.awake)

    /// The sleep that a cancellation ends.
    private enum Sleeper: Sendable {
        case awake
        case asleep(Task<Void, Never>)
        case dismissed
    }

    init(
        _ environment: Environment,
        _ filter: PostingFilter,
        shared: Shared,
        deadline: Date,
        isReached: @escaping @Sendable ([Posting]) -> Bool
    ) {
        self.environment = environment
        self.shared = shared
        self.deadline = deadline
        self.isReached = isReached
        var filter = filter
        // Nobody delivers for accounts that are not here, nor waits for them.
        filter.accounts = (filter.accounts ?? environment.accounts.keys.sorted()).filter {
            environment.accounts[$0] != nil
        }
        self.filter = filter
    }

    /// Ends a sleep, now and from now on.
    func wakeUp() {
        sleeper.withLock { sleeper in
            if case .asleep(let task) = sleeper { task.cancel() }
            sleeper = .dismissed
        }
    }

    func run() async -> LedgerError? {
        do throws(LedgerError) {
            _ = try await environment.ledger.recover(now: environment.clock.now)
            try await endPauses()
        } catch {
            return error
        }
        return await withTaskGroup(of: LaneResult.self) { group -> LedgerError? in
            var busy: Set<String> = []
            var hasAlarm = false
            var failure: LedgerError?
            turns: while true {
                do throws(LedgerError) {
                    if failure == nil {
                        let lanes = LaneEnvironment(environment, shared: shared, deadline: deadline)
                        for work in try await collect(lanes, busy: busy) {
                            busy.insert(work.account)
                            group.addTask { await Lane(lanes, work).run() }
                        }
                        if busy.isEmpty {
                            guard try await rests() else { break turns }
                            continue turns
                        }
                        // What falls due on another account meanwhile must not wait for the slowest lane.
                        if !hasAlarm, !shared.isStopped, let due = try await nextDue(busy: busy), due < deadline {
                            hasAlarm = true
                            let clock = environment.clock
                            group.addTask {
                                await clock.sleep(until: due)
                                return .alarm
                            }
                        }
                    }
                } catch {
                    failure = error
                }
                if busy.isEmpty { break turns }
                switch await group.next() {
                case .ended(let account, let fault)?:
                    busy.remove(account)
                    failure = failure ?? fault
                case .alarm?: hasAlarm = false
                case nil: break turns
                }
            }
            group.cancelAll()
            return failure
        }
    }

    /// Ends the pauses of accounts whose settings or secrets have changed since.
    private func endPauses() async throws(LedgerError) {
        let changed = try await environment.ledger.accounts(filter.accounts ?? []).compactMap { old -> Change? in
            guard let account = environment.accounts[old.name], old.fingerprint != account.fingerprint else {
                return nil
            }
            var memory = old
            memory.forget(for: account)
            return .account(memory)
        }
        if !changed.isEmpty { _ = try await environment.ledger.commit([Step(changed)]) }
    }

    /// Claims what is due, grouped by account, for accounts that have no lane running.
    private func collect(_ lanes: LaneEnvironment, busy: Set<String>) async throws(LedgerError) -> [LaneWork] {
        let now = environment.clock.now
        guard !shared.isStopped, now < deadline else { return [] }
        var free = filter
        free.accounts = filter.accounts?.filter { !busy.contains($0) }
        guard free.accounts?.isEmpty == false else { return [] }
        let postings = try await environment.ledger.claim(
            free,
            limit: Self.claimLimit,
            worker: environment.worker,
            now: now,
            lease: Self.lease
        )
        let watches = try await environment.ledger.watches(free, dueBy: now, limit: Self.claimLimit)
        let names = Set(postings.map(\.key.account)).union(watches.map(\.account)).sorted()
        guard !names.isEmpty else { return [] }
        let memories = try await environment.ledger.accounts(names)
        // Roles that several accounts show are read and parsed once.
        for revision in Set(postings.compactMap { $0.desire == .absent ? nil : $0.revision }).sorted() {
            _ = try await lanes.role(revision)
        }
        return names.map { name in
            LaneWork(
                account: name,
                memory: memories.first { $0.name == name } ?? AccountState(name: name),
                postings: postings.filter { $0.key.account == name },
                watches: watches.filter { $0.account == name }
            )
        }
    }

    /// Waits for the next due instant while no lane runs; false ends the loop.
    private func rests() async throws(LedgerError) -> Bool {
        guard !shared.isStopped, environment.clock.now < deadline else { return false }
        if isReached(try await environment.ledger.postings(filter)) { return false }
        guard let due = try await nextDue(busy: []), due < deadline else { return false }
        await sleep(until: due)
        return !shared.isStopped
    }

    private func sleep(until instant: Date) async {
        let clock = environment.clock
        let task = Task { await clock.sleep(until: instant) }
        let isDismissed = sleeper.withLock { sleeper in
            if case .dismissed = sleeper { return true }
            sleeper = .asleep(task)
            return false
        }
        if isDismissed { task.cancel() }
        await task.value
        sleeper.withLock { sleeper in
            if case .asleep = sleeper { sleeper = .awake }
        }
    }

    private func nextDue(busy: Set<String>) async throws(LedgerError) -> Date? {
        var free = filter
        free.accounts = filter.accounts?.filter { !busy.contains($0) }
        guard free.accounts?.isEmpty == false else { return nil }
        return try await environment.ledger.nextDue(free)
    }

    private static let claimLimit = 512
    private static let lease = Duration.seconds(60)
}
