/// One rate window as a board states it: so many units in so much time, or per day of a zone.
///
/// A rolling window is cut into forty slots. Any stretch of the window's length touches at most forty-one of
/// them, and one more when what is taken in a slot may leave as much as a slot later (see ``holds(since:now:)``).
/// Keeping every forty-two neighbours within the count keeps every such stretch within it: the limit is never
/// exceeded, all of it may go at once after a rest, and under backlog forty parts of forty-two are used.
public struct RateWindow: Sendable, Hashable {
    /// What the window remembers between sends.
    public struct Memory: Sendable, Hashable {
        /// Number of the newest slot, or start of the day in microseconds since 1970.
        public var newest: Int64
        /// Units per slot, the oldest first; one entry for a day.
        public var used: [Int]

        /// Creates a memory.
        public init(newest: Int64 = 0, used: [Int] = []) {
            self.newest = newest
            self.used = used
        }
    }

    /// How long the window is.
    public enum Length: Sendable, Hashable {
        /// A rolling window, in microseconds.
        case rolling(Int64)
        /// A calendar day: its start and the next one's, in microseconds since 1970.
        case day(start: Int64, end: Int64)
    }

    /// What becomes of a wish to send.
    public enum Answer: Sendable, Hashable {
        /// Go; this is what the window remembers then.
        case go(Memory)
        /// Not before this instant, in microseconds since 1970.
        case wait(until: Int64)
        /// Never: the wish is larger than the window.
        case never
    }

    /// Units that fit into one window.
    public let count: Int

    /// How long it is.
    public let length: Length

    /// Slots of a rolling window.
    public static let slots = 40

    /// Neighbouring slots that stay within the count together.
    private static let span = slots + 2

    /// Around the change of a day nothing is taken, in microseconds: the board's clock decides to which day a call
    /// belongs, and ours may differ by as much.
    static let quiet: Int64 = 60_000_000

    /// Creates a window of at least one unit.
    public init(count: Int, length: Length) {
        self.count = max(1, count)
        self.length = length
    }

    /// How many units may go now.
    public func free(_ memory: Memory, now: Int64) -> Int {
        switch length {
        case .rolling(let window):
            let current = current(memory, now: now, window: window)
            return max(0, count - shifted(memory, to: current).reduce(0, +))
        case .day(let start, let end):
            guard !Self.isQuiet(now, start, end) else { return 0 }
            return max(0, count - (counts(memory, from: start) ? memory.used.first ?? 0 : 0))
        }
    }

    /// Decides on a wish for some units.
    ///
    /// A clock that stepped back gives no units anew: the memory only moves forward. One that stepped back by
    /// more than a whole window was wrong before; what was used then counts as if it had been used now.
    public func answer(_ units: Int, memory: Memory, now: Int64) -> Answer {
        guard units <= count else { return .never }
        switch length {
        case .rolling(let window): return rolling(units, memory: memory, now: now, window: window)
        case .day(let start, let end):
            if now < start + Self.quiet { return .wait(until: start + Self.quiet) }
            if now >= end - Self.quiet { return .wait(until: end + Self.quiet) }
            return daily(units, memory: memory, start: start, end: end)
        }
    }

    /// Whether units that were taken some time ago may still be used now.
    ///
    /// Within a rolling window the room of one slot is kept for this; a day's units are good for that day, up to the
    /// quiet minute at its end.
    public func holds(since age: Duration, now: Int64) -> Bool {
        switch length {
        case .rolling: goodFor.map { age <= $0 } ?? true
        case .day(_, let end): now < end - Self.quiet
        }
    }

    private static func isQuiet(_ now: Int64, _ start: Int64, _ end: Int64) -> Bool {
        now < start + quiet || now >= end - quiet
    }

    /// How long units that were taken may still be used; nil for those of a day.
    public var goodFor: Duration? {
        guard case .rolling(let window) = length else { return nil }
        return .microseconds(Self.slot(window))
    }

    private func rolling(_ units: Int, memory: Memory, now: Int64, window: Int64) -> Answer {
        let slot = Self.slot(window)
        let current = current(memory, now: now, window: window)
        var used = shifted(memory, to: current)
        if used.reduce(0, +) + units <= count {
            used[Self.span - 1] += units
            return .go(Memory(newest: current, used: used))
        }
        var freed = count - used.reduce(0, +)
        for (age, amount) in used.enumerated() {
            freed += amount
            if freed >= units { return .wait(until: (current + Int64(age) + 1) * slot) }
        }
        return .never
    }

    private static func slot(_ window: Int64) -> Int64 { max(1, (window + Int64(slots) - 1) / Int64(slots)) }

    /// Number of the slot that counts as the present one.
    private func current(_ memory: Memory, now: Int64, window: Int64) -> Int64 {
        let present = now / Self.slot(window)
        // One slot more, since the old slots and the new ones need not begin at the same moment.
        return memory.newest - present > Int64(Self.slots) ? present + 1 : max(present, memory.newest)
    }

    /// The units of the slots up to the current one, the oldest first.
    private func shifted(_ memory: Memory, to current: Int64) -> [Int] {
        let empty = Array(repeating: 0, count: Self.span)
        guard memory.used.count == empty.count else {
            // Written when windows were cut otherwise: all of it counts as used just now, so that no limit breaks.
            return empty.dropLast() + [memory.used.reduce(0, +)]
        }
        // Memory that a clock wrong before has left ahead keeps its ages.
        let steps = Int(min(max(0, current - memory.newest), Int64(empty.count)))
        return Array((memory.used + empty).dropFirst(steps).prefix(empty.count))
    }

    /// Whether a day's memory is of this day, or of one that seemed to have begun before the clock stepped back.
    private func counts(_ memory: Memory, from start: Int64) -> Bool { memory.newest >= start }

    private func daily(_ units: Int, memory: Memory, start: Int64, end: Int64) -> Answer {
        let used = counts(memory, from: start) ? memory.used.first ?? 0 : 0
        let isFarAhead = memory.newest > end + (end - start)
        guard used + units <= count else {
            return .wait(until: (isFarAhead ? end : max(end, memory.newest)) + Self.quiet)
        }
        return .go(Memory(newest: isFarAhead ? start : max(memory.newest, start), used: [used + units]))
    }
}

extension RateWindow.Memory {
    /// The memory as the ledger keeps it, such as `8123:0,0,4`.
    public var text: String { "\(newest):" + used.map(String.init).joined(separator: ",") }

    /// Reads ``text``; anything else is an empty memory.
    public init(text: String) {
        let parts = text.split(separator: ":")
        self.init(
            newest: parts.first.flatMap { Int64($0) } ?? 0,
            used: parts.count == 2 ? parts[1].split(separator: ",").compactMap { Int($0) } : []
        )
    }
}
