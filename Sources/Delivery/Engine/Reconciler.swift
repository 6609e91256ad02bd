public import Ledger

public import struct FoundationEssentials.Date

/// The delivery loop: takes what is due, does it, records it, until a goal is reached or time is up.
///
/// Accounts run beside each other, each in a lane of its own, so that a slow board holds up no other.
/// The loop ends when nothing that matters is due before the deadline.
public struct Reconciler: Sendable {
    private let environment: Environment

    /// Creates a loop.
    public init(_ environment: Environment) {
        self.environment = environment
    }

    /// Delivers and watches until the goal is reached, nothing is due before the deadline, or the task is cancelled.
    ///
    /// Calls in flight are finished and recorded whatever happens.
    ///
    /// - Parameters:
    ///   - filter: The postings that are meant.
    ///   - deadline: Nothing new is begun after it.
    ///   - isReached: Whether the postings, as they stand, are what was asked for.
    /// - Throws: ``LedgerError`` when the store fails; what was accepted before is safe in it.
    public func run(
        _ filter: PostingFilter,
        deadline: Date,
        isReached: @escaping @Sendable ([Posting]) -> Bool
    ) async throws(LedgerError) {
        _ = try await environment.ledger.recover(now: environment.clock.now)
        try await endPauses(filter)
        let environment = environment
        let failure = await withTaskGroup(of: LaneResult.self) { group -> LedgerError? in
            var busy: Set<String> = []
            var hasAlarm = false
            var failure: LedgerError?
            repeat {
                do throws(LedgerError) {
                    if failure == nil {
                        for lane in try await collect(filter, busy: busy, deadline: deadline) {
                            busy.insert(lane.account)
                            group.addTask { await Lane(environment, lane).run() }
                        }
                        if busy.isEmpty {
                            guard try await rests(filter, deadline: deadline, isReached: isReached) else { break }
                            continue
                        }
                        // What falls due on another account meanwhile must not wait for the slowest lane.
                        if !hasAlarm, let due = try await nextDue(filter, busy: busy), due < deadline {
                            hasAlarm = true
                            group.addTask {
                                await environment.clock.sleep(until: due)
                                return .alarm
                            }
                        }
                    }
                } catch {
                    failure = error
                }
                switch await group.next() {
                case .ended(let account, let fault)?:
                    busy.remove(account)
                    failure = failure ?? fault
                case .alarm?: hasAlarm = false
                case nil: break
                }
            } while !busy.isEmpty || failure == nil
            group.cancelAll()
            return failure
        }
        if let failure { throw failure }
    }

    /// Ends the pauses of accounts whose settings or secrets have changed since.
    private func endPauses(_ filter: PostingFilter) async throws(LedgerError) {
        let names = (filter.accounts ?? environment.accounts.keys.sorted()).filter { environment.accounts[$0] != nil }
        let changed = try await environment.ledger.accounts(names).filter {
            $0.fingerprint != environment.accounts[$0.name]?.fingerprint
        }
        guard !changed.isEmpty else { return }
        _ = try await environment.ledger.commit(
            changed.map { old in
                var memory = AccountState(name: old.name)
                memory.fingerprint = environment.accounts[old.name]?.fingerprint
                memory.cooldownUntil = old.cooldownUntil
                memory.kept = old.kept
                return Step([.account(memory)])
            }
        )
    }

    /// Claims what is due, grouped by account, for accounts that have no lane running.
    private func collect(
        _ filter: PostingFilter,
        busy: Set<String>,
        deadline: Date
    ) async throws(LedgerError) -> [LaneWork] {
        let now = environment.clock.now
        guard !Task.isCancelled, now < deadline else { return [] }
        var free = filter
        free.accounts = (filter.accounts ?? environment.accounts.keys.sorted()).filter {
            !busy.contains($0) && environment.accounts[$0] != nil
        }
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
    private func rests(
        _ filter: PostingFilter,
        deadline: Date,
        isReached: @Sendable ([Posting]) -> Bool
    ) async throws(LedgerError) -> Bool {
        guard !Task.isCancelled, environment.clock.now < deadline else { return false }
        if isReached(try await environment.ledger.postings(filter)) { return false }
        guard let due = try await environment.ledger.nextDue(filter), due < deadline else { return false }
        await environment.clock.sleep(until: due)
        return !Task.isCancelled
    }

    private func nextDue(_ filter: PostingFilter, busy: Set<String>) async throws(LedgerError) -> Date? {
        var free = filter
        free.accounts = (filter.accounts ?? environment.accounts.keys.sorted()).filter { !busy.contains($0) }
        guard free.accounts?.isEmpty == false else { return nil }
        return try await environment.ledger.nextDue(free)
    }

    private static let claimLimit = 512
    private static let lease = Duration.seconds(60)
}

/// What one lane has to do.
struct LaneWork: Sendable {
    let account: String
    let memory: AccountState
    let postings: [Posting]
    let watches: [Watch]
}

/// What ended the wait of the loop.
enum LaneResult: Sendable {
    /// A lane is done.
    case ended(account: String, LedgerError?)
    /// Something has fallen due.
    case alarm
}
