import AdapterKit
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
            try await approveShapes()
        } catch {
            return error
        }
        let inbox = Inbox<LaneResult>()
        return await withTaskGroup(of: Void.self) { group -> LedgerError? in
            var turn = Turn(accounts: filter.accounts ?? [])
            var failure: LedgerError?
            turns: while true {
                do throws(LedgerError) {
                    if failure == nil {
                        let lanes = LaneEnvironment(environment, shared: shared, deadline: deadline)
                        for work in turn.canWait ? [] : try await collect(lanes, &turn) {
                            group.addTask { inbox.put(await Lane(lanes, work).run()) }
                        }
                        if turn.isIdle {
                            guard try await rests() else { break turns }
                            turn.ring()
                            continue turns
                        }
                        // What falls due on another account meanwhile must not wait for the slowest lane.
                        let clock = environment.clock
                        if let due = turn.alarm(before: deadline), !shared.isStopped {
                            group.addTask {
                                await clock.alarm(at: due)
                                inbox.put(.alarm)
                            }
                        }
                        if let instant = turn.look(now: clock.now), !shared.isStopped {
                            group.addTask {
                                await clock.alarm(at: instant)
                                inbox.put(.look)
                            }
                        }
                    }
                } catch {
                    failure = error
                }
                if turn.isIdle { break turns }
                // Lanes that end together are looked after together.
                for result in await inbox.next() {
                    switch result {
                    case .ended(let account, let fault):
                        turn.end(account)
                        failure = failure ?? fault
                    case .alarm: turn.ring()
                    case .look: turn.lookIsDue()
                    }
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
            return .learnt(memory, from: old)
        }
        if !changed.isEmpty { _ = try await environment.ledger.commit([Step(changed)]) }
    }

    /// Takes over the shapes that people have acknowledged since, and wakes what has waited for that.
    private func approveShapes() async throws(LedgerError) {
        let pinning = (filter.accounts ?? []).filter {
            environment.accounts[$0]?.adapter.manifest.pinsShape ?? false
        }
        guard !pinning.isEmpty else { return }
        for old in try await environment.ledger.accounts(pinning) {
            guard let account = environment.accounts[old.name], let pin = account.pin(old), !pin.isHeld,
                pin.isAcknowledged(in: account.acknowledged)
            else { continue }
            var memory = old
            memory.approve(pin.current, of: account.adapter.manifest.id)
            let waiting = try await environment.ledger.postings(PostingFilter(accounts: [old.name]))
                .filter { $0.waitsForShape && $0.phase != .leased }
            let wakes = waiting.map { waiting in
                var posting = waiting
                posting.dueAt = environment.clock.now
                return Step(
                    guarding: .init(posting: posting.id, epoch: posting.epoch),
                    [.wished(posting, over: posting.wish)]
                )
            }
            _ = try await environment.ledger.commit([Step([.learnt(memory, from: old)])] + wakes)
        }
    }

    /// Claims what is due, grouped by account, for accounts that have no lane running and may have something due.
    private func collect(_ lanes: LaneEnvironment, _ turn: inout Turn) async throws(LedgerError) -> [LaneWork] {
        let now = environment.clock.now
        guard !shared.isStopped, now < deadline else { return [] }
        var free = filter
        free.accounts = turn.unseen
        guard !turn.unseen.isEmpty else { return [] }
        if turn.isAfterLanes {
            // A look costs less than a claim, and nearly always finds that all is done.
            let due = try await environment.ledger.nextDue(free)
            guard let due, due <= now else {
                turn.begin([], resting: turn.unseen, until: due)
                return []
            }
        }
        // The lease begins before it is granted, so that it never seems longer than it is.
        let leaseEnds = environment.clock.elapsed + Self.lease
        let postings = try await environment.ledger.claim(
            free,
            limit: Self.claimLimit,
            worker: environment.worker,
            now: now,
            lease: Self.lease
        )
        let watches = try await environment.ledger.watches(free, dueBy: now, limit: Self.claimLimit)
        let names = Set(postings.map(\.key.account)).union(watches.map(\.account)).sorted()
        // What did not fit into one look is looked at again; of the others it is known when they are due.
        let isMore = max(postings.count, watches.count) >= Self.claimLimit
        let resting = isMore ? [] : turn.unseen.filter { !names.contains($0) }
        free.accounts = resting
        let nextDue = resting.isEmpty ? nil : try await environment.ledger.nextDue(free)
        let memories = names.isEmpty ? [] : try await environment.ledger.accounts(names)
        // Roles that several accounts show are read and parsed once.
        for revision in Set(postings.compactMap { $0.desire == .absent ? nil : $0.revision }).sorted() {
            _ = try await lanes.role(revision)
        }
        // Only now nothing can fail: a lane that is counted begins, and so it ends.
        turn.begin(names, resting: resting, until: nextDue)
        return names.map { name in
            LaneWork(
                account: name,
                memory: memories.first { $0.name == name } ?? AccountState(name: name),
                postings: postings.filter { $0.key.account == name },
                watches: watches.filter { $0.account == name },
                leaseEnds: leaseEnds
            )
        }
    }

    /// Waits for the next due instant while no lane runs; false ends the loop.
    private func rests() async throws(LedgerError) -> Bool {
        guard !shared.isStopped, environment.clock.now < deadline else { return false }
        // Whether a goal is reached does not depend on what the ads say.
        var states = filter
        states.readsAds = false
        if isReached(try await environment.ledger.postings(states)) { return false }
        guard let due = try await environment.ledger.nextDue(filter), due < deadline else { return false }
        await sleep(until: due)
        return !shared.isStopped
    }

    private func sleep(until instant: Date) async {
        let clock = environment.clock
        let task = Task(executorPreference: environment.executor) { await clock.sleep(until: instant) }
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

    private static let claimLimit = 512
    static let lease = Duration.seconds(60)
}
