import Documents
import GRDB
public import Ledger
import Synchronization

/// A ledger's file that this process holds to copy it whole.
final class SQLiteArchive: LedgerArchive, Sendable {
    let name: String

    private let queue: DatabaseQueue
    private let statements = WriteStatements()
    private let lock: Mutex<LockFile?>

    init(_ connections: Connections, lock: LockFile) throws(LedgerError) {
        name = connections.path
        queue = try connections.writer(allowsOpenTransactions: true)
        self.lock = Mutex(lock)
    }

    func identity() throws(LedgerError) -> String? {
        try run { db in try String.fetchOne(db, sql: "SELECT id FROM identity") }
    }

    func moved() throws(LedgerError) -> String? {
        try run { db in
            try String.fetchOne(
                db,
                sql: "SELECT memory FROM rate_window WHERE key = ? AND memory <> ''",
                arguments: [LedgerNote.moved.rawValue]
            )
        }
    }

    func forEach(_ body: ([LedgerRecord]) throws(LedgerError) -> Void) throws(LedgerError) {
        for kind in LedgerRecord.Kind.allCases {
            let table = ArchiveTable.of(kind)
            try run { db in
                let rows = try Row.fetchCursor(
                    db,
                    sql: "SELECT \(table.columns) FROM \(table.from) ORDER BY \(table.order)"
                )
                var portion: [LedgerRecord] = []
                while let row = try rows.next() {
                    portion.append(try table.read(row))
                    guard portion.count == Self.portion else { continue }
                    try body(portion)
                    portion = []
                }
                if !portion.isEmpty { try body(portion) }
            }
        }
    }

    private static let portion = 200

    func begin() throws(LedgerError) { try run { db in try db.execute(sql: "BEGIN IMMEDIATE") } }

    func append(_ records: [LedgerRecord]) throws(LedgerError) {
        try run { db in
            for record in records { try add(record, db) }
        }
    }

    private func add(_ record: LedgerRecord, _ db: Database) throws {
        switch record {
        case .posting(let posting):
            let cells = [cell(posting.id)] + PostingRow.fixedCells(posting) + PostingRow.changingCells(posting)
            try statements.run(PostingRow.insertNumbered, cells, db)
        case .exchange(let exchange): try statements.run(ExchangeRow.save, ExchangeRow.cells(exchange), db)
        case .attempt(let attempt):
            try statements.run(AttemptRow.save, AttemptRow.cells(attempt, posting: attempt.posting), db)
        case .evidence(let evidence):
            try statements.run(EvidenceRow.add, EvidenceRow.cells(evidence, posting: evidence.posting), db)
        case .watch(let watch): try statements.run(WatchRow.save, WatchRow.cells(watch, owner: watch.owner), db)
        case .account(let account): try statements.run(AccountRow.save, AccountRow.cells(account), db)
        case .window(let window): try statements.run(WindowRow.save, WindowRow.cells(window), db)
        case .lookup(let lookup): try statements.run(LookupRow.save, LookupRow.cells(lookup), db)
        case .revision(let hash, let role, let content, let at):
            let cells = [cell(hash), cell(role), cell(content), cell(at.microseconds)]
            try statements.run(StepWriter.keepRevision, cells, db)
        case .secret(let name, let sealed):
            try statements.run(StepWriter.keepSecret, [cell(name), cell(sealed)], db)
        }
    }

    func take(identity: String) throws(LedgerError) {
        try run { db in try db.execute(sql: "UPDATE identity SET id = ?", arguments: [identity]) }
    }

    func commit() throws(LedgerError) {
        try run { db in
            try db.execute(sql: "COMMIT")
            _ = try db.checkpoint(.truncate)
        }
    }

    func retire(to place: String) throws(LedgerError) {
        try run { db in
            try db.inTransaction(.immediate) {
                for name in try Retirement.triggers(db) { try db.execute(sql: "DROP TRIGGER \(name)") }
                let note = WindowState(key: LedgerNote.moved.rawValue, memory: place)
                try statements.run(WindowRow.save, WindowRow.cells(note), db)
                for statement in try Retirement.statements(db, place) { try db.execute(sql: statement) }
                return .commit
            }
            _ = try db.checkpoint(.truncate)
        }
    }

    func close() {
        try? queue.inDatabase { db in
            statements.close()
            if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
        }
        try? queue.close()
        lock.withLock { $0 = nil }
    }

    deinit { close() }

    private func run<Answer>(_ body: (Database) throws -> Answer) throws(LedgerError) -> Answer {
        do { return try queue.inDatabase(body) } catch { throw Failures(file: name).ledgerError(error) }
    }
}

extension SQLiteLedger {
    /// Opens the ledger at a path to copy it whole, making it where there is none.
    ///
    /// - Throws: As ``open(path:settings:)`` does.
    public static func archive(path: String, settings: Settings = Settings()) async throws(LedgerError)
        -> any LedgerArchive
    {
        guard let lock = try await lock(path, settings) else {
            throw .failed(reason: "\(path) was to be opened for reading only")
        }
        return try SQLiteArchive(Connections(path: path), lock: lock)
    }
}
