import GRDB
import Glibc
public import Ledger

import class FoundationEssentials.FileManager

extension SQLiteLedger {
    /// Brings the ledger at a path to the version of this program, with a copy of an older one beside it first.
    ///
    /// - Throws: As ``open(path:settings:)`` does; nothing is changed unless the copy is on the disk.
    public static func migrate(path: String, settings: Settings = Settings()) async throws(LedgerError) -> Migration {
        let connections = Connections(path: path)
        guard let lock = try await lock(path, settings) else {
            throw .failed(reason: "\(path) was to be opened for reading only")
        }
        let found = try connections.version()
        var copy: String?
        if (1..<Schema.version).contains(found) { copy = try connections.copied(version: found) }
        try connections.migrateAndClose()
        withExtendedLifetime(lock) {}
        return Migration(from: found, to: Schema.version, copy: copy)
    }
}

extension Connections {
    /// The version of the file's tables; 0 where there is none.
    fileprivate func version() throws(LedgerError) -> Int {
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        return try using { queue in try queue.inDatabase(checkedVersion) }
    }

    /// Copies the ledger, what is in its log too, into a file beside it.
    ///
    /// - Returns: The copy's path.
    fileprivate func copied(version: Int) throws(LedgerError) -> String {
        let place = try emptyFile(beside: version)
        do throws(LedgerError) {
            try using { queue in
                try queue.writeWithoutTransaction { db in try db.execute(sql: "VACUUM INTO ?", arguments: [place]) }
            }
        } catch {
            try? FileManager.default.removeItem(atPath: place)
            throw error
        }
        let descriptor = unsafe open(place, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw .unreadable(file: place, reason: systemReason()) }
        return place
    }

    /// Makes a file that nobody else may read, under a name that is free.
    private func emptyFile(beside version: Int) throws(LedgerError) -> String {
        for number in 1...1_000 {
            let place = "\(path)-version-\(version)\(number == 1 ? "" : "-\(number)")"
            let descriptor = unsafe open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 {
                close(descriptor)
                return place
            }
            guard errno == EEXIST else { throw .unreadable(file: place, reason: systemReason()) }
        }
        throw .failed(reason: "there are a thousand copies beside \(path)")
    }

    fileprivate func migrateAndClose() throws(LedgerError) {
        let queue = try writer()
        do {
            try queue.inDatabase { db in _ = try db.checkpoint(.truncate) }
            try queue.close()
        } catch {
            throw Failures(file: path).ledgerError(error)
        }
    }

    /// Opens the file as it is, and closes it.
    private func using<Answer>(_ body: (DatabaseQueue) throws -> Answer) throws(LedgerError) -> Answer {
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration())
            let answer = try body(queue)
            try queue.close()
            return answer
        } catch {
            throw Failures(file: path).ledgerError(error)
        }
    }
}
