import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing
import Transport

@testable import Delivery

@Suite("Workers that share a ledger")
struct FleetTests {
    /// Notes when requests of a kind leave, in seconds from now.
    private func noting(_ method: String, _ times: Times, _ bench: Bench) -> ScriptedTransport {
        let (board, clock, start) = (bench.board, bench.clock, bench.clock.now)
        return ScriptedTransport { request in
            if request.method == method { times.note(clock.now.timeIntervalSince(start)) }
            return board.answer(request)
        }
    }

    @Test("leave an account alone that another holds, and take it when its lease has ended")
    func lease() async throws {
        let bench = try Bench(isShared: true)
        try await bench.want("Cook")
        _ = try await bench.store.take(
            accounts: ["kitchen"],
            worker: "other",
            now: bench.clock.now,
            lease: .seconds(60)
        )
        let times = Times()
        try await bench.run(transport: noting("POST", times, bench), until: areLive)
        let left = times.noted
        #expect(left.count == 1)
        #expect(left.first.map { (60..<62).contains($0) } == true, "\(left)")
    }

    @Test("give back what they held, also when the ledger fails them")
    func givingBack() async throws {
        for fatal in [Int.max, 2] {
            let bench = try Bench(isShared: true)
            try await bench.want("Cook")
            let ledger = CrashingLedger(bench.store) { number, _ throws(LedgerError) in
                if number >= fatal { throw .diskFull(file: "placard.db") }
            }
            try? await bench.run(for: 30, ledger: ledger)
            let next = try await bench.store.take(
                accounts: ["kitchen"],
                worker: "other",
                now: bench.clock.now,
                lease: .seconds(60)
            )
            #expect(next.count == 1)
        }
    }

    @Test("take no more at once than others leave them, and keep nothing that they have no work for")
    func fairness() async throws {
        let names = (10..<50).map { "account\($0)" }
        let bench = try Bench(accounts: names, isShared: true)
        try await bench.want("Cook")
        let filter = PostingFilter(accounts: names)
        let workers = ["one", "two", "three"].compactMap { name in
            Fleet(bench.environment(worker: name), shared: Shared(places: 1))
        }
        var taken: [[String]] = []
        for worker in workers { taken.append(try await worker.takeDue(filter, room: 64).names) }
        #expect(taken.map(\.count) == [16, 16, 8])
        #expect(Set(taken.joined()).count == 40)
        #expect(try await workers[0].takeDue(filter, room: 3).names.count == 16)
        let own = PostingFilter(accounts: taken[0])
        _ = try await bench.store.claim(own, limit: 64, worker: "one", now: bench.clock.now, lease: .seconds(60))
        let after = try await workers[0].takeDue(filter, room: 64)
        #expect(after.names.isEmpty)
        #expect(workers[0].holdings.accounts.isEmpty)
    }

    @Test("make leases last while they use them, and learn when they have lost one")
    func renewal() async throws {
        let bench = try Bench(isShared: true)
        let fleet = try #require(Fleet(bench.environment(worker: "one"), shared: Shared(places: 1)))
        try await fleet.take(["kitchen"])
        let hold = try #require(fleet.holdings.hold(of: "kitchen"))
        let first = try #require(fleet.holdings.ends(of: hold))
        for _ in 0..<4 {
            bench.clock.move(by: 25)
            try await fleet.keepUp()
        }
        #expect(fleet.holdings.ends(of: hold).map { $0 >= first + .seconds(100) } == true)
        bench.clock.move(by: 61)
        let now = bench.clock.now
        _ = try await bench.store.take(accounts: ["kitchen"], worker: "other", now: now, lease: .seconds(60))
        try await fleet.keepUp()
        #expect(fleet.holdings.ends(of: hold) == nil)
    }

    @Test("send and write nothing once another has the account, however slow the ledger was")
    func zombie() async throws {
        let bench = try Bench(isShared: true)
        try await bench.want("Cook")
        let clock = bench.clock
        // The first commit is the intent: while it is under way, the lease ends and somebody else begins.
        let ledger = CrashingLedger(bench.store) { number, store throws(LedgerError) in
            guard number == 1 else { return }
            let later = clock.now.addingTimeInterval(61)
            _ = try await store.take(accounts: ["kitchen"], worker: "other", now: later, lease: .seconds(600))
            clock.move(by: 61)
            var cooling = AccountState(name: "kitchen")
            cooling.failures = 7
            _ = try await store.commit([Step([.account(cooling)])])
        }
        try await bench.run(for: 120, ledger: ledger)
        #expect(bench.board.log == [])
        #expect(try await bench.store.accounts(["kitchen"]).map(\.failures) == [7])
        #expect(try await bench.store.accounts(["kitchen"]).map(\.fingerprint) == [nil])
    }

    @Test("free what a dead one held, soon after its lease has ended, without being begun anew")
    func sweep() async throws {
        let bench = try Bench(isShared: true)
        try await bench.want("Cook")
        let dead = try await bench.store.claim(
            PostingFilter(),
            limit: 1,
            worker: "dead",
            now: bench.clock.now,
            lease: .seconds(60)
        )
        #expect(dead.count == 1)
        let times = Times()
        try await bench.run(transport: noting("POST", times, bench), until: areLive)
        let left = times.noted
        #expect(left.first.map { (60..<67).contains($0) } == true, "\(left)")
    }

    @Test("wait for what another is sending, and tell what it made of it")
    func resting() async throws {
        let bench = try Bench(isShared: true)
        try await bench.want("Cook")
        let held = try await bench.store.claim(
            PostingFilter(),
            limit: 1,
            worker: "other",
            now: bench.clock.now,
            lease: .seconds(600)
        )
        let fellow = CrashingLedger(
            bench.store,
            beforeLook: { [clock = bench.clock] number, store throws(LedgerError) in
                guard number == 5 else { return }
                var done = held[0]
                (done.phase, done.state, done.observed) = (.idle, .live, .present)
                let guardian = Step.Guard(posting: done.id, epoch: done.epoch)
                _ = try await store.commit([Step(guarding: guardian, [.delivered(done, now: clock.now)])])
            }
        )
        let seen = Mutex<[PostingState]>([])
        try await bench.run(ledger: fellow) { postings in
            seen.withLock { $0.append(postings[0].state) }
            return areLive(postings)
        }
        #expect(seen.withLock { $0 }.last == .live)
        #expect(bench.board.log == [])
    }

    @Test("wait no longer than they may for another")
    func patience() async throws {
        let bench = try Bench(isShared: true)
        try await bench.want("Cook")
        let start = bench.clock.now
        _ = try await bench.store.claim(PostingFilter(), limit: 1, worker: "o", now: start, lease: .seconds(600))
        try await bench.run(for: 20, until: areLive)
        #expect(bench.clock.now.timeIntervalSince(start) <= 21)
        #expect(bench.board.log == [])
    }

    @Test("hear of a wish at once, though nothing else is due for long")
    func wakes() async throws {
        let bench = try Bench(isShared: true)
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        let start = bench.clock.now
        let fellow = CrashingLedger(
            bench.store,
            beforeLook: { number, store throws(LedgerError) in
                guard number == 3, let watch = try await store.watches(PostingFilter(), dueBy: nil, limit: 1).first
                else { return }
                _ = try await store.commit([Step([.wakeWatch(watch.owner, name: watch.name, at: start)])])
            }
        )
        let times = Times()
        try await bench.run(for: 4_000, ledger: fellow, transport: noting("GET", times, bench)) { _ in
            !times.noted.isEmpty
        }
        #expect(times.noted.first.map { $0 < 5 } == true)
    }

    @Test("go by the server's time, whatever their own clocks say", arguments: [-600.0, 600])
    func clock(offset: Double) async throws {
        let bench = try Bench(isShared: true)
        try await bench.want("Cook")
        let server = bench.clock
        let ledger = CrashingLedger(bench.store, serverClock: server)
        let wrong = WrongClock(base: server, offset: offset)
        let start = server.now
        try await Reconciler(bench.environment(ledger, clock: wrong)).run(
            PostingFilter(),
            deadline: wrong.now.addingTimeInterval(60),
            isReached: areLive
        )
        let attempt = try #require(try await bench.timeline().attempts.first)
        #expect(attempt.startedAt.timeIntervalSince(start) < 1)
        #expect(attempt.startedAt >= start)
        #expect(server.now.timeIntervalSince(start) < 60)
        #expect(try await bench.posting.state == .live)
    }

    @Test("ask a board about an account only while nobody else works on it")
    func check() async throws {
        let bench = try Bench(isShared: true)
        let now = bench.clock.now
        _ = try await bench.store.take(accounts: ["kitchen"], worker: "other", now: now, lease: .seconds(600))
        let answer = try await Reconciler(bench.environment()).check("kitchen")
        guard case .waits = answer else {
            Issue.record("\(answer)")
            return
        }
        try await bench.store.giveBack(accounts: ["kitchen"], worker: "other")
        #expect(try await Reconciler(bench.environment()).check("kitchen") == .unprovable)
        let free = try await bench.store.take(
            accounts: ["kitchen"],
            worker: "other",
            now: bench.clock.now,
            lease: .seconds(600)
        )
        #expect(free.count == 1)
    }
}

/// Remembers times in seconds.
private final class Times: Sendable {
    private let seconds = Mutex<[Double]>([])
    var noted: [Double] { seconds.withLock { $0 } }
    func note(_ time: Double) { seconds.withLock { $0.append(time) } }
}

/// A clock that somebody has set wrong.
private struct WrongClock: DeliveryClock {
    let base: HandClock
    let offset: Double

    var now: Date { base.now.addingTimeInterval(offset) }
    var elapsed: Duration { base.elapsed }
    func sleep(until instant: Date) async { await base.sleep(until: instant.addingTimeInterval(-offset)) }
    func alarm(at instant: Date) async { await base.alarm(at: instant.addingTimeInterval(-offset)) }
}
