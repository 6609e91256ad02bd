/// One rate window as a board states it: so many units in so much time, or per day of a zone.
///
/// A rolling window is cut into twenty slots. Any stretch of the window's length touches at most
/// twenty-one of them, so keeping every twenty-one neighbours within the count keeps every such stretch
/// within it: the limit is never exceeded, all of it may go at once after a rest, and under backlog
/// twenty parts of twenty-one are used.
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
    public static let slots = 20

    /// Creates a window of at least one unit.
    public init(count: Int, length: Length) {
        self.count = max(1, count)
        self.length = length
    }

    /// Decides on a wish for some units.
    ///
    /// A clock that stepped back gives no units anew: the memory only moves forward.
    public func answer(_ units: Int, memory: Memory, now: Int64) -> Answer {
        guard units <= count else { return .never }
        switch length {
        case .rolling(let window): return rolling(units, memory: memory, now: now, window: window)
        case .day(let start, let end): return daily(units, memory: memory, start: start, end: end)
        }
    }

    private func rolling(_ units: Int, memory: Memory, now: Int64, window: Int64) -> Answer {
        let slot = max(1, (window + Int64(Self.slots) - 1) / Int64(Self.slots))
        let current = max(now / slot, memory.newest)
        var used = shifted(memory, to: current)
        if used.reduce(0, +) + units <= count {
            used[Self.slots] += units
            return .go(Memory(newest: current, used: used))
        }
        var freed = count - used.reduce(0, +)
        for (age, amount) in used.enumerated() {
            freed += amount
            if freed >= units { return .wait(until: (current + Int64(age) + 1) * slot) }
        }
        return .never
    }

    /// The units of the slots up to the current one, the oldest first.
    private func shifted(_ memory: Memory, to current: Int64) -> [Int] {
        let empty = Array(repeating: 0, count: Self.slots + 1)
        guard memory.used.count == empty.count else { return empty }
        let steps = Int(min(current - memory.newest, Int64(empty.count)))
        return Array((memory.used + empty).dropFirst(steps).prefix(empty.count))
    }

    private func daily(_ units: Int, memory: Memory, start: Int64, end: Int64) -> Answer {
        // A day that began later than this one was seen before the clock stepped back: its use still counts.
        let used = memory.newest >= start ? memory.used.first ?? 0 : 0
        guard used + units <= count else { return .wait(until: max(end, memory.newest)) }
        return .go(Memory(newest: max(memory.newest, start), used: [used + units]))
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
