import Testing

@testable import Simulation

@Suite("Rules on doubtful calls")
struct DoubtRuleTests {
    @Test("a try that did nothing leaves an earlier call as doubtful as it was", arguments: [429, 409])
    func refusedTry(status: Int) async throws {
        let history = History()
        let create = try #require(history.create())
        await history.make(create, nil)
        #expect(history.broken == [])
        await history.make(create, status)
        #expect(history.broken == ["S3"])
        await history.make(create, 201)
        #expect(history.broken == ["S3", "S3"])
    }

    @Test("a creation may be repeated after two empty looks, the last of them late enough", arguments: [2, 90])
    func looks(after seconds: Int64) async throws {
        let history = History()
        let (create, find) = (try #require(history.create()), try #require(history.find()))
        await history.make(create, nil)
        await history.make(find, 200, "[]")
        history.wait(seconds * .second)
        await history.make(find, 200, "[]")
        await history.make(create, 201)
        #expect(history.broken == (seconds == 2 ? ["S3"] : []))
    }

    @Test("a look that shows the ad allows no repetition")
    func fullLook() async throws {
        let history = History()
        let (create, find) = (try #require(history.create()), try #require(history.find()))
        await history.make(create, nil)
        history.wait(.minute)
        for _ in 0..<2 { await history.make(find, 200, #"[{"id":"1","reference":"p-role0-looked0"}]"#) }
        await history.make(create, 201)
        #expect(history.broken == ["S3"])
    }

    @Test("a doubtful change is repeated as it was, or not at all", arguments: ["Cook v2", "Cook v3"])
    func otherContent(title: String) async throws {
        let history = History()
        _ = history.board.carryOut(try #require(history.create()))
        await history.make(try #require(history.update("Cook v2")), 503)
        await history.make(try #require(history.update(title)), 200)
        #expect(history.broken == (title == "Cook v2" ? [] : ["S3"]))
    }

    @Test("an end does not overtake a change whose outcome is unknown", arguments: [nil, 503, 200] as [Int?])
    func overtaking(status: Int?) async throws {
        let history = History()
        _ = history.board.carryOut(try #require(history.create()))
        await history.make(try #require(history.update("Cook v2")), status)
        history.wait(10 * .second)
        await history.make(try #require(history.withdraw()), 200)
        #expect(history.broken == (status == 200 ? [] : ["S3"]))
    }

    @Test(
        "an end may come when a doubtful change can do no more, or when a person has looked",
        arguments: [false, true]
    )
    func laterEnd(isResolved: Bool) async throws {
        let history = History()
        _ = history.board.carryOut(try #require(history.create()))
        await history.make(try #require(history.update("Cook v2")), nil)
        if isResolved { history.checker.resolved(History.reference) } else { history.wait(40 * .second) }
        await history.make(try #require(history.withdraw()), 200)
        #expect(history.broken == [])
    }

    @Test("nothing is created beside an ad whose end is doubtful", arguments: [nil, 404, 200] as [Int?])
    func besideADoubtfulEnd(look: Int?) async throws {
        let history = History()
        _ = history.board.carryOut(try #require(history.create()))
        await history.make(try #require(history.withdraw()), 502)
        if let look { await history.make(try #require(history.look()), look) }
        await history.make(try #require(history.create()), 201)
        #expect(history.broken == (look == 404 ? [] : ["S3"]))
    }
}
