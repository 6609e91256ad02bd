import Ledger
import LedgerTesting
import PostgresTesting
import Testing

@testable import PostgresLedger

@Suite("A server in trouble", .timeLimit(.minutes(1)))
struct TroubleTests {
    @Test("that cuts every connection loses nothing, and is connected to again")
    func terminated() async throws {
        let place = try await Place()
        let ledger = try await place.open()
        _ = try await ledger.add([Sample.posting(1)])
        for round in 2...4 {
            try await cutAll(ledger, place)
            _ = try await ledger.add([Sample.posting(round)])
            try await cutAll(ledger, place)
            #expect(try await ledger.postings(PostingFilter()).count == round)
            try await cutAll(ledger, place)
            #expect(try await ledger.take(1).count == 1)
        }
        #expect(try await ledger.check() == [])
    }

    private func cutAll(_ ledger: PostgresLedger, _ place: Place) async throws {
        let ids =
            [try await ledger.claimer.backend(), try await ledger.writer.backend()]
            + [try await ledger.reader.backend(), try await ledger.reader.backend()]
        for id in ids.compactMap({ $0 }) {
            #expect(try place.run("SELECT pg_terminate_backend(\(id), 5000)::text") == ["true"])
        }
    }

    @Test("that crashes under load has everything it acknowledged, and work goes on")
    func restarted() async throws {
        let place = try await Place(on: Cluster.start())
        let ledger = try await place.open()
        let acknowledged = Shared<Set<String>>([])
        let (half, reached) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for task in 0..<8 {
                tasks.addTask {
                    for turn in 0..<60 {
                        let posting = Sample.posting(task * 1_000 + turn)
                        _ = try await ledger.add([posting])
                        let told = acknowledged.change { $0.insert(posting.reference) }
                        if told.count == 100 { reached.finish() }
                    }
                }
            }
            for await _ in half {}
            try await place.cluster.restart()
            try await tasks.waitForAll()
        }
        let found = try await ledger.postings(PostingFilter()).map(\.reference)
        #expect(found.count == 480)
        #expect(acknowledged.value == Set(found))
        #expect(try await ledger.take(500).count == 480)
        #expect(try await ledger.check() == [])
    }

    @Test("that is not there is waited for no longer than was said, and nothing was written")
    func away() async throws {
        let place = try await Place()
        let proxy = try Proxy(to: place.cluster)
        let ledger = try await place.open(through: proxy.folder) { $0.patience = .milliseconds(200) }
        proxy.set(.request("posting_id_seq"))
        proxy.refuse(true)
        let error = await #expect(throws: LedgerError.self) { _ = try await ledger.add([Sample.posting(1)]) }
        #expect(error?.description.contains("went away and did not come back in time") == true)
        proxy.refuse(false)
        #expect(try await ledger.postings(PostingFilter()) == [])
        #expect(try await ledger.add([Sample.posting(1)]).count == 1)
    }

    @Test(
        "that finds others in the way is asked again, a bounded number of times",
        arguments: [(3, true), (99, false)]
    )
    func conflicts(count: Int, succeeds: Bool) async throws {
        let place = try await Place()
        let ledger = try await place.open()
        // A sequence does not come back with a transaction: it counts the tries.
        try place.run("CREATE SEQUENCE tries")
        try place.run(
            """
            CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('\(place.schema).tries') <= \(count) THEN
                    RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
                END IF;
                RETURN NEW;
            END $$
            """
        )
        try place.run("CREATE TRIGGER conflict BEFORE INSERT ON secret FOR EACH ROW EXECUTE FUNCTION conflict()")
        let result = await Result { try await ledger.commit([Step([.secret(name: "s", sealed: [1])])]) }
        #expect(((try? result.get()) != nil) == succeeds)
        let tries = succeeds ? count + 1 : Patience.conflicts + 1
        #expect(try place.run("SELECT last_value::text FROM tries") == ["\(tries)"])
        #expect(try await ledger.secret("s") == (succeeds ? [1] : nil))
    }

    @Test("whose workers lock each other out sees both commits done")
    func deadlock() async throws {
        let place = try await Place()
        let ledgers = [try await place.open(worker: "a"), try await place.open(worker: "b")]
        let revisions = ["x", "y"].map { name in
            Change.secret(name: name, sealed: [1])
        }
        for round in 0..<20 {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for (ledger, changes) in zip(ledgers, [revisions, revisions.reversed()]) {
                    tasks.addTask {
                        _ = try await ledger.commit([Step(changes + [.window(WindowState(key: "k\(round)"))])])
                    }
                }
                try await tasks.waitForAll()
            }
        }
        #expect(try await ledgers[0].windows((0..<20).map { "k\($0)" }).count == 20)
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
