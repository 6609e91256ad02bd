import Documents
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing
import Transport

@Suite("What other workers learn of an account meanwhile")
struct FellowWorkerTests {
    /// Runs one posting while another worker writes of its account right before the intent, and tells when calls left.
    private func departures(of bench: Bench, _ change: @escaping @Sendable (inout AccountState) -> Void) async throws
        -> [Double]
    {
        let start = bench.clock.now
        let times = Mutex<[Double]>([])
        let fellow = CrashingLedger(bench.store) { number, store throws(LedgerError) in
            guard number == 1 else { return }
            let base = try await store.accounts(["kitchen"]).first ?? AccountState(name: "kitchen")
            var account = base
            change(&account)
            _ = try await store.commit([Step([.learnt(account, from: base)])])
        }
        let (board, clock) = (bench.board, bench.clock)
        let transport = ScriptedTransport { request in
            if request.method == "POST" { times.withLock { $0.append(clock.now.timeIntervalSince(start)) } }
            return board.answer(request)
        }
        try await bench.run(ledger: fellow, transport: transport, until: areLive)
        return times.withLock { $0 }
    }

    @Test("a wait that the board asked another worker for is obeyed by a call whose intent was being written")
    func cooldown() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        let until = bench.clock.now.addingTimeInterval(120)
        #expect(try await departures(of: bench) { $0.cooldownUntil = until } == [120])
        let attempts = try await bench.timeline().attempts.filter { $0.operation == .create }
        #expect(attempts.map(\.ending) == [.late, .ended])
        #expect(try await bench.posting.tries == 0)
    }

    @Test("a breaker that another worker's failures opened holds it back")
    func breaker() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        let until = bench.clock.now.addingTimeInterval(30)
        let left = try await departures(of: bench) { account in
            account.failures = 5
            account.openUntil = until
        }
        #expect(left == [30])
    }

    @Test("of two workers that would try whether the board is back, one does")
    func trial() async throws {
        let bench = try Bench()
        var open = AccountState(name: "kitchen")
        open.fingerprint = "one"
        open.failures = 5
        open.openUntil = bench.clock.now
        _ = try await bench.store.commit([Step([.account(open)])])
        try await bench.want("Cook")
        let until = bench.clock.now.addingTimeInterval(60)
        let left = try await departures(of: bench) { $0.openUntil = until }
        #expect(left.first.map { $0 >= 60 } == true, "\(left)")
        #expect(left.count == 1)
    }

    @Test("what one worker keeps of an account does not undo what another keeps")
    func kept() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        #expect(try await departures(of: bench) { $0.kept["user"] = .number(7) } == [0])
        #expect(try await bench.store.accounts(["kitchen"]).first?.kept["user"] == .number(7))
    }

    @Test("what another worker has taken of a limit is not taken twice", arguments: ["account", "application"])
    func limit(of: String) async throws {
        let limits = "limits:\n  - { unit: requests, count: 5, per: 1m, of: \(of), during: [create] }"
        let bench = try Bench(TinyAdapter.text(more: limits))
        try await bench.want("Cook", id: "cook0")
        let start = bench.clock.now
        let times = Mutex<[Double]>([])
        let (board, clock) = (bench.board, bench.clock)
        let transport = ScriptedTransport { request in
            if request.method == "POST" { times.withLock { $0.append(clock.now.timeIntervalSince(start)) } }
            return board.answer(request)
        }
        // Right before the first worker's intent the second one sends all that the limit allows.
        let fellow = CrashingLedger(bench.store) { number, _ throws(LedgerError) in
            guard number == 1 else { return }
            do {
                for number in 1...5 { try await bench.want("Cook", id: "cook\(number)") }
                let own = PostingFilter(roles: (1...5).map { "cook\($0)" })
                try await bench.run(own, for: 0.5, transport: transport)
            } catch {
                Issue.record("\(error)")
            }
        }
        try await bench.run(for: 200, ledger: fellow, transport: transport, until: areLive)
        #expect(board.live.count == 6)
        let sent = times.withLock { $0.sorted() }
        #expect(sent.prefix(5) == [0, 0, 0, 0, 0])
        #expect(sent.last.map { $0 >= 60 } == true, "\(sent)")
        #expect(sent.count == 6)
    }
}
