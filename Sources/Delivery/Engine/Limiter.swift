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

    /// What calls have drawn from windows, to be written before they leave.
    struct Draw: Sendable {
        /// What each call asked for.
        private(set) var shares: [Share] = []
        /// Which reading of each window it was drawn from.
        fileprivate private(set) var readings: [String: Int] = [:]

        /// Nothing drawn.
        static let nothing = Draw()

        fileprivate init(_ shares: [Share] = [], readings: [String: Int] = [:]) {
            self.shares = shares
            self.readings = readings
        }

        /// Several draws as one; what was drawn from the older reading counts.
        init(_ draws: [Draw]) {
            shares = draws.flatMap(\.shares)
            for draw in draws { readings.merge(draw.readings, uniquingKeysWith: min) }
        }
    }

    /// What came of writing a draw together with other changes.
    struct Written: Sendable {
        /// The answers to the other changes.
        let results: [StepResult]
        /// Whether another worker has drawn on a window since it was read: what was drawn here does not count, and
        /// nothing that drew it may leave.
        var isOverdrawn = false
    }

    /// What becomes of a wish.
    enum Answer: Sendable {
        /// So many records may go; their units are taken.
        case go(records: Int, Draw)
        /// None before this instant, in microseconds since 1970.
        case wait(until: Int64)
        /// None ever: one record alone is larger than a window.
        case never
    }

    private struct Window: Sendable {
        /// What the window remembers, draws that are still to be written included.
        var memory: RateWindow.Memory
        /// What the ledger was last seen to hold.
        var stored: String
        /// How often it was read.
        var readings: Int

        init(_ stored: String, readings: Int = 1) {
            memory = RateWindow.Memory(text: stored)
            self.stored = stored
            self.readings = readings
        }
    }

    private let windows = Mutex<[String: Window]>([:])
    private let order = Turnstile()

    /// The keys that were not read from the ledger yet.
    func unread(_ keys: [String]) -> [String] { windows.withLock { known in keys.filter { known[$0] == nil } } }

    /// Takes over what the ledger remembers; what was taken since stays.
    func load(_ states: [WindowState], for keys: [String]) {
        let found = Dictionary(states.map { ($0.key, $0.memory) }) { first, _ in first }
        windows.withLock { known in
            for key in keys where known[key] == nil { known[key] = Window(found[key] ?? "") }
        }
    }

    /// Takes the units of as many records as every window allows, up to some number; all windows agree, or none is
    /// drawn on.
    func take(_ shares: [Share], upTo records: Int, now: Int64) -> Answer {
        windows.withLock { known in
            var most = records
            for share in shares {
                let free = share.window.free(known[share.key]?.memory ?? .init(), now: now) - share.fixed
                if share.each > 0 { most = min(most, max(0, free / share.each)) }
            }
            let wanted = max(1, most)
            var taken = known
            var latest: Int64 = .min
            for share in shares {
                let memory = taken[share.key]?.memory ?? .init()
                switch share.window.answer(share.units(for: wanted), memory: memory, now: now) {
                case .go(let next): taken[share.key, default: Window("")].memory = next
                case .wait(let until): latest = max(latest, until)
                case .never: return .never
                }
            }
            guard latest == .min else { return .wait(until: max(latest, now + 1)) }
            known = taken
            let readings = shares.map { ($0.key, taken[$0.key]?.readings ?? 0) }
            return .go(records: wanted, Draw(shares, readings: Dictionary(readings) { first, _ in first }))
        }
    }

    /// Writes what the windows remember together with other changes.
    ///
    /// Writes of windows that several accounts share go one after the other: an older memory must never be
    /// written over a newer one. When another worker has drawn on a window meanwhile, it is read again.
    ///
    /// - Parameter hold: The hold on the account under which is drawn, if there is one.
    func commit(_ steps: [Step], drawing draw: Draw, under hold: Hold?, to ledger: any Ledger)
        async throws(LedgerError) -> Written
    {
        guard !draw.shares.isEmpty else { return Written(results: try await ledger.commit(steps)) }
        guard draw.shares.contains(where: \.isCommon) else { return try await write(steps, draw, hold, ledger) }
        await order.enter()
        defer { order.leave() }
        return try await write(steps, draw, hold, ledger)
    }

    private func write(_ steps: [Step], _ draw: Draw, _ hold: Hold?, _ ledger: any Ledger)
        async throws(LedgerError) -> Written
    {
        guard let (change, texts) = change(draw, hold) else {
            return Written(results: steps.isEmpty ? [] : try await ledger.commit(steps), isOverdrawn: true)
        }
        let results = try await ledger.commit(steps + [change])
        if results.last?.written == true {
            windows.withLock { known in for (key, text) in texts { known[key]?.stored = text } }
            return Written(results: results)
        }
        let keys = texts.keys.sorted()
        let found = Dictionary(try await ledger.windows(keys).map { ($0.key, $0.memory) }) { first, _ in first }
        windows.withLock { known in
            for key in keys { known[key] = Window(found[key] ?? "", readings: (known[key]?.readings ?? 0) + 1) }
        }
        return Written(results: results, isOverdrawn: true)
    }

    /// The step that writes the windows of a draw, and their new texts; nil when one was read again since it was drawn
    /// from.
    private func change(_ draw: Draw, _ hold: Hold?) -> (step: Step, texts: [String: String])? {
        windows.withLock { known in
            var changes: [Change] = []
            var texts: [String: String] = [:]
            for (key, reading) in draw.readings.sorted(by: { $0.key < $1.key }) {
                guard let window = known[key], window.readings == reading else { return nil }
                texts[key] = window.memory.text
                changes.append(
                    .drawn(
                        WindowState(key: key, memory: window.memory.text),
                        from: WindowState(key: key, memory: window.stored)
                    )
                )
            }
            return (Step(holding: hold, changes), texts)
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
