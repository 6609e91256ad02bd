import Ledger
import Postings
import Testing

@testable import Simulation

@Suite("Rules on waits")
struct WaitRuleTests {
    /// Commits that were slow before all was well have ended.
    private static let fair: Int64 = 130 * .second

    @Test("what is due while somebody is there and the account may send is taken soon", arguments: [100, 200])
    func due(seconds: Int64) throws {
        let history = History()
        history.checker.attends(["looked0"], history.process)
        history.wait(Self.fair + seconds * .second)
        let row = try #require(history.row(due: Self.fair))
        history.checker.claimed([row])
        history.checker.waits([row])
        #expect(history.broken == (seconds == 100 ? [] : ["L3", "L3"]))
    }

    @Test("what is not due, or is held, does not wait to be taken", arguments: [Phase.idle, .leased, .parked])
    func notDue(phase: Phase) throws {
        let history = History()
        history.checker.attends(["looked0"], history.process)
        history.wait(.hour)
        var row = try #require(history.row(due: Self.fair))
        row.phase = phase
        history.checker.waits([row])
        #expect(history.broken == [])
    }

    @Test("nobody is blamed while no worker is there, or has only just come back", arguments: [false, true])
    func absence(isBack: Bool) throws {
        let history = History()
        history.checker.attends(["looked0"], history.process)
        history.process.stop()
        history.wait(.hour)
        if isBack { history.process.resume() }
        let row = try #require(history.row(due: Self.fair))
        history.checker.waits([row])
        #expect(history.broken == [])
        history.wait(3 * .minute)
        history.checker.waits([row])
        #expect(history.broken == (isBack ? ["L3"] : []))
    }

    @Test("the time that an account rests is no wait, until it is lifted", arguments: [false, true])
    func rest(isLifted: Bool) throws {
        let history = History()
        history.checker.attends(["looked0"], history.process)
        history.checker.rests(history.account(open: 20 * .minute), history.process, isTold: false)
        history.wait(10 * .minute)
        if isLifted { history.checker.rests(history.account(), history.process, isTold: false) }
        let row = try #require(history.row(due: Self.fair))
        history.checker.waits([row])
        history.wait(3 * .minute)
        history.checker.waits([row])
        #expect(history.broken == (isLifted ? ["L3"] : []))
    }

    @Test("an account rests as long as the breaker may, or as its board asked", arguments: [29, 31])
    func longRest(minutes: Int64) async throws {
        let (own, asked) = (History(), History())
        own.checker.rests(own.account(cooling: minutes * .minute), own.process, isTold: true)
        #expect(own.broken == (minutes == 29 ? [] : ["L3"]))
        await asked.make(try #require(asked.find()), 429, asks: 40 * .minute)
        asked.checker.rests(asked.account(cooling: minutes * .minute), asked.process, isTold: true)
        #expect(asked.broken == [])
    }

    @Test("what the board asked to wait is waited to the second", arguments: [19, 21])
    func asked(seconds: Int64) async throws {
        let history = History()
        let find = try #require(history.find())
        await history.make(find, 503, asks: 21 * .second)
        history.wait((seconds - 1) * .second)
        await history.make(find, 200, "[]")
        #expect(history.broken == (seconds == 19 ? ["S8"] : []))
    }
}

@Suite("Rules on wishes")
struct WishRuleTests {
    @Test("a wish that the ledger does not hold as it was given is lost")
    func lost() throws {
        let history = History()
        var want = Arena.Want(account: Plan.Account(name: "looked0", kind: .looked))
        (want.version, want.revision) = (1, "one")
        let row = try #require(history.row(due: 0))
        #expect(want.lost(from: row, on: history.board) == nil)
        want.revision = "two"
        #expect(want.lost(from: row, on: history.board) != nil)
        (want.revision, want.renewals) = ("one", 1)
        #expect(want.lost(from: row, on: history.board) != nil)
    }

    @Test("a renewal that nobody asked for is one too many")
    func renewal() throws {
        let history = History()
        _ = history.board.carryOut(try #require(history.create()))
        _ = history.board.carryOut(try #require(history.renew()))
        var want = Arena.Want(account: Plan.Account(name: "looked0", kind: .looked))
        (want.version, want.revision) = (1, "one")
        let row = try #require(history.row(due: 0))
        #expect(want.lost(from: row, on: history.board) != nil)
    }
}
