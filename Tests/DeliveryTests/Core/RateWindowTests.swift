import Testing

@testable import Delivery

/// Draws the same numbers in every run.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite("Rate windows")
struct RateWindowTests {
    @Test("what a memory cut into other slots has used is not forgotten")
    func otherSlots() {
        let window = RateWindow(count: 10, length: .rolling(60_000_000))
        let now: Int64 = 1_800_000_000_000_000
        let old = RateWindow.Memory(newest: now / 3_000_000, used: Array(repeating: 0, count: 18) + [4, 3, 2])
        guard case .wait(let until) = window.answer(2, memory: old, now: now) else {
            Issue.record("nine of ten were used, and two more may go")
            return
        }
        #expect(until > now)
        guard case .go(let next) = window.answer(1, memory: old, now: now) else {
            Issue.record("one of ten is left, and may not go")
            return
        }
        #expect(next.used.reduce(0, +) == 10)
    }

    /// Sends whatever may go; the board counts in real time, the window in the machine's, which steps back.
    @Test("no stretch of a window's length ever holds more than its count", arguments: 1...300)
    func neverExceeded(seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let count = Int.random(in: 1...60, using: &dice)
        let length = Int64.random(in: 20...90_000_000, using: &dice)
        let window = RateWindow(count: count, length: .rolling(length))
        var memory = RateWindow.Memory()
        var (real, skew) = (Int64(1_800_000_000_000_000), Int64(0))
        var sent: [(at: Int64, units: Int)] = []
        for _ in 0..<600 {
            real += Int64.random(in: 0...(length / 8), using: &dice)
            if Int.random(in: 0..<40, using: &dice) == 0 { skew -= Int64.random(in: 0...(length * 3), using: &dice) }
            if Int.random(in: 0..<10, using: &dice) == 0 { memory = RateWindow.Memory(text: memory.text) }
            let units = Int.random(in: 1...max(1, count / 3), using: &dice)
            guard case .go(let next) = window.answer(units, memory: memory, now: real + skew) else { continue }
            memory = next
            sent.append((real, units))
        }
        #expect(!sent.isEmpty)
        for (place, first) in sent.enumerated() {
            let within = sent[place...].prefix { $0.at - first.at < length }.reduce(0) { $0 + $1.units }
            #expect(within <= count)
        }
    }

    @Test("under backlog at least 95 parts in a hundred are used", arguments: [20, 100, 300, 2000])
    func used(count: Int) {
        let length: Int64 = 60_000_000
        let window = RateWindow(count: count, length: .rolling(length))
        var memory = RateWindow.Memory()
        var now: Int64 = 1_800_000_000_000_000
        let start = now
        var sent = 0
        while now - start < 100 * length {
            switch window.answer(1, memory: memory, now: now) {
            case .go(let next): (memory, sent) = (next, sent + 1)
            case .wait(let until):
                #expect(until > now)
                now = until
            case .never: Issue.record("one unit always fits")
            }
        }
        #expect(Double(sent) >= 0.95 * 100 * Double(count))
    }

    @Test("a day's count begins anew with the day, and not when the clock steps back")
    func day() {
        let day: Int64 = 86_400_000_000
        let today = RateWindow(count: 2, length: .day(start: 10 * day, end: 11 * day))
        let tomorrow = RateWindow(count: 2, length: .day(start: 11 * day, end: 12 * day))
        let full = RateWindow.Memory(newest: 10 * day, used: [2])
        let (minute, noon) = (Int64(60_000_000), day / 2)
        #expect(today.answer(1, memory: full, now: 10 * day + noon) == .wait(until: 11 * day + minute))
        #expect(tomorrow.answer(1, memory: full, now: 11 * day + noon) == .go(.init(newest: 11 * day, used: [1])))
        let ahead = RateWindow.Memory(newest: 11 * day, used: [2])
        #expect(today.answer(1, memory: ahead, now: 10 * day + noon) == .wait(until: 11 * day + minute))
    }

    @Test(
        "a board whose clock differs by up to a minute counts no more than its day allows",
        arguments: [-60, -1, 0, 1, 60]
    )
    func midnight(difference: Int64) throws {
        let (day, second) = (Int64(86_400_000_000), Int64(1_000_000))
        var memory = RateWindow.Memory()
        var counted: [Int64: Int] = [:]
        for now in stride(from: 11 * day - 600 * second, through: 11 * day + 600 * second, by: Int(second)) {
            let start = now / day * day
            let window = RateWindow(count: 5, length: .day(start: start, end: start + day))
            // Each call arrives at once; the board tells its day by its own clock.
            guard case .go(let next) = window.answer(1, memory: memory, now: now) else {
                #expect(window.free(memory, now: now) == 0)
                continue
            }
            memory = next
            counted[(now + difference * second) / day, default: 0] += 1
        }
        #expect(counted == [10: 5, 11: 5])
    }

    @Test("what was taken for a day is not used in the minute at its end")
    func late() {
        let day: Int64 = 86_400_000_000
        let window = RateWindow(count: 5, length: .day(start: 10 * day, end: 11 * day))
        #expect(window.holds(since: .seconds(30), now: 11 * day - 60_000_001))
        #expect(!window.holds(since: .seconds(30), now: 11 * day - 60_000_000))
    }

    @Test("a wish larger than the window is never granted, and what is free is told")
    func free() {
        let window = RateWindow(count: 5, length: .rolling(1_000_000))
        #expect(window.answer(6, memory: .init(), now: 7) == .never)
        #expect(window.free(.init(), now: 7) == 5)
        guard case .go(let memory) = window.answer(4, memory: .init(), now: 7) else {
            Issue.record("four of five fit")
            return
        }
        #expect(window.free(memory, now: 8) == 1)
        #expect(window.free(memory, now: 9_000_000) == 5)
    }

    @Test("what cannot be read is an empty memory", arguments: ["", "x", "5", "5:1,2:3"])
    func unreadable(text: String) {
        let window = RateWindow(count: 1, length: .rolling(60))
        #expect(window.free(RateWindow.Memory(text: text), now: 1_000) == 1)
    }
}
