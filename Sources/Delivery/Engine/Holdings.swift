import Ledger
import Synchronization

/// The accounts of a shared ledger that this worker holds, and until when by the clock that is never set.
final class Holdings: Sendable {
    private struct Holding: Sendable {
        let hold: Hold
        let ends: Duration
    }

    private let state = Mutex<[String: Holding]>([:])

    /// Names of the accounts, in order.
    var accounts: [String] { state.withLock { $0.keys.sorted() } }

    func hold(of account: String) -> Hold? { state.withLock { $0[account]?.hold } }

    /// Until when an account is surely this worker's; nil when the hold on it was lost.
    func ends(of hold: Hold) -> Duration? {
        state.withLock { held in held[hold.account].flatMap { $0.hold == hold ? $0.ends : nil } }
    }

    /// Those of the accounts whose leases end before an instant.
    func lapsing(before instant: Duration) -> [String] {
        state.withLock { held in held.filter { $0.value.ends < instant }.keys.sorted() }
    }

    /// Notes what became of taking accounts.
    func note(_ holds: [Hold], of asked: [String], until ends: Duration) {
        state.withLock { held in
            for account in asked { held[account] = nil }
            for hold in holds { held[hold.account] = Holding(hold: hold, ends: ends) }
        }
    }

    func forget(_ accounts: [String]) { note([], of: accounts, until: .zero) }
}
