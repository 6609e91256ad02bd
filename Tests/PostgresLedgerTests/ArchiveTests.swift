import Ledger
import LedgerTesting
import PostgresTesting
import Testing

@testable import PostgresLedger

@Suite("A ledger in a database that is copied whole", .timeLimit(.minutes(1)))
struct ArchiveTests {
    @Test("keeps every rule for that", arguments: ArchiveRule.all)
    func rules(rule: ArchiveRule) async throws {
        let findings = await rule.findings(on: DatabasePlace(place: try await Place()))
        #expect(findings == [], "\(findings.joined(separator: "\n"))")
    }

    @Test("is retired with all of its tables, and leaves those of others alone")
    func strangers() async throws {
        let place = try await Place()
        await (try await place.open()).close()
        let own = try place.run(
            "SELECT relname::text FROM pg_class WHERE relnamespace = '\(place.schema)'::regnamespace AND relkind = 'r'"
        )
        #expect(Set(own.compactMap(\.self)) == Set(Retirement.tables + ["ledger_version"]))
        try place.run("CREATE TABLE \"Orders\" (id INT)")
        let archive = try await DatabasePlace(place: place).archive()
        try archive.retire(to: "elsewhere")
        archive.close()
        try place.run("INSERT INTO \"Orders\" VALUES (1)")
        #expect(throws: (any Error).self) { try place.run("INSERT INTO identity VALUES (1, 'x')") }
        let triggers = try place.run(
            "SELECT count(*)::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                + "WHERE tgname = 'moved' AND relnamespace = '\(place.schema)'::regnamespace"
        )
        #expect(triggers == ["\(Retirement.tables.count)"])
    }

    @Test("is refused while anybody who writes is connected, and not by who reads")
    func others() async throws {
        let place = try await Place()
        let writer = try await place.open(worker: nil)
        let reader = try await place.open { $0.access = .reading }
        let settings = PostgresLedger.Settings(schema: place.schema, patienceForName: .zero)
        let error = await #expect(throws: LedgerError.self) {
            _ = try await PostgresLedger.archive(place.cluster.address(), settings: settings)
        }
        #expect(error?.message.contains("a worker or a command on the database's own machine") == true)
        await writer.close()
        let archive = try await DatabasePlace(place: place).archive()
        archive.close()
        await reader.close()
    }
}

/// A ledger in a schema of its own.
private struct DatabasePlace: LedgerPlace {
    let place: Place

    func archive() async throws -> any LedgerArchive {
        // The server may take a moment to notice that a connection has ended.
        let settings = PostgresLedger.Settings(schema: place.schema, patienceForName: .seconds(10))
        return try await PostgresLedger.archive(place.cluster.address(), settings: settings)
    }

    func withLedger(_ body: @Sendable (any Ledger) async throws -> Void) async throws {
        let ledger = try await place.open { $0.patienceForName = .seconds(1) }
        try await body(ledger)
        await ledger.close()
    }
}
