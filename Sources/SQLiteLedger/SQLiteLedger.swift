import GRDB
public import Ledger
import Synchronization

public import struct FoundationEssentials.Date

/// A ledger in one SQLite file.
///
/// One process at a time writes, held apart by a lock file beside the ledger; any number read meanwhile.
/// Calls from many tasks share durable transactions. Reads have a connection of their own and never wait
/// for a write.
public final class SQLiteLedger: Ledger, Sendable {
    /// How a ledger is opened.
    public struct Settings: Sendable {
        /// Who may write.
        public enum Access: Sendable, Hashable {
            /// This process, as soon as no other does; fails after the time given.
            case wait(Duration)
            /// This process, or fail at once.
            case tryOnce
            /// Others; a ledger that does not exist reads as empty and is not created.
            case readOnly
        }

        /// Who may write.
        public var access: Access
        /// What this process calls itself to others that find the ledger in use, such as `placard post`.
        ///
        /// It is written to the lock file and shown to people: no secrets.
        public var command: String
        /// Measures the time between tries to take the lock.
        public var clock: any Clock<Duration>
        /// Tells the time that others are shown as the start of this process.
        public var now: @Sendable () -> Date

        /// Creates settings.
        public init(
            access: Access = .wait(.seconds(10)),
            command: String = "placard",
            clock: any Clock<Duration> = ContinuousClock(),
            now: @escaping @Sendable () -> Date = { Date() }
        ) {
            self.access = access
            self.command = command
            self.clock = clock
            self.now = now
        }
    }

    /// Path of the file.
    public let path: String

    let failures: Failures
    let writing: Writing?
    private let connections: Connections
    private let readers = Mutex(Readers())
    private let isClosed = Mutex(false)

    /// What a process that writes holds.
    struct Writing: Sendable {
        let lock: LockFile
        let queue: DatabaseQueue
        let group: GroupCommit
        let statements: WriteStatements
        /// The account that was served last; the next claim begins behind it.
        let turn = Turn()
    }

    /// Remembers an account between claims.
    final class Turn: Sendable {
        private let account = Mutex("")
        var last: String {
            get { account.withLock { $0 } }
            set { account.withLock { $0 = newValue } }
        }
    }

    private struct Readers: Sendable {
        var file: DatabaseQueue?
        var empty: DatabaseQueue?
    }

    private init(path: String, connections: Connections, writing: Writing?) {
        self.path = path
        failures = Failures(file: path)
        self.connections = connections
        self.writing = writing
    }

    /// Opens the ledger at a path, creating it when it is opened for writing and does not exist.
    ///
    /// - Throws: ``LedgerError/busy(holder:)`` when another process writes and goes on doing so,
    ///   ``LedgerError/newerVersion(found:known:file:)``, or why the file cannot be used.
    public static func open(
        path: String,
        settings: Settings = Settings()
    ) async throws(LedgerError) -> SQLiteLedger {
        let connections = Connections(path: path)
        guard let lock = try await lock(path, settings) else {
            let ledger = SQLiteLedger(path: path, connections: connections, writing: nil)
            // What is wrong with the file is better said now than in the middle of a command.
            _ = try ledger.reader()
            return ledger
        }
        let queue = try connections.writer()
        let statements = WriteStatements()
        let group = GroupCommit(writer: queue, statements: statements, failures: Failures(file: path))
        let writing = Writing(lock: lock, queue: queue, group: group, statements: statements)
        return SQLiteLedger(path: path, connections: connections, writing: writing)
    }

    /// Closes the file, after which every call fails; the lock is free when the ledger itself is gone.
    ///
    /// Without this call, the same happens when nothing refers to the ledger any more. The log is copied into the
    /// file, so that the file alone is a copy of the ledger while no process writes.
    public func close() {
        let isFirst = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return !isClosed
        }
        if isFirst, let writing {
            // A reader that is still open when the writer closes keeps the log's files in their places: on a disk that
            // has become full meanwhile nobody could make them to read the ledger.
            _ = try? reader()
            // What others still read stays in the log, from which it is read as before.
            try? writing.queue.inDatabase { db in
                writing.statements.close()
                _ = try db.checkpoint(.truncate)
            }
            try? writing.queue.close()
        }
        readers.withLock { readers in
            // Closing can only fail for statements still running, which end before their queue is idle.
            try? readers.file?.close()
            readers = Readers()
        }
    }

    deinit { close() }

    static func lock(_ path: String, _ settings: Settings) async throws(LedgerError) -> LockFile? {
        let pause = Duration.milliseconds(25)
        var patience: Duration
        switch settings.access {
        case .readOnly: return nil
        case .tryOnce: patience = .zero
        case .wait(let time): patience = time
        }
        while true {
            switch try LockFile.take(path + ".lock", command: settings.command, since: settings.now()) {
            case .taken(let lock): return lock
            case .held(let holder) where patience <= .zero: throw .busy(holder: holder)
            case .held(let holder):
                let wait = min(pause, patience)
                patience -= wait
                do { try await settings.clock.sleep(for: wait) } catch { throw .busy(holder: holder) }
            }
        }
    }

    // MARK: Running bodies on connections

    private func reader() throws(LedgerError) -> DatabaseQueue {
        do {
            return try readers.withLock { readers in
                if let file = readers.file { return file }
                if let file = try connections.reader() {
                    readers = Readers(file: file)
                    return file
                }
                // The file may come to be later, so that the next read looks again.
                let empty = try readers.empty ?? connections.empty()
                readers.empty = empty
                return empty
            }
        } catch {
            throw failures.ledgerError(error)
        }
    }

    /// Reads one state of the ledger.
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws(LedgerError) -> Answer {
        let reader = try reader()
        let failures = failures
        let result = await withCheckedContinuation { continuation in
            reader.asyncRead { db in
                let result = Result { try body(db.get()) }
                continuation.resume(returning: result.mapError(failures.ledgerError))
            }
        }
        return try result.get()
    }

    /// Writes in a transaction of its own, even when the task is cancelled meanwhile.
    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Answer
    ) async throws(LedgerError) -> Answer {
        let queue = try writable().queue
        let failures = failures
        let result = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { db in
                let result = Result {
                    var answer: Answer?
                    try db.inTransaction(.immediate) {
                        answer = try body(db)
                        return .commit
                    }
                    guard let answer else { throw LedgerError.failed(reason: "a transaction gave no answer") }
                    return answer
                }
                continuation.resume(returning: result.mapError(failures.ledgerError))
            }
        }
        return try result.get()
    }

    func writable() throws(LedgerError) -> Writing {
        guard let writing else { throw .failed(reason: "\(path) was opened for reading only") }
        return writing
    }
}

extension SQLiteLedger {
    /// Writes steps as ``Ledger/Ledger/commit(_:)`` says, even when the task is cancelled meanwhile.
    public func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult] {
        let group = try writable().group
        return steps.isEmpty ? [] : try await group.commit(steps)
    }
}
