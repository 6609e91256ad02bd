import GRDB
import Ledger
import LedgerTesting
import Testing

import class FoundationEssentials.FileManager

@testable import SQLiteLedger

@Suite("Bringing a ledger up to date")
struct MigratingTests {
    /// A file of the first version with one piece of knowledge in it.
    private func first() throws -> Folder {
        let folder = try Folder()
        let file = "\(#filePath)".replacing("MigratingTests.swift", with: "Golden/schema-1.sql")
        let first = try #require(FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) })
        try DatabaseQueue(path: folder.ledger).inDatabase { db in
            try db.execute(sql: first.replacing("CREATE TABLE sqlite_sequence(name,seq);", with: ""))
            try db.execute(sql: "PRAGMA application_id = \(Schema.application); PRAGMA journal_mode = WAL")
            try db.execute(sql: "INSERT INTO rate_window VALUES ('k', 'known')")
        }
        return folder
    }

    @Test("keeps the older one whole in a file beside it, which nobody else may read")
    func copy() async throws {
        let folder = try first()
        let migration = try await SQLiteLedger.migrate(path: folder.ledger)
        #expect(migration == Migration(from: 1, to: Schema.version, copy: "\(folder.ledger)-version-1"))
        let copy = try #require(migration.copy)
        #expect(try folder.permissions(copy) == 0o600)
        let (version, memory) = try DatabaseQueue(path: copy).inDatabase { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version")
            return (version, try String.fetchOne(db, sql: "SELECT memory FROM rate_window"))
        }
        #expect(version == 1)
        #expect(memory == "known")
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        #expect(try await ledger.identity() != nil)
        #expect(try await ledger.windows(["k"]).map(\.memory) == ["known"])
    }

    @Test("finds a name for the copy that is free, and changes nothing when it is up to date")
    func again() async throws {
        let folder = try first()
        try #require(FileManager.default.createFile(atPath: "\(folder.ledger)-version-1", contents: .init([1])))
        let migration = try await SQLiteLedger.migrate(path: folder.ledger)
        #expect(migration.copy == "\(folder.ledger)-version-1-2")
        let second = try await SQLiteLedger.migrate(path: folder.ledger)
        #expect(second == Migration(from: Schema.version, to: Schema.version))
    }

    @Test("makes one where there is none")
    func made() async throws {
        let folder = try Folder()
        #expect(try await SQLiteLedger.migrate(path: folder.ledger) == Migration(from: 0, to: Schema.version))
        #expect(try await SQLiteLedger.open(path: folder.ledger).identity() != nil)
    }

    @Test("waits for who writes, and leaves alone what is newer or no ledger")
    func refused() async throws {
        let folder = try first()
        do {
            let ledger = try await SQLiteLedger.open(path: folder.ledger)
            await #expect(throws: LedgerError.self) {
                _ = try await SQLiteLedger.migrate(path: folder.ledger, settings: .init(access: .tryOnce))
            }
            try await ledger.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        }
        let other = try Folder()
        try await DatabaseQueue(path: other.ledger).write { try $0.execute(sql: "CREATE TABLE notes (a)") }
        let newer = LedgerError.newerVersion(found: 99, known: Schema.version, file: folder.ledger)
        await #expect(throws: newer) { _ = try await SQLiteLedger.migrate(path: folder.ledger) }
        await #expect(throws: LedgerError.self) { _ = try await SQLiteLedger.migrate(path: other.ledger) }
    }
}
