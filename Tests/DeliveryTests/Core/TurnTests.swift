import Testing

import struct FoundationEssentials.Date

@testable import Delivery

@Suite("Turns of the loop")
struct TurnTests {
    private let soon = Date(timeIntervalSince1970: 100)
    private let later = Date(timeIntervalSince1970: 200)
    private let end = Date(timeIntervalSince1970: 1_000)

    @Test("all accounts are looked at first, and then only those whose lane has ended")
    func afterTheFirst() {
        var turn = Turn(accounts: ["a", "b", "c"])
        #expect(turn.unseen == ["a", "b", "c"])
        turn.begin(["a", "b"], resting: ["c"], until: nil)
        #expect(turn.unseen.isEmpty)
        #expect(!turn.isIdle)
        turn.end("b")
        #expect(turn.unseen == ["b"])
        turn.begin([], resting: ["b"], until: nil)
        #expect(turn.unseen.isEmpty)
        turn.end("a")
        #expect(turn.isIdle)
    }

    @Test("what did not fit into one look is looked at again")
    func more() {
        var turn = Turn(accounts: ["a", "b"])
        turn.begin(["a"], resting: [], until: nil)
        #expect(turn.unseen == ["b"])
    }

    @Test("the alarm is set once for each earlier instant, and rings for every free account")
    func alarm() {
        var turn = Turn(accounts: ["a", "b", "c"])
        turn.begin(["a"], resting: ["b", "c"], until: later)
        #expect(turn.alarm(before: end) == later)
        #expect(turn.alarm(before: end) == nil)
        turn.begin([], resting: ["b"], until: soon)
        #expect(turn.alarm(before: end) == soon)
        turn.ring()
        #expect(turn.unseen == ["b", "c"])
        turn.begin([], resting: ["b", "c"], until: nil)
        #expect(turn.alarm(before: end) == nil)
        turn.begin([], resting: ["b", "c"], until: end)
        #expect(turn.alarm(before: end) == nil)
    }

    @Test("accounts whose lanes have ended wait for each other, until the instant comes or the last lane has ended")
    func together() {
        var turn = Turn(accounts: ["a", "b", "c"])
        #expect(!turn.canWait)
        turn.begin(["a", "b", "c"], resting: [], until: nil)
        turn.end("a")
        #expect(turn.canWait)
        #expect(turn.look(now: soon) == soon.addingTimeInterval(Turn.patience))
        turn.end("b")
        // One instant is set, and serves both.
        #expect(turn.look(now: soon) == nil)
        turn.lookIsDue()
        #expect(!turn.canWait)
        turn.begin([], resting: ["a", "b"], until: nil)
        turn.end("c")
        // Nothing runs: what follows looks at everything.
        #expect(turn.canWait)
        #expect(turn.look(now: later) == nil)
    }

    @Test("what may have something due waits for nobody")
    func unseenWaitsForNobody() {
        var turn = Turn(accounts: ["a", "b"])
        turn.begin(["a"], resting: [], until: nil)
        turn.end("a")
        #expect(!turn.canWait)
        turn.begin(["a", "b"], resting: [], until: nil)
        turn.end("a")
        turn.ring()
        #expect(!turn.canWait)
    }
}
