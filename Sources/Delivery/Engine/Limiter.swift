import Ledger
import Synchronization

/// The rate windows, as every lane sees them: several accounts may share one.
final class Limiter: Sendable {
    /// One call's wish for units of one window.
    struct Share: Sendable {
        /// The window's key in the ledger.
        let key: String
        /// The window.
        let window: RateWindow
        /// Units for one posting.
        let each: Int
        /// Units for the call as a whole.
        let fixed: Int
        /// Whether other accounts draw on the window too.
        let isCommon: Bool

        func units(for records: Int) -> Int { fixed + each * records }
    }

    /// What becomes of a wish.
    enum Answer: Sendable {
        /// So many records may go; their units are taken.
        case go(records: Int)
        /// None before this instant, in microseconds since 1970.
        case wait(until: Int64)
        /// None ever: one record alone is larger than a window.
        case never
    }

    private let memories = Mutex<[String: RateWindow.Memory]>([:])
    private let order = Turnstile()

    /// The keys that were not read from the ledger yet.
    func unread(_ keys: [String]) -> [String] { memories.withLock { known in keys.filter { known[$0] == nil } } }

    /// Takes over what the ledger remembers; what was taken since stays.
    func load(_ states: [WindowState], for keys: [String]) {
        memories.withLock { known in
            for state in states where known[state.key] == nil {
                known[state.key] = RateWindow.Memory(text: state.memory)
            }
            for key in keys where known[key] == nil { known[key] = RateWindow.Memory() }
        }
    }

    /// Takes the units of as many records as every window allows, up to some number; all windows agree, or none is
    /// drawn on.
    func take(_ shares: [Share], upTo records: Int, now: Int64) -> Answer {
        memories.withLock { known in
            var most = records
            for share in shares {
                let free = share.window.free(known[share.key] ?? .init(), now: now) - share.fixed
                if share.each > 0 { most = min(most, max(0, free / share.each)) }
            }
            let wanted = max(1, most)
            var taken = known
            var latest: Int64 = .min
            for share in shares {
                switch share.window.answer(share.units(for: wanted), memory: taken[share.key] ?? .init(), now: now) {
                case .go(let next): taken[share.key] = next
                case .wait(let until): latest = max(latest, until)
                case .never: return .never
                }
            }
            guard latest == .min else { return .wait(until: max(latest, now + 1)) }
            known = taken
            return .go(records: wanted)
        }
    }

    /// Writes what the windows remember together with other changes.
    ///
    /// Writes of windows that several accounts share go one after the other: an older memory must never be
    /// written over a newer one.
    func commit(_ steps: [Step], drawing shares: [Share], to ledger: any Ledger) async throws(LedgerError)
        -> [StepResult]
    {
        let keys = Set(shares.map(\.key)).sorted()
        guard !keys.isEmpty else { return try await ledger.commit(steps) }
        guard shares.contains(where: \.isCommon) else {
            return try await ledger.commit(steps + [Step(changes(keys))])
        }
        await order.enter()
        defer { order.leave() }
        return try await ledger.commit(steps + [Step(changes(keys))])
    }

    private func changes(_ keys: [String]) -> [Change] {
        memories.withLock { known in
            keys.map { .window(WindowState(key: $0, memory: known[$0]?.text ?? "")) }
        }
    }
}

/// Lets one task through at a time, in the order of arrival.
final class Turnstile: Sendable {
    private struct State: Sendable {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits for its turn.
    func enter() async {
        await withCheckedContinuation { turn in
            let isFirst = state.withLock { state in
                if state.isTaken {
                    state.waiting.append(turn)
                    return false
                }
                state.isTaken = true
                return true
            }
            if isFirst { turn.resume() }
        }
    }

    /// Lets the next one in.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
