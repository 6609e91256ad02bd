import Delivery
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Testing
import Transport

@Suite("Batches")
struct BatchTests {
    static func text(_ refusal: String = "each", repeats: String = "find", more: String = "limits: []") -> String {
        TinyAdapter.text(repeats: repeats, more: more).replacing(
            "path: /ads, headers: { Idempotency-Key: \"{key}\" }, json: ad }",
            "path: /batch, json: ad }\n    batch: { upTo: 4, at: ads, answer: $.results, match: order, refusal: \(refusal) }\n"
                + "    success: { status: [200], where: [{ equals: { it.status: 201 } }] }"
        )
        .replacing(
            "keep: { remoteID: { at: $.id, type: text } }\n    proves: acknowledged\n    then: ad\n\n",
            "keep: { remoteID: { at: it.id, type: text } }\n    proves: acknowledged\n    then: ad\n\n"
        )
        .replacing(
            "failures:\n",
            "failures:\n  - { when: [{ equals: { it.status: 422 } }], verdict: refused, reason: it.error }\n"
        )
    }

    private func bench(_ text: String, titles: [String]) async throws -> Bench {
        let bench = try Bench(text)
        for (number, title) in titles.enumerated() { try await bench.want(title, id: "cook\(number)") }
        return bench
    }

    @Test("each ad has its own end, and one refused keeps none of the others back")
    func each() async throws {
        let bench = try await bench(Self.text(), titles: ["A", "bad", "C", "D", "E"])
        try await bench.run { $0.allSatisfy { $0.state == .live || $0.phase == .parked } }
        #expect(bench.board.live.map(\.title).sorted() == ["A", "C", "D", "E"])
        #expect(bench.board.log.filter { $0.hasPrefix("POST") }.count == 2)
        #expect(try await bench.store.postings(PostingFilter()).filter { $0.state == .rejected }.count == 1)
    }

    @Test("an ad that cannot be written or sent sinks none of the others")
    func unsendable() async throws {
        let bench = try await bench(Self.text(), titles: ["A", String(repeating: "long ", count: 20), "C"])
        try await bench.run { $0.allSatisfy { $0.state == .live || $0.phase == .parked } }
        #expect(bench.board.live.map(\.title).sorted() == ["A", "C"])
    }

    @Test("a batch whose answer is lost leaves every ad in doubt, and each is looked for")
    func lost() async throws {
        let bench = try await bench(Self.text(), titles: ["A", "B", "C"])
        bench.board.fail("POST", .losesAnswer)
        try await bench.run(until: areLive)
        #expect(bench.board.created == 3)
        #expect(bench.board.log.filter { $0.contains("ref=") }.count == 3)
    }

    @Test("a batch refused whole is sent again ad by ad")
    func whole() async throws {
        let bench = try await bench(Self.text("whole"), titles: ["A", "B", "C"])
        bench.board.fail("POST", .answers(400, []))
        try await bench.run(until: areLive)
        #expect(bench.board.created == 3)
        #expect(bench.board.log.filter { $0.hasPrefix("POST") }.count == 4)
    }

    @Test("an answer that lacks an ad leaves doubt, and a limit smaller than a batch splits it")
    func limit() async throws {
        let limits = "limits:\n  - { unit: records, count: 2, per: 1m, of: account, during: [create] }"
        let bench = try await bench(Self.text(more: limits), titles: ["A", "B", "C", "D", "E"])
        let start = bench.clock.now
        try await bench.run(until: areLive)
        #expect(bench.board.created == 5)
        #expect(bench.clock.now.timeIntervalSince(start) >= 120)
        #expect(bench.board.log.filter { $0.hasPrefix("POST") }.count == 3)
    }
}
