import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("What waits to be delivered")
struct QueueTests {
    /// A posting that was asked for and did not leave: there was no time.
    private func waiting() async throws -> Bench {
        let bench = try Bench(["main": "plain"])
        _ = try await bench.gateway.post(
            PostRequest(roles: ["cook"], to: ["main"], timeout: .zero)
        )
        return bench
    }

    private func entry(_ bench: Bench) async throws -> QueueEntry {
        let entries = try await bench.gateway.queue([], to: [])
        #expect(entries.count == 1)
        return try #require(entries.first)
    }

    @Test(
        "is told with what is in its way",
        arguments: [
            (QueueEntry.Hold.nothing, "next delivery"), (.leased, "by w"), (.pause, "refused"),
            (.cooldown, "left alone"),
            (.breaker, "5 times in a row"), (.schedule, "start"), (.limit, "used up"), (.retry, "2 of 8 tries"),
            (.unknown, "last call"), (.account, "no longer in"), (.person, "person"),
        ]
    )
    func holds(hold: QueueEntry.Hold, words: String) async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(at: bench.clock.now.addingTimeInterval(86_400))
        let later = bench.clock.now.addingTimeInterval(600)
        var memory = AccountState(name: "main")
        try await bench.alter("main") { posting in
            if hold != .schedule { (posting.notBefore, posting.state) = (nil, .queued) }
            posting.dueAt = later
            switch hold {
            case .leased: (posting.phase, posting.leaseOwner, posting.leaseUntil) = (.leased, "w", later)
            case .limit: posting.error = PostingError(code: "limit-waits", message: "It is used up.", remedy: "r")
            case .retry: posting.tries = 2
            case .unknown: (posting.phase, posting.observed) = (.ambiguous, .unknown)
            case .person: (posting.phase, posting.state) = (.parked, .needsEdit)
            default: break
            }
        }
        switch hold {
        case .pause: memory.paused = PostingError(code: "c", message: "It was refused.", remedy: "r")
        case .cooldown: memory.cooldownUntil = later
        case .breaker: (memory.openUntil, memory.failures) = (later, 5)
        case .account: bench.file.accounts = []
        default: break
        }
        _ = try await bench.store.commit([Step([.account(memory)])])
        let entry = try await entry(bench)
        #expect(entry.hold == hold)
        #expect(entry.reason.contains(words), "\(entry.reason)")
        #expect(entry.wish == (hold == .unknown ? .find : .create))
        let isTimeless = [.pause, .account, .person].contains(hold)
        #expect((entry.due == nil) == isTimeless)
    }

    @Test("is due now when a person says so, and goes out with the next delivery")
    func retried() async throws {
        let bench = try await waiting()
        defer { bench.remove() }
        try await bench.alter("main") { posting in
            posting.dueAt = bench.clock.now.addingTimeInterval(600)
            posting.tries = 3
        }
        let entry = try await bench.gateway.retry(bench.posting("main").reference)
        #expect(bench.board.requests == 0)
        #expect(!entry.holdsAnyway)
        #expect(try await bench.posting("main").dueAt == bench.clock.now)
        let before = bench.clock.now
        _ = try await bench.gateway.sync([])
        #expect(bench.board.titles == ["Cook"])
        #expect(bench.clock.now.timeIntervalSince(before) < 600)
    }

    @Test("is not got past a pause, a board's wish or a way that rests", arguments: [0, 1, 2])
    func heldAnyway(kind: Int) async throws {
        let bench = try await waiting()
        defer { bench.remove() }
        let later = bench.clock.now.addingTimeInterval(600)
        var memory = AccountState(name: "main")
        if kind == 0 { memory.paused = PostingError(code: "c", message: "m", remedy: "r") }
        if kind == 1 { memory.cooldownUntil = later }
        if kind == 2 { (memory.openUntil, memory.failures) = (later, 5) }
        _ = try await bench.store.commit([Step([.account(memory)])])
        let entry = try await bench.gateway.retry(bench.posting("main").reference)
        #expect(entry.holdsAnyway)
        #expect(try await bench.store.accounts(["main"]) == [memory])
    }

    @Test("that was never sent is taken back, and nothing is sent for it then or later")
    func cancelled() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(at: bench.clock.now.addingTimeInterval(600))
        let reference = try await bench.posting("main").reference
        let report = try await bench.gateway.cancel(reference)
        #expect(report.postings.map(\.state) == [.withdrawn])
        #expect(try await bench.gateway.queue([], to: []).isEmpty)
        bench.clock.move(by: 1_200)
        _ = try await bench.gateway.sync([])
        #expect(bench.board.requests == 0)
        let posting = try await bench.posting("main")
        #expect(posting.isEnded)
        let evidence = try await bench.store.timeline(of: posting.id).evidence
        #expect(evidence.last?.note.contains("taken back") == true)
        // Whoever wants it again asks again.
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.titles == ["Cook"])
    }

    @Test("an edit or an end that has not left leaves the ad as the board has it", arguments: [true, false])
    func cancelledChange(isEnd: Bool) async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        let before = try await bench.posting("main")
        try bench.write(role: "cook", title: "Chef")
        let method = isEnd ? "DELETE" : "PUT"
        bench.board.fail(method, .isDown, times: 100)
        if isEnd {
            _ = try await bench.gateway.withdraw(["cook"], to: [], waits: false, timeout: .zero)
        } else {
            _ = try await bench.gateway.post(PostRequest(roles: ["cook"], to: ["main"], timeout: .zero))
        }
        #expect(try await entry(bench).wish == (isEnd ? .withdraw : .update))
        let sent = bench.board.changes.count
        let report = try await bench.gateway.cancel(before.reference)
        #expect(report.postings.map(\.desire) == [before.desire])
        #expect(report.postings.map(\.accepted) == [before.accepted])
        #expect(try await bench.gateway.queue([], to: []).isEmpty)
        bench.clock.move(by: 86_400)
        _ = try await bench.gateway.sync([])
        #expect(bench.board.changes.count == sent)
        #expect(bench.board.titles == ["Cook"])
    }

    @Test("what may have left, is in hand, or does not wait is not taken back")
    func refusals() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        let reference = try await bench.posting("main").reference
        let codes: [(String, (inout Posting) -> Void)] = [
            ("nothing-waits", { _ in }),
            ("maybe-sent", { ($0.phase, $0.observed, $0.dueAt) = (.ambiguous, .unknown, $0.opened) }),
        ]
        for (code, change) in codes {
            try await bench.alter("main", change)
            #expect(try await bench.refusal { _ = try await $0.cancel(reference) }.code == code)
        }
        #expect(try await bench.refusal { _ = try await $0.cancel("p23456789") }.code == "unknown-reference")
        try await bench.alter("main") { ($0.phase, $0.leaseOwner, $0.leaseUntil) = (.leased, "w", $0.opened) }
        let held = try await bench.posting("main")
        #expect(try await bench.refusal { _ = try await $0.cancel(reference) }.code == "under-delivery")
        #expect(try await bench.gateway.retry(reference).hold == .leased)
        #expect(try await bench.posting("main") == held)
    }

    @Test("a worker that takes it meanwhile is not written over")
    func taken() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(at: bench.clock.now.addingTimeInterval(600))
        bench.clock.move(by: 900)
        let (store, now) = (bench.store, bench.clock.now)
        let reference = try await bench.posting("main").reference
        let old = try await bench.posting("main")
        var ended = old
        ended.desire = .absent
        let step = Declaring.step(ended, over: old)
        let claimed = try await store.claim(PostingFilter(), limit: 1, worker: "w", now: now, lease: .seconds(60))
        #expect(claimed.map(\.reference) == [reference])
        #expect(try await store.commit([step]).map(\.written) == [false])
        #expect(try await bench.refusal { _ = try await $0.cancel(reference) }.code == "under-delivery")
        #expect(try await bench.posting("main") == claimed[0])
    }
}
