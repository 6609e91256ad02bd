import GRDB
import Glibc
import Ledger
import LedgerTesting
import Testing

import class FoundationEssentials.FileManager

@testable import SQLiteLedger

@Suite("Opening a ledger")
struct OpeningTests {
    private let readOnly = SQLiteLedger.Settings(access: .readOnly)

    @Test("a ledger that does not exist reads as empty, is not created, and is found once it exists")
    func missing() async throws {
        let folder = try Folder()
        let reader = try await SQLiteLedger.open(path: folder.ledger, settings: readOnly)
        #expect(try await reader.postings(PostingFilter()) == [])
        #expect(try await reader.nextDue(PostingFilter()) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        let writer = try await SQLiteLedger.open(path: folder.ledger)
        let written = try await writer.add([Sample.posting(1)])
        #expect(try await reader.postings(PostingFilter()) == written)
    }

    @Test("a ledger opened for reading only refuses to write")
    func refusesToWrite() async throws {
        let folder = try Folder()
        let reader = try await SQLiteLedger.open(path: folder.ledger, settings: readOnly)
        await #expect(throws: LedgerError.self) { try await reader.add([Sample.posting(1)]) }
        await #expect(throws: LedgerError.self) { try await reader.take(1) }
        await #expect(throws: LedgerError.self) { try await reader.recoverOwn(worker: "w", now: Sample.start) }
    }

    @Test("nobody else may read or write any of the files")
    func permissions() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        _ = try await ledger.add([Sample.posting(1)])
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files) == ["placard.db", "placard.db-wal", "placard.db-shm", "placard.db.lock"])
        for file in files { #expect(try folder.permissions(folder.path + "/" + file) == 0o600, "\(file)") }
    }

    @Test("a ledger of a newer version is refused", arguments: [SQLiteLedger.Settings.Access.tryOnce, .readOnly])
    func newer(access: SQLiteLedger.Settings.Access) async throws {
        let folder = try Folder()
        try await makeNewer(folder.ledger)
        await #expect(throws: LedgerError.newerVersion(found: 99, known: 3, file: folder.ledger)) {
            try await SQLiteLedger.open(path: folder.ledger, settings: .init(access: access))
        }
    }

    private func makeNewer(_ path: String) async throws {
        let ledger = try await SQLiteLedger.open(path: path)
        try await ledger.write { try $0.execute(sql: "PRAGMA user_version = 99") }
    }

    @Test("a ledger that was closed can be closed again, and let go of")
    func closedTwice() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        _ = try await ledger.add([Sample.posting(1)])
        ledger.close()
        ledger.close()
        await #expect(throws: LedgerError.self) { _ = try await ledger.add([Sample.posting(2)]) }
    }

    @Test("a text that holds the character at which SQLite would end it is kept to its end")
    func character() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        var posting = try await ledger.add([Sample.posting(1)])[0]
        posting.error = PostingError(code: "c", message: "a\0b", remedy: "r\0s")
        var exchange = Sample.exchange("one")
        exchange.reply = "HTTP/1.1 200\nbefore\0after"
        let attempt = Sample.attempt("one", on: posting)
        let evidence = Sample.evidence(posting.id, at: 1, note: "x\0y")
        _ = try await ledger.commit([
            Step([.posting(posting), .exchange(exchange), .attempt(attempt), .evidence(evidence)])
        ])
        let timeline = try await ledger.timeline(of: posting.id)
        #expect(timeline.exchanges.map(\.reply) == ["HTTP/1.1 200\nbefore␀after"])
        #expect(timeline.evidence.map(\.note) == ["x␀y"])
        #expect(try await ledger.postings(PostingFilter()).first?.error?.message == "a␀b")
    }

    @Test("another program's database and a file that is none are refused and left alone")
    func foreign() async throws {
        let folder = try Folder()
        try DatabaseQueue(path: folder.ledger).inDatabase { try $0.execute(sql: "CREATE TABLE notes (a)") }
        try await refused(folder.ledger, says: "another program")
        let text = folder.path + "/text.db"
        #expect(FileManager.default.createFile(atPath: text, contents: .init(repeating: 65, count: 5000)))
        try await refused(text, says: "no ledger")
        try await refused(text, says: "put the last good copy in its place")
        #expect(FileManager.default.contents(atPath: text)?.count == 5000)
        try await refused(folder.path + "/nowhere/placard.db", says: "No such file or directory")
    }

    private func refused(_ path: String, says words: String) async throws {
        let error = await #expect(throws: LedgerError.self) { try await SQLiteLedger.open(path: path) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test("an empty file, as a crash while creating may leave it, becomes a ledger")
    func empty() async throws {
        let folder = try Folder()
        #expect(FileManager.default.createFile(atPath: folder.ledger, contents: nil))
        let reader = try await SQLiteLedger.open(path: folder.ledger, settings: readOnly)
        #expect(try await reader.postings(PostingFilter()) == [])
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        #expect(try await ledger.add([Sample.posting(1)]).map(\.id) == [1])
        #expect(try await reader.postings(PostingFilter()).count == 1)
    }

    @Test("a commit is on the disk when it returns")
    func settings() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let found = try await ledger.write { db in
            try ["synchronous", "foreign_keys", "busy_timeout", "wal_autocheckpoint"].map {
                try Int.fetchOne(db, sql: "PRAGMA \($0)")
            }
        }
        #expect(found == [2, 1, 5000, 0])
        #expect(try await ledger.write { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }
}
