import GRDB
import Glibc
import Ledger
import Synchronization

import class FoundationEssentials.FileManager

/// Opens connections to the file of a ledger.
struct Connections: Sendable {
    let path: String

    private var failures: Failures { Failures(file: path) }

    /// The one connection that writes; creates the file and brings its tables up to date.
    ///
    /// - Parameter allowsOpenTransactions: Whether a transaction may stay open from one call to the next.
    func writer(allowsOpenTransactions: Bool = false) throws(LedgerError) -> DatabaseQueue {
        try createFile()
        do {
            var configuration = configuration()
            configuration.allowsUnsafeTransactions = allowsOpenTransactions
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { db in
                let version = try checkedVersion(db)
                if try String.fetchOne(db, sql: "PRAGMA journal_mode") != "wal" {
                    try db.execute(sql: "PRAGMA journal_mode = WAL")
                }
                // A commit is on the disk when it returns, and the log is copied by GroupCommit, between commits.
                try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0")
                if version < Schema.version { try Schema.migrate(db) }
            }
            return queue
        } catch {
            throw failures.ledgerError(error)
        }
    }

    /// A connection that only reads, or nil while there is nothing to read.
    func reader() throws(LedgerError) -> DatabaseQueue? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            var configuration = configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let version = try queue.inDatabase(checkedVersion)
            if version == 0 { return nil }
            guard version >= Schema.readable else {
                throw LedgerError.failed(
                    reason: "\(path) has the older version \(version); a command that writes brings it up to date"
                )
            }
            return queue
        } catch {
            throw failures.ledgerError(error)
        }
    }

    /// A ledger in memory with nothing in it.
    func empty() throws(LedgerError) -> DatabaseQueue {
        do {
            let queue = try DatabaseQueue(configuration: configuration())
            try queue.inDatabase(Schema.migrate)
            return queue
        } catch {
            throw failures.ledgerError(error)
        }
    }

    func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.label = "ledger"
        return configuration
    }

    /// Creates the file with nobody else's access before SQLite would create it with more.
    ///
    /// Only a new file is opened here: closing another descriptor of it would end SQLite's own locks.
    private func createFile() throws(LedgerError) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno == ENOSPC || errno == EDQUOT {
            throw .diskFull(file: path)
        } else if errno != EEXIST {
            throw .unreadable(file: path, reason: systemReason())
        }
    }

    /// The version of the tables, 0 for an empty file.
    func checkedVersion(_ db: Database) throws -> Int {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)") ?? true
        guard application == Schema.application || (isEmpty && version == 0) else {
            throw LedgerError.unreadable(file: path, reason: "it is the database of another program")
        }
        guard version <= Schema.version else {
            throw LedgerError.newerVersion(found: version, known: Schema.version, file: path)
        }
        return version
    }
}
