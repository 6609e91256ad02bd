import GRDB
private import GRDBSQLite
import Glibc

/// A value on its way into a column or out of it.
enum Cell: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// The text of a statement, by which its prepared form is found: comparing long texts for every row takes its time.
final class SQL: Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static let begin = SQL("BEGIN IMMEDIATE")
    static let commit = SQL("COMMIT")
    static let rollBack = SQL("ROLLBACK")
    static let save = SQL("SAVEPOINT call")
    static let release = SQL("RELEASE call")
    static let undo = SQL("ROLLBACK TO call")
}

/// The prepared statements of the one connection that writes, and the only place that speaks to SQLite itself.
///
/// Every delivery passes through here several times: the library above looks up each statement by its text, and each
/// type of each cell anew. Used on that connection's queue alone, which is what makes it safe to send.
@safe
final class WriteStatements: @unchecked Sendable {
    private var prepared: [ObjectIdentifier: OpaquePointer] = unsafe [:]

    /// Frees every statement; a connection cannot be closed before.
    func close() {
        unsafe prepared.values.forEach { unsafe sqlite3_finalize($0) }
        unsafe prepared = [:]
    }

    /// Runs a statement without places to its end.
    func run(_ sql: SQL, _ db: Database) throws { try run(sql, [], db) }

    /// Runs a statement to its end.
    ///
    /// - Returns: How many rows it changed.
    @discardableResult
    func run(_ sql: SQL, _ cells: Cells, _ db: Database) throws -> Int {
        let statement = unsafe try bound(sql, cells, db)
        defer { unsafe sqlite3_reset(statement) }
        var code = unsafe sqlite3_step(statement)
        while code == SQLITE_ROW { code = unsafe sqlite3_step(statement) }
        guard code == SQLITE_DONE else { throw failure(code, db) }
        return Int(unsafe sqlite3_changes(db.sqliteConnection))
    }

    /// The first row that a statement finds, or nil.
    func first(_ sql: SQL, _ cells: Cells, _ db: Database) throws -> Cells? {
        try rows(sql, cells, db, upTo: 1).first
    }

    /// The rows that a statement finds, up to some number.
    func rows(_ sql: SQL, _ cells: Cells, _ db: Database, upTo limit: Int = .max) throws -> [Cells] {
        let statement = unsafe try bound(sql, cells, db)
        defer { unsafe sqlite3_reset(statement) }
        var found: [Cells] = []
        while found.count < limit {
            let code = unsafe sqlite3_step(statement)
            if code == SQLITE_DONE { break }
            guard code == SQLITE_ROW else { throw failure(code, db) }
            found.append(unsafe (0..<sqlite3_column_count(statement)).map { unsafe Self.cell(statement, $0) })
        }
        return found
    }

    /// Steps of SQLite's machine that a statement has taken so far: work that no clock blurs.
    func work(of sql: SQL) -> Int {
        guard let statement = unsafe prepared[ObjectIdentifier(sql)] else { return 0 }
        return Int(unsafe sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0))
    }

    /// Whether a transaction is open; none is on a connection that was closed.
    static func isInTransaction(_ db: Database) -> Bool {
        guard let connection = unsafe db.sqliteConnection else { return false }
        return unsafe sqlite3_get_autocommit(connection) == 0
    }

    private func bound(_ sql: SQL, _ cells: Cells, _ db: Database) throws -> OpaquePointer {
        let statement = unsafe try statement(sql, db)
        for (place, cell) in cells.enumerated() {
            let code = unsafe Self.bind(cell, to: statement, at: Int32(place + 1))
            guard code == SQLITE_OK else { throw failure(code, db) }
        }
        return unsafe statement
    }

    private func statement(_ sql: SQL, _ db: Database) throws -> OpaquePointer {
        if let known = unsafe prepared[ObjectIdentifier(sql)] { return unsafe known }
        guard let connection = unsafe db.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the ledger is closed")
        }
        var made: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            connection,
            sql.text,
            -1,
            UInt32(SQLITE_PREPARE_PERSISTENT),
            &made,
            nil
        )
        guard code == SQLITE_OK, let made = unsafe made else { throw failure(code, db) }
        unsafe prepared[ObjectIdentifier(sql)] = unsafe made
        return unsafe made
    }

    /// Copied while it is bound: nothing here outlives the row.
    private static let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private static func bind(_ cell: Cell, to statement: OpaquePointer, at place: Int32) -> Int32 {
        switch cell {
        case .null: return unsafe sqlite3_bind_null(statement, place)
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, place, number)
        // An empty text has no address, and would be bound as NULL.
        case .text(""): return unsafe sqlite3_bind_text(statement, place, "", 0, transient)
        case .text(var text):
            return text.withUTF8 { bytes in
                // The one character at which a text would end when it is read is shown as ␀.
                if let start = bytes.baseAddress, unsafe memchr(start, 0, bytes.count) != nil {
                    let whole = unsafe String(decoding: bytes, as: UTF8.self).replacing("\0", with: "␀")
                    return unsafe bind(.text(whole), to: statement, at: place)
                }
                return unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    unsafe sqlite3_bind_text(
                        statement,
                        place,
                        characters.baseAddress,
                        Int32(characters.count),
                        transient
                    )
                }
            }
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(statement, place, 0) }
            return unsafe bytes.withUnsafeBytes { raw in
                unsafe sqlite3_bind_blob(statement, place, raw.baseAddress, Int32(raw.count), transient)
            }
        }
    }

    private static func cell(_ statement: OpaquePointer, _ column: Int32) -> Cell {
        switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, column))
        case SQLITE_TEXT:
            guard let text = unsafe sqlite3_column_text(statement, column) else { return .null }
            let count = Int(unsafe sqlite3_column_bytes(statement, column))
            return .text(unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let bytes = unsafe sqlite3_column_blob(statement, column) else { return .bytes([]) }
            let count = Int(unsafe sqlite3_column_bytes(statement, column))
            return .bytes(unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count)))
        default: return .null
        }
    }

    private func failure(_ code: Int32, _ db: Database) -> DatabaseError {
        let extended = unsafe sqlite3_extended_errcode(db.sqliteConnection)
        let isSame = extended & 0xFF == code & 0xFF
        let message = unsafe String(cString: sqlite3_errmsg(db.sqliteConnection))
        return DatabaseError(resultCode: ResultCode(rawValue: isSame ? extended : code), message: message)
    }
}
