import Synchronization

/// What goes wrong between the processes, the ledger and the boards, drawn from the seed, until all is well.
final class Weather: Sendable {
    /// What becomes of a call of the ledger.
    enum Fate: Sendable {
        case normal
        /// Nothing is written.
        case fails
        /// All is written, and the answer is lost.
        case unknown
    }

    struct Commit: Sendable {
        /// Microseconds until it takes effect.
        var before: Int64
        /// Microseconds until the answer arrives.
        var after: Int64
        var fate = Fate.normal
    }

    /// How long a commit may take.
    static let slowest: Int64 = 120 * .second

    private struct State: Sendable {
        var dice: SplitMix
        var healsAt: Int64
    }

    private let state: Mutex<State>
    let faults: Plan.Faults

    init(seed: UInt64, faults: Plan.Faults, healsAt: Int64) {
        self.faults = faults
        state = Mutex(State(dice: SplitMix(seed, 2), healsAt: healsAt))
    }

    func isFair(at now: Int64) -> Bool { state.withLock { now >= $0.healsAt } }

    func commit(at now: Int64) -> Commit {
        state.withLock { state in
            var call = Commit(before: state.dice.time(50...2_000), after: state.dice.time(50...2_000))
            guard now < state.healsAt else { return call }
            if state.dice.happens(faults.slowCommits) {
                let slow = state.dice.time(100_000...Self.slowest)
                if Bool.random(using: &state.dice) { call.before += slow } else { call.after += slow }
            }
            if state.dice.happens(faults.lostCommits) {
                call.fate = Bool.random(using: &state.dice) ? .fails : .unknown
            }
            return call
        }
    }

    func reading(at now: Int64) -> Commit {
        state.withLock { state in
            var call = Commit(before: 0, after: 0)
            guard now < state.healsAt else { return call }
            if state.dice.happens(0.1) { call.before = state.dice.time(50...20_000) }
            if state.dice.happens(faults.lostCommits / 4) { call.fate = .fails }
            return call
        }
    }
}
