import Delivery
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing
import Transport

@Suite("Outages")
struct OutageTests {
    @Test("an outage wears no posting out, however long it lasts")
    func longOutage() async throws {
        let bench = try Bench()
        for _ in 0..<40 { bench.board.fail("POST", .isDown) }
        try await bench.want("Cook")
        try await bench.run(for: 2 * 86_400, until: areLive)
        #expect(bench.board.live.count == 1)
        #expect(bench.board.log.filter { $0.hasPrefix("POST") }.count == 41)
    }

    @Test("what never left stays queued, says why, and counts as no try")
    func notSent() async throws {
        let bench = try Bench()
        bench.board.fail("POST", .isDown)
        try await bench.want("Cook")
        try await bench.run(for: 0.1, until: areLive)
        let waiting = try await bench.posting
        #expect(waiting.state == .queued && waiting.phase == .due)
        #expect(waiting.tries == 0)
        #expect(waiting.error?.message.contains("No connection") == true)
        let due = try #require(waiting.dueAt)
        #expect(due > bench.clock.now)
        let account = try #require(try await bench.store.accounts(["kitchen"]).first)
        #expect(account.heldUntil(at: bench.clock.now) != nil)
        #expect(account.failures == 1)
    }

    @Test("what was claimed together and has not left yet waits with the account")
    func restOfTheTurn() async throws {
        let bench = try Bench()
        for number in 0..<20 { try await bench.want("Cook", id: "cook\(number)") }
        for _ in 0..<16 { bench.board.fail("POST", .isDown) }
        try await bench.run(for: 0.1, until: areLive)
        #expect(bench.board.log.count == 16)
        let waiting = try await bench.store.postings(PostingFilter())
        #expect(waiting.allSatisfy { $0.phase == .due && $0.tries == 0 && $0.error != nil })
    }

    @Test(
        "a broken transport ends the run and fails nothing",
        arguments: [TransportFailure.Code.transportBroken, .shutDown]
    )
    func broken(code: TransportFailure.Code) async throws {
        let bench = try Bench()
        for number in 0..<40 { try await bench.want("Cook", id: "cook\(number)") }
        let broken = TransportFailure(code: code, message: "The library broke down")
        let sent = Counter()
        let transport = ScriptedTransport { _ in
            sent.note(1)
            return .notSent(broken)
        }
        let error = await #expect(throws: TransportFailure.self) {
            try await bench.run(for: 86_400, transport: transport, until: areLive)
        }
        #expect(error == broken)
        #expect(sent.noted.count == 16)
        let waiting = try await bench.store.postings(PostingFilter())
        #expect(waiting.allSatisfy { $0.phase == .due && $0.tries == 0 && $0.state == .queued })
        #expect(waiting.allSatisfy { $0.error?.message.contains("The library broke down") == true })
        // Another run with a sound transport is not held up by it.
        try await bench.run(until: areLive)
        #expect(bench.board.live.count == 40)
    }
}
