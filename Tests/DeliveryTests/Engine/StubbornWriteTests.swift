import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Testing
import Transport

@Suite("Answers that cannot be written at once")
struct StubbornWriteTests {
    @Test(
        "what an answer told is written as soon as the ledger takes it again",
        arguments: [LedgerError.busy(holder: "a backup"), .failed(reason: "locked"), .diskFull(file: "placard.db")]
    )
    func passing(fault: LedgerError) async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        // The first commit is the intent, the second the answer.
        let ledger = CrashingLedger(bench.store) { number, _ throws(LedgerError) in
            if (2...5).contains(number) { throw fault }
        }
        try await bench.run(ledger: ledger, until: areLive)
        #expect(try await bench.posting.state == .live)
        #expect(bench.board.log.filter { $0.hasPrefix("POST") }.count == 1)
        // Nobody had to ask the board what became of the call.
        #expect(!bench.board.log.contains { $0.contains("reference") || $0.contains("find") }, "\(bench.board.log)")
        #expect(try await bench.timeline().attempts.filter { $0.operation == .create }.map(\.ending) == [.ended])
    }

    @Test("on a disk that stays full the run ends with that, within five seconds")
    func full() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        let start = bench.clock.now
        let full = LedgerError.diskFull(file: "placard.db")
        let ledger = CrashingLedger(bench.store) { number, _ throws(LedgerError) in
            if number > 1 { throw full }
        }
        let error = await #expect(throws: LedgerError.self) { try await bench.run(ledger: ledger, until: areLive) }
        #expect(error == full)
        #expect(bench.clock.now.timeIntervalSince(start) <= 5)
        #expect(ledger.commits > 4)
    }

    @Test("an intent that cannot be written is not waited for: nothing has left yet")
    func intent() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        let start = bench.clock.now
        let ledger = CrashingLedger(bench.store) { _, _ throws(LedgerError) in throw .failed(reason: "locked") }
        await #expect(throws: LedgerError.self) { try await bench.run(ledger: ledger, until: areLive) }
        #expect(bench.clock.now == start)
        #expect(ledger.commits <= 3)
        #expect(bench.board.log.isEmpty)
    }
}
