import Delivery
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing
import Transport

@Suite("Watches")
struct WatchTests {
    @Test("an ad that vanishes is removed, and not made anew")
    func removed() async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        bench.board.state.withLock { $0.ads[0].isLive = false }
        try await bench.run(for: 8000) { $0[0].state == .removed }
        #expect(try await bench.posting.state == .removed)
        try await bench.run(for: 100_000) { _ in false }
        #expect(bench.board.created == 1)
    }

    @Test("the loop makes no more turns than there are instants at which something is due", arguments: [200, 503, 401])
    func isNotHot(status: Int) async throws {
        let bench = try Bench()
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        if status != 200 { for _ in 0..<5000 { bench.board.fail("GET", .answers(status, [])) } }
        let ledger = CrashingLedger(bench.store)
        try await bench.run(for: 86_400, ledger: ledger) { _ in false }
        #expect(ledger.calls < 15_000, "\(ledger.calls) calls in a day")
        #expect(try await bench.posting.state == .live)
    }

    @Test("postings of an account that is not here are nobody's turn")
    func foreign() async throws {
        var bench = try Bench(accounts: ["a", "b"])
        try await bench.want("Cook")
        bench.accounts["b"] = nil
        let ledger = CrashingLedger(bench.store)
        try await bench.run(PostingFilter(accounts: ["a", "b"]), for: 60, ledger: ledger) { _ in false }
        #expect(ledger.calls < 200)
        #expect(bench.board.live.map(\.reference) == ["p-cook-a"])
    }

    static let events = """
          ad:
            scope: account
            request: { method: GET, path: /events, query: { after: "{cursor}" } }
            pages: { items: "$.events", cursor: $.next, more: $.more, key: it.ad, with: kept.remoteID }
            every: { first: 5s, then: 1m }
            states:
              - { when: [{ equals: { it.type: up } }], state: live, witness: board }
              - { when: [{ equals: { it.type: down } }], state: withdrawn, witness: board, unlessWanted: removed }
        """

    @Test("a feed of events is read on from where it was, also when another ad starts its watch")
    func feed() async throws {
        let bench = try Bench(TinyAdapter.text(watch: Self.events))
        let board = bench.board
        let cursors = Mutex<[String]>([])
        let transport = ScriptedTransport { request in
            guard request.url.contains("/events") else { return board.answer(request) }
            let cursor = Int(request.url.split(separator: "=").last ?? "") ?? 0
            cursors.withLock { $0.append("\(cursor)") }
            let ads = board.state.withLock { $0.ads }
            let events = ads.dropFirst(cursor).prefix(1).map { #"{"ad":"\#($0.id)","type":"up"}"# }
            let next = cursor + events.count
            let body = #"{"events":[\#(events.joined())],"next":"\#(next)","more":\#(next < ads.count)}"#
            return .replied(Reply(status: 200, body: Array(body.utf8)))
        }
        try await bench.want("A", id: "a")
        try await bench.want("B", id: "b")
        try await bench.run(transport: transport, until: areLive)
        #expect(cursors.withLock { $0 } == ["0", "1"])
        try await bench.want("C", id: "c")
        try await bench.run(transport: transport, until: areLive)
        #expect(cursors.withLock { $0 }.dropFirst(2).allSatisfy { $0 == "2" })
    }

    @Test("an event of a posting that somebody holds is kept until it can be heard", arguments: [false, true])
    func heldEvent(isChanged: Bool) async throws {
        let bench = try Bench(TinyAdapter.text(watch: Self.events))
        let (board, store, clock) = (bench.board, bench.store, bench.clock)
        let cursors = Mutex<[Int]>([])
        let commits = Counter()
        let feed = ScriptedTransport { request in
            guard request.url.contains("/events") else { return board.answer(request) }
            let cursor = Int(request.url.split(separator: "=").last ?? "") ?? 0
            cursors.withLock { $0.append(cursor) }
            let body = cursor == 0 ? #"{"events":[{"ad":"1","type":"up"}],"next":"1"}"# : #"{"events":[],"next":"1"}"#
            return .replied(Reply(status: 200, body: Array(body.utf8)))
        }
        // After the reading comes the record of it, and then what it tells of the posting: before the first another
        // worker takes the posting, or before the second somebody changes it.
        let fellow = CrashingLedger(store) { number, store throws(LedgerError) in
            guard cursors.withLock({ !$0.isEmpty }) else { return }
            commits.note(number)
            guard commits.noted.count == (isChanged ? 2 : 1) else { return }
            guard var posting = try await store.postings(PostingFilter()).first else { return }
            posting.epoch += 1
            if !isChanged { (posting.phase, posting.leaseUntil) = (.leased, clock.now.addingTimeInterval(10)) }
            _ = try await store.commit([Step([.posting(posting)])])
        }
        try await bench.want("A", id: "a")
        try await bench.run(for: 20, ledger: fellow, transport: feed, until: areLive)
        if !isChanged {
            #expect(try await bench.posting.state == .acknowledged)
            _ = try await store.recoverOwn(worker: "w", now: clock.now)
            try await bench.run(transport: feed, until: areLive)
        }
        #expect(try await bench.posting.state == .live)
    }

    static let task = """
          ad:
            scope: delivery
            request: { method: GET, path: "/tasks/{kept.remoteID}" }
            every: { first: 5s, then: 1m, until: 10m, otherwise: outcome-unknown }
            states:
              - { when: [{ equals: { $.status: open } }], state: acknowledged }
              - { when: [{ equals: { $.status: done } }], during: [create, update], state: live, witness: board }
              - { when: [{ equals: { $.status: done } }], during: [withdraw], state: withdrawn, witness: board }
              - { when: [{ equals: { $.status: busy } }], verdict: transient, wait: 15m, reason: $.status }
        """

    @Test("a task that cannot be read is read again, and never starts its creation anew", arguments: [503, 200])
    func unreadableTask(status: Int) async throws {
        let bench = try Bench(TinyAdapter.text(watch: Self.task))
        let board = bench.board
        let readings = Counter()
        let transport = ScriptedTransport { request in
            guard request.url.contains("/tasks/") else { return board.answer(request) }
            readings.note(1)
            let isReadable = readings.noted.count > 3
            return .replied(
                Reply(
                    status: isReadable ? 200 : status,
                    body: Array((isReadable ? #"{"status":"done"}"# : "garbage").utf8)
                )
            )
        }
        try await bench.want("Cook")
        try await bench.run(for: 900, transport: transport) { $0[0].state == .live || $0[0].phase == .parked }
        #expect(board.created == 1)
        #expect(try await bench.posting.state == .live)
    }

    @Test("an end waits for the board's word on the creation before it")
    func endBehindTask() async throws {
        let bench = try Bench(TinyAdapter.text(watch: Self.task))
        let board = bench.board
        let readings = Counter()
        let transport = ScriptedTransport { request in
            if request.method == "DELETE" { #expect(readings.noted.count > 3) }
            guard request.url.contains("/tasks/") else { return board.answer(request) }
            readings.note(1)
            let status = readings.noted.count > 3 ? "done" : "open"
            return .replied(Reply(status: 200, body: Array(#"{"status":"\#(status)"}"#.utf8)))
        }
        try await bench.want("Cook")
        try await bench.run(for: 1, transport: transport)
        #expect(board.created == 1)
        try await bench.unwant()
        try await bench.run(for: 900, transport: transport, until: areGone)
        #expect(board.live.isEmpty)
        #expect(try await bench.posting.state == .withdrawn)
        #expect(readings.noted.count > 3)
    }

    @Test("a task without an end is nobody's success")
    func endlessTask() async throws {
        let bench = try Bench(TinyAdapter.text(watch: Self.task))
        let board = bench.board
        let transport = ScriptedTransport { request in
            request.url.contains("/tasks/") ? .replied(Reply(status: 503)) : board.answer(request)
        }
        try await bench.want("Cook")
        try await bench.run(for: 5000, transport: transport) { $0[0].phase == .parked }
        #expect(try await bench.posting.state == .outcomeUnknown)
        #expect(board.created == 1)
    }
}
