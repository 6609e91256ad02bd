import Delivery
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing
import Transport

@Suite("What boards ask for")
struct ObedienceTests {
    @Test("a wait is honoured in full by the whole account, uses up no try, and holds up no other account")
    func retryAfter() async throws {
        let bench = try Bench(accounts: ["a", "b"])
        try await bench.want("Cook")
        let start = bench.clock.now
        let times = Mutex<[String: [Double]]>([:])
        let transport = ScriptedTransport { request in
            let body = String(decoding: request.body, as: UTF8.self)
            let account = body.contains("cook-a") ? "a" : body.contains("cook-b") ? "b" : "look"
            let at = bench.clock.now.timeIntervalSince(start)
            let isFirst = times.withLock { times in
                times[account, default: []].append(at)
                return times[account]?.count == 1
            }
            if account == "a", isFirst {
                return .replied(
                    Reply(status: 429, headers: [Header("Retry-After", "120")], receivedAt: bench.clock.now)
                )
            }
            return bench.board.answer(request)
        }
        try await bench.run(transport: transport, until: areLive)
        let seen = times.withLock { $0 }
        #expect(seen["a"] == [0, 120])
        #expect(seen["b"] == [0])
        let postings = try await bench.store.postings(PostingFilter())
        #expect(postings.allSatisfy { $0.tries == 0 && $0.state == .live })
    }

    @Test("what was claimed together and has not left yet waits as well")
    func restOfTheTurn() async throws {
        let bench = try Bench()
        for number in 0..<20 { try await bench.want("Cook", id: "cook\(number)") }
        bench.board.fail("POST", .answers(429, [Header("Retry-After", "120")]))
        let (board, clock, start) = (bench.board, bench.clock, bench.clock.now)
        let times = Counter()
        let transport = HookedTransport(board) { _ in times.note(Int(clock.now.timeIntervalSince(start))) }
        try await bench.run(transport: transport, until: areLive)
        #expect(times.noted.prefix { $0 < 120 }.count == 16)
        #expect(board.created == 20)
    }

    @Test("thirty refusals to serve now do not wear a posting out", arguments: [[], [Header("Retry-After", "5")]])
    func patience(headers: [Header]) async throws {
        let bench = try Bench()
        for _ in 0..<30 { bench.board.fail("POST", .answers(429, Headers(headers))) }
        try await bench.want("Cook")
        try await bench.run(for: 86_400, until: areLive)
        #expect(bench.board.live.count == 1)
    }

    @Test("a demonstration shortens every wait")
    func cap() async throws {
        var bench = try Bench(TinyAdapter.text(watch: TinyAdapter.watch.replacing("first: 5s", "first: 10m")))
        bench.cap = .seconds(2)
        bench.board.fail("POST", .losesRequest, .answers(429, [Header("Retry-After", "600")]))
        try await bench.want("Cook")
        let start = bench.clock.now
        try await bench.run(until: areLive)
        #expect(bench.clock.now.timeIntervalSince(start) < 12)
    }

    @Test("refused credentials pause the account, until its settings or secrets change")
    func credentials() async throws {
        var bench = try Bench(accounts: ["a", "b"])
        bench.board.fail("POST", .answers(401, []))
        try await bench.want("Cook", on: ["a"])
        try await bench.run()
        #expect(try await bench.posting.state == .waitingForCustomer)
        #expect(try await bench.store.accounts(["a"]).first?.paused != nil)
        bench.clock.move(by: 86_400)
        try await bench.run()
        #expect(bench.board.log.count == 1)
        try await bench.want("Cook", on: ["b"])
        try await bench.run(until: { $0.contains { $0.state == .live } })
        #expect(bench.board.live.map(\.reference) == ["p-cook-b"])
        let adapter = try #require(bench.accounts["a"]?.adapter)
        bench.accounts["a"] = Bench.account("a", adapter, fingerprint: "two")
        try await bench.run(until: areLive)
        #expect(bench.board.live.count == 2)
    }

    static let oauth = """
        auth:
          oauth2:
            grant: client-credentials
            token: https://tiny.example/token
            encoding: form
            client: me
            secret: key
            access: $.token
            expires: $.life
        """

    @Test("a stale token is replaced once, and then the credentials count", arguments: [1, 9])
    func freshToken(refusals: Int) async throws {
        let bench = try Bench(TinyAdapter.text(auth: Self.oauth))
        for _ in 0..<refusals { bench.board.fail("POST /ads", .answers(401, [])) }
        try await bench.want("Cook")
        let tokens = Counter()
        let transport = ScriptedTransport { request in
            guard request.url.hasSuffix("/token") else { return bench.board.answer(request) }
            tokens.note(1)
            return .replied(Reply(status: 200, body: Array(#"{"token":"t-12345678","life":3600}"#.utf8)))
        }
        try await bench.run(transport: transport) { areLive($0) }
        #expect(tokens.noted.count == 2)
        #expect(bench.board.live.count == (refusals == 1 ? 1 : 0))
        let posts = transport.requests.filter { $0.url.hasSuffix("/ads") && $0.method == "POST" }.count
        #expect(posts == 2)
        let isPaused = try await bench.store.accounts(["kitchen"]).first?.paused != nil
        #expect(isPaused == (refusals == 9))
        // The answer that brings a token is recorded as having come, and not what it said.
        for posting in try await bench.store.postings(PostingFilter()) {
            let kept = try await bench.store.timeline(of: posting.id)
            #expect(!"\(kept)".contains("t-12345678"))
        }
        #expect(bench.store.exchanges.contains { $0.call == "token" && $0.reply?.contains("not kept") == true })
        #expect(!bench.store.exchanges.contains { "\($0)".contains("t-12345678") })
    }

    @Test("an open breaker lets one trial through at a time, and the answer to it opens the way")
    func breaker() async throws {
        var bench = try Bench(TinyAdapter.text(repeats: "safe"))
        bench.retry = RetryPolicy(mostTries: 1000, base: .seconds(1), longest: .seconds(1))
        for number in 0..<40 { try await bench.want("Cook", id: "cook\(number)") }
        for _ in 0..<30 { bench.board.fail("POST", .isDown) }
        let (board, clock) = (bench.board, bench.clock)
        let bursts = Mutex<[Date: Int]>([:])
        let transport = HookedTransport(board) { _ in bursts.withLock { $0[clock.now, default: 0] += 1 } }
        try await bench.run(for: 100_000, transport: transport) { _ in board.live.count == 40 }
        #expect(board.live.count == 40)
        let failing = bursts.withLock { $0.sorted { $0.key < $1.key } }.prefix(10)
        #expect(failing.first?.value == 16)
        #expect(failing.dropFirst().allSatisfy { $0.value == 1 }, "\(failing.map(\.value))")
    }

    @Test("a limit shared by accounts is never exceeded, over turns and restarts")
    func sharedLimit() async throws {
        let limits = "limits:\n  - { unit: requests, count: 5, per: 1m, of: application }"
        let bench = try Bench(TinyAdapter.text(more: limits), accounts: ["a", "b", "c"])
        for number in 0..<6 { try await bench.want("Cook", id: "cook\(number)") }
        let (board, clock) = (bench.board, bench.clock)
        let times = Mutex<[Date]>([])
        let transport = HookedTransport(board) { _ in times.withLock { $0.append(clock.now) } }
        for _ in 0..<200 where board.live.count < 18 {
            try await bench.run(for: 61, transport: transport, until: areLive)
            clock.move(by: 1)
        }
        #expect(board.live.count == 18)
        let sent = times.withLock { $0.sorted() }
        for (place, instant) in sent.enumerated() where place >= 5 {
            #expect(instant.timeIntervalSince(sent[place - 5]) >= 60)
        }
    }

    @Test("a server's fault on a call that must not be repeated is a doubt")
    func faultOnRenewal() async throws {
        let renew = """
              renew:
                request: { method: POST, path: "/ads/{kept.remoteID}/renew" }
                repeat: never
            """
        let bench = try Bench(TinyAdapter.text(create: renew))
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        bench.board.fail("POST", .answers(500, []))
        var posting = try await bench.posting
        posting.renewalsAsked += 1
        posting.phase = .due
        posting.dueAt = bench.clock.now
        _ = try await bench.store.commit([Step([.posting(posting)])])
        try await bench.run()
        #expect(try await bench.posting.state == .outcomeUnknown)
        #expect(bench.board.log.filter { $0.contains("renew") }.count == 1)
    }

    @Test("an interruption sees calls under way through, records them, and begins nothing new")
    func interruption() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        let (arrived, hasArrived) = AsyncStream<Void>.makeStream()
        let (goOn, mayGoOn) = AsyncStream<Void>.makeStream()
        let gate = Mutex<AsyncStream<Void>?>(goOn)
        let transport = HookedTransport(bench.board) { _ in
            hasArrived.yield()
            if let stream = gate.withLock({ gate in
                defer { gate = nil }; return gate
            }) {
                for await _ in stream { break }
            }
        }
        let command = Task { try await bench.run(transport: transport, until: areLive) }
        for await _ in arrived { break }
        command.cancel()
        mayGoOn.yield()
        try await command.value
        let posting = try await bench.posting
        #expect(posting.state == .acknowledged)
        #expect(posting.remoteID == "1")
        #expect(bench.board.log.count == 1)
        #expect(try await bench.timeline().attempts.map(\.ending) == [.ended])
    }
}
