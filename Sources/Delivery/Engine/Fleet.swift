import Ledger
import Synchronization

import struct FoundationEssentials.Date

/// What one worker of several does beside delivering: takes the accounts that it works on, keeps them while it does,
/// gives them back, and frees what others have held for too long.
final class Fleet: Sendable {
    let holdings = Holdings()

    private struct State: Sendable {
        /// The account that was taken last; the next taking begins behind it.
        var last: String?
        /// The terms under which accounts were held last.
        var terms: [String: Int] = [:]
        var sweptAt: Duration
        var anchoredAt: Duration
    }

    private let environment: Environment
    private let shared: Shared
    private let state: Mutex<State>

    /// How many accounts are taken at once, so that workers that begin at the same time share them.
    static let share = 16
    /// How many lanes one worker runs at the most.
    static let width = 64
    /// How often it is looked for what others have held for too long.
    private static let sweepEvery = Duration.seconds(5)
    /// How often the clock is compared with the server's.
    private static let anchorEvery = Duration.seconds(60)

    /// Creates it for a shared ledger; nil for one that this process has to itself.
    init?(_ environment: Environment, shared: Shared) {
        guard environment.ledger.isShared else { return nil }
        self.environment = environment
        self.shared = shared
        let elapsed = environment.clock.elapsed
        state = Mutex(State(sweptAt: elapsed - Self.sweepEvery, anchoredAt: elapsed))
    }

    /// Frees what others have held for too long, and renews the leases of accounts that are worked on.
    func keepUp() async throws(LedgerError) {
        let elapsed = environment.clock.elapsed
        let (sweeps, anchors) = state.withLock { state in
            let due = (elapsed - state.sweptAt >= Self.sweepEvery, elapsed - state.anchoredAt >= Self.anchorEvery)
            if due.0 { state.sweptAt = elapsed }
            if due.1 { state.anchoredAt = elapsed }
            return due
        }
        if anchors, let clock = environment.clock as? ServerClock { try await clock.anchor(to: environment.ledger) }
        try await take(holdings.lapsing(before: elapsed + Loop.lease * 2 / 3))
        if sweeps { _ = try await environment.ledger.sweep(now: environment.clock.now) }
    }

    /// Takes accounts of which something is due, as many as this worker can use; gives back those of which nothing is.
    ///
    /// - Parameters:
    ///   - filter: The accounts without a lane that are asked about.
    ///   - room: How many lanes may begin.
    /// - Returns: Accounts that are held, and whether there were more.
    func takeDue(_ filter: PostingFilter, room: Int) async throws(LedgerError) -> (names: [String], isMore: Bool) {
        let asked = Set(filter.accounts ?? [])
        let due = try await environment.ledger.accountsDue(
            filter,
            worker: environment.worker,
            now: environment.clock.now
        )
        let held = Set(holdings.accounts)
        try await giveBack(held.intersection(asked).subtracting(due).sorted())
        let own = due.filter(held.contains)
        let fresh = inTurn(due.filter { !held.contains($0) })
        let wanted = Array(fresh.prefix(max(0, min(Self.share, room - own.count))))
        try await take(wanted)
        if let last = wanted.last { state.withLock { $0.last = last } }
        let names = (own + wanted).filter { holdings.hold(of: $0) != nil }
        return (names, fresh.count > wanted.count)
    }

    private func inTurn(_ names: [String]) -> [String] {
        guard let last = state.withLock({ $0.last }) else {
            // Workers begin at different accounts.
            let number = environment.worker.utf8.reduce(0) { ($0 * 31 + Int($1)) % 65_521 }
            let start = names.isEmpty ? 0 : number % names.count
            return Array(names[start...] + names[..<start])
        }
        return names.filter { $0 > last } + names.filter { $0 <= last }
    }

    /// Takes accounts, or makes the leases of those that are held last longer.
    func take(_ accounts: [String]) async throws(LedgerError) {
        guard !accounts.isEmpty else { return }
        // A lease begins before it is granted, so that it never seems longer than it is.
        let ends = environment.clock.elapsed + Loop.lease
        if environment.flaw == .sharedAccounts {
            return holdings.note(accounts.map { Hold(account: $0, term: 0) }, of: accounts, until: ends)
        }
        let holds = try await environment.ledger.take(
            accounts: accounts,
            worker: environment.worker,
            now: environment.clock.now,
            lease: Loop.lease
        )
        holdings.note(holds, of: accounts, until: ends)
        // What was known of an account before another worker had it is not known any more.
        for account in accounts where !isKnown(holdings.hold(of: account)) { shared.remember(nil, of: account) }
    }

    /// Whether the account has not changed hands since it was taken for the last time.
    private func isKnown(_ hold: Hold?) -> Bool {
        guard let hold else { return false }
        return state.withLock { state in
            defer { state.terms[hold.account] = hold.term }
            return state.terms[hold.account] == hold.term
        }
    }

    /// Gives accounts back that nothing is done for.
    func giveBack(_ accounts: [String]) async throws(LedgerError) {
        guard !accounts.isEmpty else { return }
        holdings.forget(accounts)
        try await environment.ledger.giveBack(accounts: accounts, worker: environment.worker)
    }

    /// Waits for what another worker does.
    func pause() async {
        await environment.clock.sleep(until: environment.clock.now.addingTimeInterval(environment.poll / .seconds(1)))
    }
}
