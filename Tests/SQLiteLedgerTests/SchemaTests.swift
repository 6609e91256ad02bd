import GRDB
import Ledger
import LedgerTesting
import Testing

import class FoundationEssentials.FileManager

@testable import SQLiteLedger

@Suite("The tables of a ledger")
struct SchemaTests {
    /// Released versions never change: a difference here asks for a migration.
    @Test("are those of the recorded version")
    func golden() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let found = try await ledger.read(Schema.dump)
        let file = "\(#filePath)".replacing("SchemaTests.swift", with: "Golden/schema-\(Schema.version).sql")
        guard let golden = FileManager.default.contents(atPath: file) else {
            #expect(FileManager.default.createFile(atPath: file, contents: .init(found.utf8)))
            Issue.record("recorded \(file); look at it and run again")
            return
        }
        #expect(found == String(decoding: golden, as: UTF8.self))
    }

    @Test("of the first version are read as they are, and get an identity from whoever writes")
    func migration() async throws {
        let folder = try Folder()
        try make(1, in: folder)
        let reading = try await SQLiteLedger.open(path: folder.ledger, settings: .init(access: .readOnly))
        #expect(try await reading.identity() == nil)
        #expect(try await reading.postings(PostingFilter()) == [])
        let id = try await written(folder)
        let again = try await SQLiteLedger.open(path: folder.ledger, settings: .init(access: .readOnly))
        #expect(try await again.identity() == id)
        #expect(try await again.postings(PostingFilter()).count == 1)
    }

    @Test("of every earlier version are brought up to date by whoever writes", arguments: 1..<Schema.version)
    func migrations(version: Int) async throws {
        let (folder, other) = (try Folder(), try Folder())
        try make(version, in: folder)
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let present = try await SQLiteLedger.open(path: other.ledger)
        #expect(try await ledger.read(Schema.dump) == present.read(Schema.dump))
        #expect(try await ledger.take(accounts: ["a"], worker: "w", now: Sample.start, lease: .seconds(1)).count == 1)
        #expect(try await ledger.check() == [])
    }

    /// Makes the tables of a version as they are recorded.
    private func make(_ version: Int, in folder: Folder) throws {
        let file = "\(#filePath)".replacing("SchemaTests.swift", with: "Golden/schema-\(version).sql")
        let golden = try #require(FileManager.default.contents(atPath: file)).map { $0 }
        let tables = String(decoding: golden, as: UTF8.self)
        try DatabaseQueue(path: folder.ledger).inDatabase { db in
            try db.execute(sql: tables.replacing("CREATE TABLE sqlite_sequence(name,seq);", with: ""))
            try db.execute(sql: "PRAGMA application_id = \(Schema.application)")
        }
    }

    /// Writes one posting, and tells the identity of the ledger that was written to.
    private func written(_ folder: Folder) async throws -> String {
        let writing = try await SQLiteLedger.open(path: folder.ledger)
        _ = try await writing.add([Sample.posting(1)])
        return try #require(try await writing.identity())
    }

    @Test(
        "let a claim find what it takes by index, in order, whatever the number of rows",
        arguments: [
            (Claim.nextAccount.text, "posting_due", 1), (Claim.oldest.text, "posting_due", 3),
            (Claim.ofRole.text, "posting_key", 2), (Claim.ofRow.text, "INTEGER PRIMARY KEY", 2),
            (Claim.ofReference.text, "sqlite_autoindex_posting_1", 2),
        ]
    )
    func claimPlan(sql: String, index: String, arguments: Int) async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let plan = try await ledger.read { db in
            let values = StatementArguments(Array(repeating: 1, count: arguments))
            return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: values).map {
                $0["detail"] as String
            }
        }
        #expect(plan.count == 1, "\(plan)")
        #expect(plan.first?.contains("SEARCH posting USING ") == true, "\(plan)")
        #expect(plan.first?.contains(index) == true, "\(plan)")
    }

    @Test("let a claim do the same work among thousands of rows as among few")
    func claimWork() async throws {
        let works = [try await workOfClaim(among: 100), try await workOfClaim(among: 5_000)]
        #expect(works[0] > 0)
        #expect(works[0] == works[1])
    }

    /// Instructions of SQLite's machine that finding ten postings takes: work that no clock blurs.
    private func workOfClaim(among count: Int) async throws -> Int {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        _ = try await ledger.add((0..<count).map { Sample.posting($0, account: "account-\($0 % 4)") })
        let statements = try ledger.writable().statements
        return try await ledger.write { db in
            let writer = StepWriter(db: db, statements: statements)
            var claim = Claim(writer: writer, limit: 10, worker: "worker", now: Sample.time(1), lease: .seconds(60))
            _ = try claim.run(PostingFilter(), after: "")
            #expect(claim.taken.count == 10)
            return [Claim.nextAccount, Claim.oldest].reduce(0) { $0 + statements.work(of: $1) }
        }
    }
}
