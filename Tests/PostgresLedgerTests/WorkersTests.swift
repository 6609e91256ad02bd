import Ledger
import LedgerTesting
import Postings
import Testing

import struct FoundationEssentials.Date

@testable import PostgresLedger

@Suite("Several workers", .timeLimit(.minutes(1)))
struct WorkersTests {
    @Test("never claim the same posting")
    func claims() async throws {
        let place = try await Place()
        var workers: [PostgresLedger] = []
        for number in 0..<4 { workers.append(try await place.open(worker: "w\(number)")) }
        _ = try await workers[0].add((0..<300).map { Sample.posting($0, account: "account-\($0 % 3)") })
        let taken = Shared<[Int64]>([])
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for worker in workers {
                tasks.addTask {
                    // Others may be holding everything at one moment: an empty claim is not the end of the work.
                    while taken.value.count < 300 {
                        let found = try await worker.take(7)
                        taken.change { $0 += found.map(\.id) }
                    }
                }
            }
            try await tasks.waitForAll()
        }
        let ids = taken.value
        #expect(ids.count == 300)
        #expect(Set(ids).count == 300)
        #expect(try await workers[0].postings(PostingFilter()).allSatisfy { $0.epoch == 1 && $0.phase == .leased })
    }

    @Test("pass over what another is just taking, and do not wait for it", arguments: [false, true])
    func passing(named: Bool) async throws {
        let place = try await Place()
        let ledger = try await place.open { $0.statementTime = .seconds(5) }
        let added = try await ledger.add((1...3).map { Sample.posting($0, due: Double($0)) })
        let other = try place.connect()
        _ = try other.run("BEGIN")
        _ = try other.run("SELECT 1 FROM posting WHERE id = $1 FOR UPDATE", [.integer(added[0].id)])
        let filter = named ? PostingFilter(roles: ["engineer"]) : PostingFilter()
        #expect(try await ledger.take(9, of: filter).map(\.reference) == ["R2", "R3"])
        _ = try other.run("ROLLBACK")
        #expect(try await ledger.take(9, of: filter).map(\.reference) == ["R1"])
    }

    @Test("add to each other's knowledge of an account, also when it is the first of it")
    func learning() async throws {
        let place = try await Place()
        var workers: [PostgresLedger] = []
        for number in 0..<4 { workers.append(try await place.open(worker: "w\(number)")) }
        let names = (0..<25).map { "account-\($0)" }
        for name in names {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for worker in workers {
                    tasks.addTask {
                        let unused = AccountState(name: name)
                        var learnt = unused
                        learnt.failures = 1
                        _ = try await worker.commit([Step([.learnt(learnt, from: unused)])])
                    }
                }
                try await tasks.waitForAll()
            }
        }
        #expect(try await workers[0].accounts(names).map(\.failures) == names.map { _ in 4 })
    }

    @Test("draw on a window one after the other, also when it is used for the first time")
    func drawing() async throws {
        let place = try await Place()
        var workers: [PostgresLedger] = []
        for number in 0..<4 { workers.append(try await place.open(worker: "w\(number)")) }
        let keys = (0..<25).map { "window-\($0)" }
        for key in keys {
            let written = try await withThrowingTaskGroup(of: Bool.self) { tasks in
                for worker in workers {
                    tasks.addTask {
                        let change = Change.drawn(WindowState(key: key, memory: "1"), from: WindowState(key: key))
                        return try await worker.commit([Step([change])])[0].written
                    }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(written.filter(\.self).count == 1)
        }
    }

    @Test("take no more than they may when others take at the same time")
    func limit() async throws {
        let place = try await Place()
        let workers = [try await place.open(worker: "a"), try await place.open(worker: "b")]
        _ = try await workers[0].add((0..<200).map { Sample.posting($0) })
        let counts = try await withThrowingTaskGroup(of: [Int].self) { tasks in
            for worker in workers {
                tasks.addTask {
                    var counts: [Int] = []
                    for _ in 0..<15 { counts.append(try await worker.take(5).count) }
                    return counts
                }
            }
            return try await tasks.reduce(into: [Int]()) { $0 += $1 }
        }
        #expect(counts.max() == 5)
    }

    @Test("free nothing that a living one holds, whatever time the caller says it is")
    func living() async throws {
        let place = try await Place()
        let (alive, other) = (try await place.open(worker: "alive"), try await place.open(worker: "other"))
        _ = try await alive.add([Sample.posting(1)])
        let held = try await alive.take(1)
        #expect(try await other.recoverOwn(worker: "worker", now: .distantFuture) == [])
        #expect(try await other.sweep(now: .distantFuture) == [])
        #expect(try await other.postings(PostingFilter()) == held)
    }

    @Test("free what one that died held, once its lease has ended by the server's clock")
    func expired() async throws {
        let place = try await Place()
        let (dead, other) = (try await place.open(worker: nil), try await place.open(worker: "other"))
        _ = try await dead.add([Sample.posting(1)])
        let held = try await dead.take(1)
        await dead.close()
        #expect(try await other.sweep(now: Sample.time(5)) == [])
        try end(held[0], place)
        // The caller's clock has nothing to say in this: it is still before the lease's own end.
        #expect(try await other.sweep(now: Sample.time(5)).map(\.phase) == [.due])
        #expect(try await other.take(1).map(\.id) == held.map(\.id))
    }

    /// Lets the server's clock pass the end of a lease.
    private func end(_ posting: Posting, _ place: Place) throws {
        try place.run("UPDATE posting SET lease_ends = clock_timestamp() WHERE id = \(posting.id)")
    }

    @Test("a lease lasts as long as was asked, from the claim on, by the server's clock")
    func length() async throws {
        let place = try await Place()
        let ledger = try await place.open()
        _ = try await ledger.add([Sample.posting(1)])
        let before = try place.run("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint::text")
        _ = try await ledger.take(1)
        let sql = """
            SELECT (lease_ends >= to_timestamp(\(before[0] ?? "0") / 1000000.0) + interval '59.9 seconds'
                AND lease_ends <= clock_timestamp() + interval '60 seconds')::text FROM posting
            """
        #expect(try place.run(sql) == ["true"])
    }

    @Test("one that is slow writes nothing after its lease was given away, nor between")
    func fenced() async throws {
        let place = try await Place()
        let (slow, other) = (try await place.open(worker: "slow"), try await place.open(worker: "other"))
        _ = try await slow.add([Sample.posting(1)])
        let held = try await slow.take(1)[0]
        var brought = held
        brought.state = .live
        brought.phase = .idle
        let guardian = Step.Guard(posting: held.id, epoch: held.epoch)
        let late = [Step(guarding: guardian, [.delivered(brought, now: Sample.start)])]
        try end(held, place)
        let free = try await other.sweep(now: Sample.time(20))
        // Not even before somebody else has claimed it.
        #expect(try await slow.commit(late).map(\.written) == [false])
        let taken = try await other.take(1, at: 20)
        #expect(taken.map(\.id) == free.map(\.id))
        #expect(try await slow.commit(late).map(\.written) == [false])
        #expect(try await other.postings(PostingFilter()) == taken)
    }

    @Test("one that starts again under its name finds at once what it left")
    func again() async throws {
        let place = try await Place()
        let first = try await place.open(worker: "one")
        _ = try await first.add([Sample.posting(1)])
        let held = try await first.take(1)
        await first.close()
        let second = try await place.open(worker: "one") { $0.patienceForName = .seconds(5) }
        #expect(try await second.recoverOwn(worker: "renamed", now: Sample.time(11)).map(\.id) == held.map(\.id))
    }

    @Test("never hold the same account, whatever they and their clocks say")
    func accounts() async throws {
        let place = try await Place()
        let (one, two) = (try await place.open(worker: "one"), try await place.open(worker: nil))
        let held = try await one.take(accounts: ["alpha"], worker: "w", now: .distantPast, lease: .seconds(60))
        #expect(held == [Hold(account: "alpha", term: 1)])
        #expect(try await two.take(accounts: ["alpha"], worker: "w", now: .distantFuture, lease: .seconds(60)) == [])
        try await two.giveBack(accounts: ["alpha"], worker: "w")
        #expect(try await two.accountsDue(PostingFilter(), worker: "w", now: .distantFuture) == [])
        try place.run("UPDATE account_lease SET ends = clock_timestamp()")
        let next = try await two.take(accounts: ["alpha"], worker: "w", now: .distantPast, lease: .seconds(60))
        #expect(next == [Hold(account: "alpha", term: 2)])
        let late = try await one.commit([Step(holding: held[0], [.secret(name: "s", sealed: [1])])])
        #expect(late.map(\.written) == [false])
    }

    @Test("write under a hold while nobody else can take the account")
    func holding() async throws {
        let place = try await Place()
        let (one, two) = (try await place.open(worker: "one"), try await place.open(worker: "two"))
        let held = try await one.take(accounts: ["alpha"], worker: "one", now: Sample.start, lease: .zero)[0]
        let connection = try place.connect()
        _ = try connection.run("BEGIN")
        _ = try connection.run(AccountLeases.lock, [.texts(["alpha"])])
        async let next = two.take(accounts: ["alpha"], worker: "two", now: Sample.start, lease: .seconds(60))
        while try place.run("SELECT 1::text FROM pg_stat_activity WHERE wait_event_type = 'Lock'").isEmpty {
            await Task.yield()
        }
        // Whoever takes the account waits for the writing.
        #expect(try await one.commit([Step(holding: held, [.secret(name: "s", sealed: [1])])]).map(\.written) == [true])
        _ = try connection.run("COMMIT")
        #expect(try await next.map(\.term) == [2])
    }

    @Test("tell the server's time")
    func time() async throws {
        let place = try await Place()
        let ledger = try await place.open()
        let now = try #require(try await ledger.serverNow())
        let sql = "SELECT (abs(extract(epoch FROM clock_timestamp()) - \(now.timeIntervalSince1970)) < 10)::text"
        #expect(try place.run(sql) == ["true"])
    }

    @Test("have each a name of their own")
    func names() async throws {
        let place = try await Place()
        let first = try await place.open(worker: "one")
        let error = await #expect(throws: LedgerError.self) { _ = try await place.open(worker: "one") }
        #expect(error?.code == "ledger-busy")
        #expect(error?.description.contains("the worker `one` on the database's own machine, since 2") == true)
        await first.close()
        let second = try await place.open(worker: "one") { $0.patienceForName = .seconds(5) }
        #expect(try await second.postings(PostingFilter()) == [])
    }

    @Test("hint at what has become due, to all who listen")
    func hints() async throws {
        let place = try await Place()
        let (hearing, telling) = (try await place.open(worker: "ears"), try await place.open(worker: "b"))
        var hints = hearing.wakeups().makeAsyncIterator()
        // The first says that hearing has begun.
        await hints.next()
        let posting = try await telling.add([Sample.posting(1)])[0]
        await hints.next()
        // The listener's connection breaks: what it missed is told afterwards.
        try place.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE '%ears hints'"
        )
        await hints.next()
        var due = posting
        due.dueAt = Sample.time(3)
        _ = try await telling.commit([Step([.posting(due)])])
        await hints.next()
        await hearing.close()
        #expect(await hints.next() == nil)
    }
}
