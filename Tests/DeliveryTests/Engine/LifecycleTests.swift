import Delivery
import Ledger
import Postings
import Testing
import Transport

@Suite("An ad's life")
struct LifecycleTests {
    @Test("create, seen live; the second run sends nothing")
    func create() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        #expect(bench.board.live.map(\.title) == ["Cook"])
        #expect(try await bench.posting.witness == .board)
        let before = bench.board.log
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        #expect(bench.board.log == before)
    }

    @Test("a change is one update in place")
    func update() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try await bench.want("Chef")
        try await bench.run(until: areLive)
        #expect(bench.board.live.map(\.title) == ["Chef"])
        #expect(bench.board.log.filter { $0.hasPrefix("PUT") }.count == 1)
        #expect(bench.board.created == 1)
    }

    @Test("a withdrawal is final when the ad is seen gone")
    func withdraw() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try await bench.unwant()
        try await bench.run(until: areGone)
        #expect(bench.board.live.isEmpty)
        #expect(try await bench.posting.state == .withdrawn)
    }

    @Test(
        "a change that cannot be sent leaves the live ad alone",
        arguments: [TinyAdapter.updateCall, "  update: { via: replace }"]
    )
    func unsendable(update: String) async throws {
        let bench = try Bench(TinyAdapter.text(update: update))
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try await bench.want(String(repeating: "too long ", count: 9))
        try await bench.run()
        #expect(bench.board.live.map(\.title) == ["Cook"])
        let posting = try await bench.posting
        #expect(posting.state == .needsEdit)
        #expect(posting.observed == .present)
    }

    @Test("a replacement is created only when the old ad is seen gone", arguments: [true, false])
    func replace(finds: Bool) async throws {
        let bench = try Bench(
            TinyAdapter.text(repeats: finds ? "find" : "never", finds: finds, update: "  update: { via: replace }")
        )
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try await bench.want("Chef")
        try await bench.run(for: 7200, until: areLive)
        #expect(bench.board.live.map(\.title) == ["Chef"])
        #expect(bench.board.created == 2)
        #expect(try await bench.posting.creation == 2)
        #expect(bench.board.live.first?.reference.hasSuffix("-2") == true)
        let log = bench.board.log
        let deleted = try #require(log.firstIndex { $0.hasPrefix("DELETE") })
        let created = try #require(log.lastIndex { $0.hasPrefix("POST") })
        #expect(log[deleted..<created].contains { $0.hasPrefix("GET") }, "nobody looked between end and new beginning")
    }

    @Test("a replacement whose old ad stays in sight stops, and creates nothing beside it")
    func doubtfulReplacement() async throws {
        let bench = try Bench(
            TinyAdapter.text(update: "  update: { via: replace }", watch: TinyAdapter.watch.replacing("404", "410"))
        )
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        // The board says yes to every end and does nothing.
        for _ in 0..<99 { bench.board.fail("DELETE", .answers(200, [])) }
        try await bench.want("Chef")
        try await bench.run(for: 20_000)
        #expect(bench.board.live.map(\.title) == ["Cook"])
        #expect(bench.board.created == 1)
        #expect(try await bench.posting.state == .needsEdit)
    }

    @Test("what is wanted while a call is under way is not lost by the saving of its answer")
    func changesUnderWay() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        let board = bench.board
        let hasChanged = Once()
        let transport = HookedTransport(board) { request in
            if request.method == "POST", hasChanged.first() { try? await bench.want("Chef") }
        }
        try await bench.run(transport: transport, until: areLive)
        #expect(board.live.map(\.title) == ["Chef"])
        #expect(board.created == 1)
    }

    @Test("before the first byte a posting costs three calls of the ledger at the most")
    func ledgerCalls() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        let ledger = CrashingLedger(bench.store)
        let counted = Counter()
        let transport = HookedTransport(bench.board) { _ in counted.note(ledger.calls) }
        try await bench.run(ledger: ledger, transport: transport) { _ in true }
        // Recovery, the two account readings, the claim, the watches and the role are the turn's, not the posting's.
        #expect(try #require(counted.noted.first) - 6 <= 3)
    }
}
