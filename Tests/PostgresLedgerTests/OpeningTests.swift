import Ledger
import LedgerTesting
import PostgresTesting
import Testing

@testable import PostgresLedger

@Suite("Opening a ledger in a database", .timeLimit(.minutes(1)))
struct OpeningTests {
    @Test("many at the same time make its tables once")
    func together() async throws {
        let place = try await Place()
        let ids = try await withThrowingTaskGroup(of: Int64.self) { tasks in
            for number in 0..<8 {
                tasks.addTask {
                    try await place.open(worker: "w\(number)").add([Sample.posting(number)])[0].id
                }
            }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(ids).count == 8)
    }

    @Test("a newer schema is refused, also when it was changed under an open ledger")
    func newer() async throws {
        let place = try await Place()
        let ledger = try await place.open()
        let name = ledger.name
        try place.run("UPDATE ledger_version SET version = 99")
        let refusal = LedgerError.newerVersion(found: 99, known: Schema.version, file: name)
        await #expect(throws: refusal) { _ = try await place.open(worker: "other") }
        let process = try await ledger.writer.backend() ?? 0
        try place.run("SELECT pg_terminate_backend(\(process), 5000)::text")
        await #expect(throws: refusal) { _ = try await ledger.add([Sample.posting(1)]) }
        #expect(try place.run("SELECT count(*)::text FROM posting") == ["0"])
    }

    @Test("a schema of another program is refused and left alone")
    func foreign() async throws {
        let place = try await Place()
        try place.run("CREATE SCHEMA \(place.schema)")
        try place.run("CREATE TABLE notes (a TEXT)")
        try await refused(place, says: "in use by another program") { _ = try await place.open() }
        #expect(try place.run("SELECT count(*)::text FROM pg_tables WHERE schemaname = '\(place.schema)'") == ["1"])
    }

    @Test("tables that are gone are not made anew under an open ledger")
    func gone() async throws {
        let place = try await Place()
        let ledger = try await place.open()
        let process = try await ledger.writer.backend() ?? 0
        try place.run("DROP SCHEMA \(place.schema) CASCADE")
        try place.run("SELECT pg_terminate_backend(\(process), 5000)::text")
        try await refused(place, says: "tables are gone") { _ = try await ledger.add([Sample.posting(1)]) }
    }

    @Test("who only reads, or may not make one, makes no tables and is told that there are none")
    func readingNothing() async throws {
        let place = try await Place()
        for access in [PostgresLedger.Settings.Access.reading, .writing] {
            let error = await #expect(throws: LedgerError.self) { _ = try await place.open { $0.access = access } }
            #expect(error?.code == "ledger-missing")
        }
        #expect(try place.run("SELECT to_regnamespace('\(place.schema)')::text") == [nil])
    }

    @Test("who only reads sees everything, beside who writes, and writes nothing")
    func reading() async throws {
        let place = try await Place()
        let writer = try await place.open()
        let written = try await writer.add([Sample.posting(1)])
        let reader = try await place.open { $0.access = .reading }
        #expect(try await reader.postings(PostingFilter()) == written)
        #expect(try await reader.identity() == writer.identity())
        #expect(try await reader.nextDue(PostingFilter()) == writer.nextDue(PostingFilter()))
        #expect(try await reader.check() == [])
        await #expect(throws: LedgerError.self) { _ = try await reader.add([Sample.posting(2)]) }
        await #expect(throws: LedgerError.self) { _ = try await reader.take(1) }
    }

    @Test("an older schema is read as it is, and brought up to date by who writes")
    func older() async throws {
        let place = try await Place()
        let first = try await place.open()
        await first.close()
        try place.run("DROP TABLE identity, account_lease")
        try place.run("UPDATE ledger_version SET version = 1")
        let reader = try await place.open { $0.access = .reading }
        #expect(try await reader.postings(PostingFilter()) == [])
        #expect(try await reader.identity() == nil)
        #expect(try place.run("SELECT version::text FROM ledger_version") == ["1"])
        let migration = try await PostgresLedger.migrate(
            place.cluster.address(),
            settings: .init(schema: place.schema, access: .writing)
        )
        #expect(migration == Migration(from: 1, to: Schema.version))
        let writer = try await place.open { $0.access = .writing }
        #expect(try await writer.identity() != nil)
        #expect(try await reader.identity() == writer.identity())
    }

    @Test("a server that is not there is said to be so, at once")
    func absent() async throws {
        let place = try await Place()
        try await refused(place, says: "See that the server runs") {
            _ = try await PostgresLedger.open("host=/tmp/no-server-here user=x dbname=x")
        }
    }

    @Test("a database that is not there, or keeps text in another form, is named")
    func databases() async throws {
        let place = try await Place()
        let server = "host=\(place.cluster.folder) user=postgres"
        try await refused(place, says: "Create the database with `createdb`") {
            _ = try await PostgresLedger.open("\(server) dbname=nowhere")
        }
        try place.run("CREATE DATABASE ascii_\(place.schema) ENCODING 'SQL_ASCII' TEMPLATE template0")
        try await refused(place, says: "Create one with the encoding UTF8") {
            _ = try await PostgresLedger.open("\(server) dbname=ascii_\(place.schema)")
        }
    }

    @Test("a password stands in no error, right or wrong, wherever it came from")
    func passwords() async throws {
        let place = try await Place()
        let wrong = "hunter2-wrong"
        let address = place.cluster.address(user: "secured")
        let words = "password authentication failed for user \"secured\". Check the user and the password"
        try await refused(place, says: words) { _ = try await PostgresLedger.open(address, password: wrong) }
        try await refused(place, says: words) { _ = try await PostgresLedger.open("\(address) password=\(wrong)") }
        let escaped = place.cluster.folder.replacing("/", with: "%2F")
        try await refused(place, says: words) {
            _ = try await PostgresLedger.open("postgresql://secured:\(wrong)@\(escaped)/postgres")
        }
        for malformed in ["postgresql://secured:\(wrong)@[oops", "host=x password \(wrong)", "password='\(wrong)"] {
            try await refused(place, says: "none that PostgreSQL understands") {
                _ = try await PostgresLedger.open(malformed)
            }
        }
        // The right one, for a user who may do nothing.
        try await refused(place, says: "Grant the user its rights") {
            _ = try await PostgresLedger.open(address, password: "hunter2-right")
        }
    }

    private func refused(_ place: Place, says words: String, _ body: () async throws -> Void) async throws {
        let error = await #expect(throws: LedgerError.self) { try await body() }
        let text = "\(String(describing: error)) \(String(reflecting: error))"
        #expect(text.contains(words) || error?.description.contains(words) == true, "\(text)")
        #expect(!text.contains("hunter2"), "\(text)")
    }

    @Test("a user who may make no schema uses the one that was given")
    func givenSchema() async throws {
        let place = try await Place()
        try place.run("CREATE ROLE guest_\(place.schema) LOGIN")
        try place.run("CREATE SCHEMA \(place.schema) AUTHORIZATION guest_\(place.schema)")
        let address = place.cluster.address(user: "guest_\(place.schema)")
        let ledger = try await PostgresLedger.open(address, settings: .init(schema: place.schema, worker: "guest"))
        #expect(try await ledger.add([Sample.posting(1)]).count == 1)
        #expect(try await ledger.take(1).count == 1)
    }

    @Test("a commit is on the disk when it returns, whatever the database's own default")
    func durability() async throws {
        let place = try await Place(on: Cluster.start())
        try place.run("ALTER DATABASE postgres SET synchronous_commit = off")
        let ledger = try await place.open()
        for session in [ledger.writer, ledger.claimer] {
            let setting = try await session.read { connection throws(Fault) in
                try connection.run("SHOW synchronous_commit").first { cells throws(Fault) in try cells.text() }
            }
            #expect(setting == "on")
        }
    }

    @Test("a closed ledger refuses everything")
    func closed() async throws {
        let ledger = try await Place().open()
        await ledger.close()
        await #expect(throws: LedgerError.self) { _ = try await ledger.add([Sample.posting(1)]) }
        await #expect(throws: LedgerError.self) { _ = try await ledger.take(1) }
        await #expect(throws: LedgerError.self) { _ = try await ledger.postings(PostingFilter()) }
    }
}
