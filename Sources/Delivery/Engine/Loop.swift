import AdapterKit
import Ledger
import Synchronization

import struct FoundationEssentials.Date

/// One run of the delivery loop.
final class Loop: Sendable {
    let environment: Environment
    let filter: PostingFilter
    let shared: Shared
    let deadline: Date
    /// What is done for other workers on the same ledger; nil where there are none.
    let fleet: Fleet?
    private let isReached: (@Sendable ([Posting]) -> Bool)?
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
        isReached: (@Sendable ([Posting]) -> Bool)?
    ) {
        self.environment = environment
        self.shared = shared
        self.deadline = deadline
        fleet = Fleet(environment, shared: shared)
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
            _ = try await environment.ledger.recoverOwn(worker: environment.worker, now: environment.clock.now)
            try await endPauses()
            try await approveShapes()
        } catch {
            return error
        }
        let failure = await deliver()
        // Whoever comes next need not wait for the leases to end.
        try? await fleet?.giveBack(fleet?.holdings.accounts ?? [])
        return failure
    }

    /// Has lanes deliver and watch until nothing is left to be done.
    private func deliver() async -> LedgerError? {
        let inbox = Inbox<LaneResult>()
        return await withTaskGroup(of: Void.self) { group -> LedgerError? in
            var turn = Turn(accounts: filter.accounts ?? [])
            var failure: LedgerError?
            turns: while true {
                do throws(LedgerError) {
                    if failure == nil {
                        let lanes = LaneEnvironment(
                            environment,
                            shared: shared,
                            holdings: fleet?.holdings,
                            deadline: deadline
                        )
                        // Where others share the ledger, what is due is taken before the rest: they might have it.
                        let canWait = turn.canWait && !(turn.isIdle && fleet != nil)
                        for work in canWait ? [] : try await collect(lanes, &turn) {
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

    /// Waits for the next due instant while no lane runs; false ends the loop.
    private func rests() async throws(LedgerError) -> Bool {
        guard !shared.isStopped, environment.clock.now < deadline else { return false }
        var postings: [Posting] = []
        if let isReached {
            // Whether a goal is reached does not depend on what the ads say.
            var states = filter
            states.readsAds = false
            postings = try await environment.ledger.postings(states)
            if isReached(postings) { return false }
        }
        let due = try await environment.ledger.nextDue(filter)
        if let instant = restEnds(postings, due) {
            await sleep(until: instant)
            return !shared.isStopped
        }
        return false
    }

    /// Until when there is nothing to do; nil when nothing is to come before the deadline.
    ///
    /// What is due and was not taken another worker has, and what is leased it sends. Neither will say when it is
    /// done, nor will a person who wants something new.
    private func restEnds(_ postings: [Posting], _ due: Date?) -> Date? {
        let isToCome = due.map { $0 < deadline } ?? false
        guard fleet != nil else { return isToCome ? due : nil }
        guard isToCome || postings.contains(where: { $0.phase == .leased }) else { return nil }
        let now = environment.clock.now
        let look = min(deadline, now.addingTimeInterval(environment.poll / .seconds(1)))
        guard let due, due > now else { return look }
        return min(due, look)
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

    static let claimLimit = 512
    static let lease = Duration.seconds(60)
}
