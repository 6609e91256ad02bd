import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing

@testable import Delivery

@Suite("A creation that comes too soon")
struct TooSoonTests {
    static let life = "reopen: new-creation, closing: by itself, minimumBetween: 7d"
    static let week = 7.0 * 86_400

    @Test("a replacement waits while the old ad stays up, and goes when the time has come")
    func replacement() async throws {
        let bench = try Bench(TinyAdapter.text(update: "  update: { via: replace }", life: Self.life))
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try await bench.want("Chef")
        // Long enough for the ad to be seen live meanwhile, which explains nothing away.
        try await bench.run(for: 7200)
        #expect(bench.board.live.map(\.title) == ["Cook"])
        #expect(!bench.board.log.contains { $0.hasPrefix("DELETE") })
        let waiting = try await bench.posting
        #expect(waiting.state == .live)
        #expect(waiting.error?.code == "too-soon")
        #expect(waiting.error?.message.contains("7 days") == true)
        #expect(waiting.error?.remedy == "Run `placard sync` then.")
        let due = try #require(waiting.dueAt)
        #expect(waiting.error?.message.contains(due.formatted(.iso8601)) == true)
        bench.clock.move(by: due.timeIntervalSince(bench.clock.now))
        try await bench.run(for: 7200, until: areLive)
        #expect(bench.board.live.map(\.title) == ["Chef"])
        #expect(try await bench.posting.error == nil)
    }

    @Test("an ad that the board ended is created anew only when the time has come", arguments: [false, true])
    func anew(isTimeOver: Bool) async throws {
        let bench = try Bench(TinyAdapter.text(life: Self.life))
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        bench.board.state.withLock { $0.ads[0].isLive = false }
        bench.clock.move(by: isTimeOver ? Self.week : 7200)
        try await bench.run(for: 10)
        var posting = try await bench.posting
        #expect(posting.state == .removed)
        posting.renewalsAsked += 1
        (posting.phase, posting.dueAt) = (.due, bench.clock.now)
        _ = try await bench.store.commit([Step([.posting(posting)])])
        try await bench.run(for: 600, until: areLive)
        #expect(bench.board.live.count == (isTimeOver ? 1 : 0))
        #expect(try await bench.posting.error?.code == (isTimeOver ? nil : "too-soon"))
    }

    @Test("a withdrawal does not wait")
    func withdrawal() async throws {
        let bench = try Bench(TinyAdapter.text(life: Self.life))
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try await bench.unwant()
        try await bench.run(until: areGone)
        #expect(bench.board.live.isEmpty)
    }
}
