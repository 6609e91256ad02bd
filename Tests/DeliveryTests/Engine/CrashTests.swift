import Delivery
import Ledger
import LedgerTesting
import Postings
import Testing
import Transport

@Suite("Crashes")
struct CrashTests {
    /// Runs a whole life with a crash at one commit; tells whether the crash came.
    private func live(_ kind: LostAnswerTests.Kind, dyingAt commit: Int, _ moment: CrashingLedger.Moment) async throws
        -> Bool
    {
        let bench = try kind.bench()
        let ledger = CrashingLedger(bench.store, dyingAt: commit, moment)
        let steps: [(want: String?, goal: @Sendable ([Posting]) -> Bool)] = [
            ("Cook", areLive), ("Chef", areLive), (nil, areGone),
        ]
        for step in steps {
            if let title = step.want { try await bench.want(title) } else { try await bench.unwant() }
            let goal: @Sendable ([Posting]) -> Bool = { step.goal($0) || $0.allSatisfy { $0.phase == .parked } }
            do throws(any Error) {
                try await bench.run(for: 7200, ledger: ledger.isDead ? bench.store : ledger, until: goal)
            } catch is LedgerError {
                // The process has died; the next one finds the ledger as it was left.
                bench.clock.move(by: 1)
                try await bench.run(for: 7200, until: goal)
            }
            let posting = try await bench.posting
            #expect(bench.board.created <= 1, "crash at commit \(commit)")
            if posting.state == .outcomeUnknown {
                #expect(kind == .never, "crash at commit \(commit): \(posting.error?.message ?? "")")
                return ledger.isDead
            }
            #expect(bench.board.live.map(\.title) == [step.want].compactMap(\.self), "crash at commit \(commit)")
            #expect(step.goal([posting]), "crash at commit \(commit): \(posting.state) \(posting.phase)")
        }
        return ledger.isDead
    }

    @Test(
        "at any commit of a life, the board has one ad at the most and the ledger tells the truth",
        arguments: LostAnswerTests.Kind.allCases,
        CrashingLedger.Moment.allCases
    )
    func everywhere(kind: LostAnswerTests.Kind, moment: CrashingLedger.Moment) async throws {
        var commit = 1
        while try await live(kind, dyingAt: commit, moment) {
            commit += 1
            #expect(commit < 100)
        }
        #expect(commit > 6, "the life has too few commits to prove anything")
    }

    @Test("a ledger that fails at any call ends the loop, and the next one goes on", .timeLimit(.minutes(1)))
    func anyCall() async throws {
        var call = 1
        var isDead = true
        while isDead {
            // The second account has nothing due: it is looked at, and that can fail too.
            let bench = try Bench(TinyAdapter.text(repeats: "find"), accounts: ["a", "b"])
            let ledger = CrashingLedger(bench.store, atCall: call)
            try await bench.want("Cook")
            try? await bench.run(PostingFilter(accounts: ["a", "b"]), ledger: ledger, until: areLive)
            isDead = ledger.isDead
            try await bench.run(until: areLive)
            #expect(bench.board.created == bench.board.live.count, "the ledger failed at call \(call)")
            #expect(try await bench.store.postings(PostingFilter()).allSatisfy { $0.state == .live })
            call += 1
        }
        #expect(call > 20, "the life has too few calls to prove anything")
    }

    @Test("a crash between intent and answer is asked after, not repeated")
    func betweenIntentAndAnswer() async throws {
        let bench = try LostAnswerTests.Kind.find.bench()
        let ledger = CrashingLedger(bench.store, dyingAt: 2)
        try await bench.want("Cook")
        await #expect(throws: LedgerError.self) { try await bench.run(ledger: ledger) }
        #expect(bench.board.created == 1)
        try await bench.run(until: areLive)
        #expect(bench.board.log.filter { $0.hasPrefix("POST") }.count == 1)
        #expect(bench.board.log[1].contains("ref="))
    }

    @Test("a worker whose posting was taken over changes nothing, and its answer is kept")
    func zombie() async throws {
        let bench = try LostAnswerTests.Kind.find.bench()
        try await bench.want("Cook")
        let once = Once()
        let transport = HookedTransport(bench.board) { request in
            guard request.method == "POST", once.first() else { return }
            _ = try? await bench.store.recoverOwn(worker: "w", now: bench.clock.now)
            _ = try? await bench.store.claim(
                PostingFilter(),
                limit: 1,
                worker: "other",
                now: bench.clock.now,
                lease: .seconds(60)
            )
        }
        try await bench.run(for: 1, transport: transport)
        #expect(try await bench.posting.leaseOwner == "other")
        #expect(try await bench.timeline().attempts.map(\.ending) == [.late])
        try await bench.run(until: areLive)
        #expect(bench.board.created == 1)
    }
}
