import Delivery
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing
import Transport

@Suite("Lost answers")
struct LostAnswerTests {
    /// A board and an adapter that fit together.
    enum Kind: String, CaseIterable, Sendable {
        case safe, key, find, never

        func bench() throws -> Bench {
            let repeats = self == .key ? "{ key: key, keptFor: 1h }" : rawValue
            let bench = try Bench(TinyAdapter.text(repeats: repeats, finds: self == .find))
            bench.board.state.withLock { state in
                state.keepsKeys = self == .key
                state.knowsReferences = self == .safe
            }
            return bench
        }
    }

    static let faults: [TinyBoard.Fault] = [
        .losesAnswer, .losesRequest, .carriesOutAndAnswers(502), .carriesOutAndAnswers(503, ["Retry-After": "5"]),
    ]

    @Test("a creation is never made twice", arguments: Kind.allCases, faults)
    func create(kind: Kind, fault: TinyBoard.Fault) async throws {
        let bench = try kind.bench()
        bench.board.fail("POST", fault)
        try await bench.want("Cook")
        try await bench.run(for: 7200) { areLive($0) || $0.allSatisfy { $0.phase == .parked } }
        #expect(bench.board.created <= 1)
        if kind == .never {
            #expect(try await bench.posting.state == .outcomeUnknown)
        } else {
            #expect(bench.board.live.count == 1)
            #expect(try await bench.posting.state == .live)
        }
    }

    @Test(
        "a list that was cut after the creation left tells no absence, and one that goes back beyond it does",
        arguments: [0.0, 3600]
    )
    func cutList(age: Double) async throws {
        let match = "[{ equals: { it.ref: ours } }]\n    reach: { from: 2, at: it.created }"
        let bench = try Bench(TinyAdapter.text().replacing("[{ present: it.id }]", match))
        try await bench.want("Cook")
        let (board, clock) = (bench.board, bench.clock)
        let oldest = clock.now.addingTimeInterval(-age).formatted(.iso8601)
        let newest = clock.now.addingTimeInterval(60).formatted(.iso8601)
        let others = #"[{"id":"8","created":"\#(newest)"},{"id":"9","created":"\#(oldest)"}]"#
        let creations = Counter()
        let transport = ScriptedTransport { request in
            // The creation came through and its answer did not; by now others' ads stand before it.
            if request.method == "POST" {
                creations.note(1)
                _ = board.answer(request)
                return .unknown(TransportFailure(code: .connectionLost, message: "lost"))
            }
            guard request.method == "GET", request.url.contains("ref=") else { return board.answer(request) }
            return .replied(Reply(status: 200, body: Array(others.utf8), receivedAt: clock.now))
        }
        try await bench.run(for: 600, transport: transport) { $0.allSatisfy { $0.phase == .parked } }
        #expect(age == 0 ? creations.noted.count == 1 : creations.noted.count > 1)
    }

    @Test("where the list tells nothing, the same call goes out again under its key, and the board makes it one")
    func cutListWithKey() async throws {
        let match = "[{ equals: { it.ref: ours } }]\n    reach: { from: 1, at: it.created }"
        let manifest = TinyAdapter.text(repeats: "{ key: key, keptFor: 1h }").replacing("[{ present: it.id }]", match)
        let bench = try Bench(manifest)
        bench.board.state.withLock { $0.keepsKeys = true }
        bench.board.fail("POST", .losesAnswer)
        try await bench.want("Cook")
        let (board, clock) = (bench.board, bench.clock)
        let transport = ScriptedTransport { request in
            guard request.method == "GET", request.url.contains("ref=") else { return board.answer(request) }
            let others = #"[{"id":"8","created":"\#(clock.now.formatted(.iso8601))"}]"#
            return .replied(Reply(status: 200, body: Array(others.utf8), receivedAt: clock.now))
        }
        try await bench.run(for: 60, transport: transport, until: areLive)
        #expect(try await bench.posting.state == .live)
        #expect(board.created == 1)
        let calls = transport.requests.filter { !$0.url.contains("/ads/") }.map(\.method)
        #expect(calls == ["POST", "GET", "POST"])
    }

    @Test(
        "an ad that a server's fault may have made is never called withdrawn without its end",
        arguments: [Kind.safe, .key],
        ["", ", wait: 5s"]
    )
    func faultThenEnd(kind: Kind, wait: String) async throws {
        let repeats = kind == .key ? "{ key: key, keptFor: 1h }" : kind.rawValue
        let passing = "  - { when: [{ status: [502] }], verdict: transient\(wait) }"
        let bench = try Bench(TinyAdapter.text(repeats: repeats, finds: false, failures: passing))
        bench.board.fail("POST", .carriesOutAndAnswers(502))
        try await bench.want("Cook")
        try await bench.runOneCall()
        #expect(bench.board.created == 1)
        try await bench.unwant()
        try await bench.run(for: 7200) { $0.allSatisfy { $0.phase == .parked || $0.phase == .idle } }
        // This board ends an ad by the id alone that the lost answer had.
        #expect(try await bench.posting.state == .outcomeUnknown)
        #expect(bench.board.live.count == 1)
    }

    @Test("a server's fault with a wait is looked into, unless the manifest calls its very status a passing one")
    func faultWithWait() async throws {
        let row = "  - { when: [{ absent: $.id }], during: [create], verdict: transient, wait: 5s }"
        let bench = try Bench(TinyAdapter.text(repeats: "find", failures: row))
        bench.board.fail("POST", .carriesOutAndAnswers(503))
        try await bench.want("Cook")
        try await bench.run(for: 7200, until: areLive)
        #expect(bench.board.created == 1)
    }

    @Test("a repetition carries the same key, number and content, whatever is wanted meanwhile")
    func sameKey() async throws {
        let bench = try Kind.key.bench()
        bench.board.fail("POST", .losesAnswer)
        let seen = ScriptedTransport { request in
            bench.clock.move(by: 1)
            return bench.board.answer(request)
        }
        try await bench.want("Cook")
        try await bench.run(for: 0.5, transport: seen)
        try await bench.want("Chef")
        try await bench.run(for: 7200, transport: seen, until: areLive)
        let posts = seen.requests.filter { $0.method == "POST" }
        #expect(posts.count == 2)
        #expect(Set(posts.map { $0.headers["Idempotency-Key"] }).count == 1)
        #expect(posts[0].body == posts[1].body)
        #expect(bench.board.live.map(\.title) == ["Chef"])
    }

    @Test("an outcome that nobody can find out stands once in the history, however often the command is run")
    func unknownOnce() async throws {
        let bench = try Kind.never.bench()
        bench.board.fail("POST", .losesAnswer)
        try await bench.want("Cook")
        try await bench.run()
        let before = try await bench.timeline()
        for _ in 0..<5 {
            bench.clock.move(by: 60)
            try await bench.want("Cook")
            try await bench.run()
        }
        #expect(try await bench.timeline().evidence == before.evidence)
        #expect(try await bench.posting.state == .outcomeUnknown)
        #expect(bench.board.log.count == 1)
    }

    @Test(
        "a creation nobody knows of is looked for before it is ended, and never made again",
        arguments: Kind.allCases,
        faults
    )
    func thenWithdraw(kind: Kind, fault: TinyBoard.Fault) async throws {
        let bench = try kind.bench()
        bench.board.fail("POST", fault)
        try await bench.want("Cook")
        try await bench.runOneCall()
        try await bench.unwant()
        try await bench.run(for: 7200) { areGone($0) || $0.allSatisfy { $0.phase == .parked } }
        #expect(bench.board.log.filter { $0.hasPrefix("POST") }.count == 1)
        if kind == .find {
            #expect(bench.board.live.isEmpty)
            #expect(try await bench.posting.state == .withdrawn)
        } else {
            #expect(try await bench.posting.state == .outcomeUnknown)
        }
    }

    @Test("an absence counts after two looks on both sides of the settling time")
    func settling() async throws {
        let bench = try Kind.find.bench()
        bench.board.fail("POST", .losesRequest)
        try await bench.want("Cook")
        let start = bench.clock.now
        let times = Counter()
        let transport = HookedTransport(bench.board) { request in
            if request.url.contains("ref=") { times.note(Int(bench.clock.now.timeIntervalSince(start))) }
        }
        try await bench.run(transport: transport, until: areLive)
        #expect(times.noted.first == 0)
        #expect(times.noted.count == 2)
        #expect(try #require(times.noted.last) >= 30)
        #expect(bench.board.created == 1)
    }

    @Test("updates and withdrawals whose answers are lost come to their end", arguments: faults)
    func others(fault: TinyBoard.Fault) async throws {
        let bench = try Kind.find.bench()
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        bench.board.fail("PUT", fault)
        try await bench.want("Chef")
        try await bench.run(for: 7200, until: areLive)
        #expect(bench.board.live.map(\.title) == ["Chef"])
        bench.board.fail("DELETE", fault)
        try await bench.unwant()
        try await bench.run(for: 7200, until: areGone)
        #expect(bench.board.live.isEmpty)
        #expect(bench.board.created == 1)
    }

    @Test("a key is trusted while the board keeps it, counted from the first try")
    func expiredKey() async throws {
        let bench = try Kind.key.bench()
        bench.board.fail("POST", .losesAnswer)
        try await bench.want("Cook")
        try await bench.runOneCall()
        bench.board.state.withLock { $0.keys = [:] }
        bench.clock.move(by: 3500)
        try await bench.run()
        #expect(try await bench.posting.state == .outcomeUnknown)
        #expect(bench.board.created == 1)
    }

    @Test("a refused repetition proves nothing about the first try")
    func refusedRepetition() async throws {
        let bench = try Kind.safe.bench()
        bench.board.fail("POST", .losesAnswer, .answers(409, []))
        try await bench.want("Cook")
        try await bench.run()
        #expect(try await bench.posting.state == .outcomeUnknown)
        #expect(bench.board.created == 1)
    }
}
