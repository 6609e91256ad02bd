import Ledger
import LedgerTesting
import Testing

import class FoundationEssentials.FileManager

@testable import PostgresLedger

@Suite("The tables of a ledger in a database")
struct SchemaTests {
    /// Every column, index and setting as the server reports it.
    private static let dump = """
        SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
            || CASE WHEN a.attidentity <> '' THEN ' IDENTITY' ELSE '' END
            || CASE WHEN l.collname = 'C' THEN ' COLLATE "C"' ELSE '' END AS line
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_collation l ON l.oid = a.attcollation
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        UNION ALL
        SELECT 'index ' || replace(pg_get_indexdef(indexrelid), current_schema() || '.', '')
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT 'key ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
        UNION ALL
        SELECT 'settings ' || relname || ' ' || array_to_string(reloptions, ' ')
        FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND reloptions IS NOT NULL
        ORDER BY line
        """

    /// Released versions never change: a difference here asks for a migration.
    @Test("are those of the recorded version")
    func golden() async throws {
        let place = try await Place()
        let ledger = try await place.open()
        let found = try place.run(Self.dump).compactMap { $0 }.joined(separator: "\n") + "\n"
        let file = "\(#filePath)".replacing("SchemaTests.swift", with: "Golden/schema-\(Schema.version).txt")
        await ledger.close()
        guard let golden = FileManager.default.contents(atPath: file) else {
            #expect(FileManager.default.createFile(atPath: file, contents: .init(found.utf8)))
            Issue.record("recorded \(file); look at it and run again")
            return
        }
        #expect(found == String(decoding: golden, as: UTF8.self))
    }

    @Test("of the version before are brought up to date by whoever opens them")
    func migration() async throws {
        let place = try await Place()
        let first = try await place.open()
        let tables = try place.run(Self.dump)
        _ = try await first.add([Sample.posting(1)])
        await first.close()
        for undoing in ["DROP TABLE account_lease", "UPDATE ledger_version SET version = 2"] { try place.run(undoing) }
        let second = try await place.open(worker: "other")
        #expect(try place.run(Self.dump) == tables)
        #expect(try await second.take(accounts: ["a"], worker: "w", now: Sample.start, lease: .seconds(1)).count == 1)
        #expect(try await second.postings(PostingFilter()).count == 1)
    }

    @Test("have room in their pages, and no index on what changes with a lease")
    func leases() async throws {
        let place = try await Place()
        _ = try await place.open()
        let indexed = try place.run(
            """
            SELECT DISTINCT attname::text FROM pg_index JOIN pg_attribute ON attrelid = indrelid
            WHERE indrelid = 'posting'::regclass AND (attnum = ANY(indkey) OR pg_get_expr(indpred, indrelid) ~ attname)
            """
        )
        #expect(indexed.contains("due_at"))
        #expect(!indexed.contains { $0?.contains("lease") == true || $0 == "epoch" || $0 == "tries" })
        let options = "SELECT array_to_string(reloptions, ' ') FROM pg_class WHERE oid = 'posting'::regclass"
        #expect(try place.run(options)[0]?.contains("fillfactor=70") == true)
    }

    @Test("keep the marker of commits in place, however many there are")
    func markers() async throws {
        let place = try await Place()
        let ledger = try await place.open()
        for number in 0..<40 {
            _ = try await ledger.commit([Step([.window(WindowState(key: "k", memory: "\(number)"))])])
        }
        #expect(try place.run("SELECT count(*)::text FROM writer") == ["1"])
        #expect(try place.run("SELECT sequence::text FROM writer") == ["40"])
        try place.run("UPDATE writer SET at = at - interval '8 days'")
        // What is forgotten of a session that still lives comes back with its next commit.
        let other = try await place.open(worker: "other")
        _ = try await ledger.commit([Step([.window(WindowState(key: "k", memory: "last"))])])
        #expect(try place.run("SELECT sequence::text FROM writer") == ["41"])
        await other.close()
    }
}
