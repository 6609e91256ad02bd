public import Ledger
import Synchronization

import struct FoundationEssentials.UUID

/// A ledger in a PostgreSQL database, which several machines may share.
///
/// Every process has connections of its own: one for claims, one for commits, some for reads. Calls from many tasks
/// share durable transactions. When the server goes away, calls wait for it a while and then fail; a commit that was
/// under way is asked about, never repeated blindly.
public final class PostgresLedger: Ledger, Sendable {
    /// How a ledger is opened.
    public struct Settings: Sendable {
        /// What may be done with the ledger.
        public enum Access: Sendable, Hashable {
            /// It is read and never written; there must be one.
            case reading
            /// It is written, and older tables are brought up to date; there must be one.
            case writing
            /// It is written, and made where there is none.
            case making
        }

        /// The schema that holds the ledger's tables.
        public var schema: String
        /// What may be done with the ledger.
        public var access: Access
        /// Name of the worker, under which what it leaves behind in a crash is found again at its next start.
        ///
        /// One process at a time has a name, and is one worker whatever its calls name it. Without one, its leases are
        /// free for others when they end. It is shown to people: no secrets.
        public var worker: String?
        /// How long to wait for a worker's name that another process has.
        public var patienceForName: Duration
        /// How long to wait for a connection.
        public var connectTime: Duration
        /// How long the server may work on one statement.
        public var statementTime: Duration
        /// How long a call waits for a server that went away.
        public var patience: Duration
        /// How many connections read; at least one.
        public var readers: Int

        /// Creates settings.
        public init(
            schema: String = "placard",
            access: Access = .making,
            worker: String? = nil,
            patienceForName: Duration = .seconds(10),
            connectTime: Duration = .seconds(5),
            statementTime: Duration = .seconds(30),
            patience: Duration = .seconds(30),
            readers: Int = 2
        ) {
            self.schema = schema
            self.access = access
            self.worker = worker
            self.patienceForName = patienceForName
            self.connectTime = connectTime
            self.statementTime = statementTime
            self.patience = patience
            self.readers = readers
        }
    }

    /// What people know the ledger by: server, database and user, without the password.
    public let name: String

    let failures: Failures
    let access: Settings.Access
    let claimer: Session
    let writer: Session
    let group: GroupCommit
    /// Under which name this process holds leases, when it has one.
    private let givenHolder: String?
    private let id: String
    /// The account that was served last; the next claim begins behind it.
    let turn = Mutex("")
    let lifetime = Lifetime()
    /// The version of the tables before they were brought up to date, for who asks.
    let versionFound = Mutex(0)

    private let sessions: Sessions
    private let readers: [Session]
    private let lastReader = Atomic<Int>(0)
    private let listener: Listener

    init(_ address: ServerAddress, _ settings: Settings) {
        name = address.name
        failures = Failures(name: address.name)
        access = settings.access
        let id = UUID().uuidString
        self.id = id
        givenHolder = settings.worker.map { "worker/\($0)" }
        sessions = Sessions(address: address, settings: settings, lifetime: lifetime, id: id)
        claimer = sessions.claimer()
        writer = sessions.writer()
        readers = (0..<max(1, settings.readers)).map { [sessions] _ in sessions.reader() }
        group = GroupCommit(session: writer, failures: failures, channel: sessions.channel)
        listener = sessions.listener()
    }

    deinit {
        lifetime.finish()
        listener.stop()
    }

    /// Opens the ledger in a database; see ``Settings/Access`` for what becomes of tables that are old or not there.
    ///
    /// - Parameters:
    ///   - address: `postgresql://user@host:5432/database`, or libpq's `host=… dbname=…`. What it leaves out comes
    ///     from the environment (`PGHOST`, `PGPASSWORD`, …). A server on another machine must have a certificate that
    ///     this one trusts, unless `sslmode` says otherwise. A pooler between must give each connection a server
    ///     process of its own.
    ///   - password: Instead of one in the address.
    ///   - settings: The rest.
    /// - Throws: ``LedgerError/busy(holder:)`` when another process has the worker's name and goes on having it,
    ///   ``LedgerError/newerVersion(found:known:file:)``, or why the server or database cannot be used.
    public static func open(
        _ address: String,
        password: String? = nil,
        settings: Settings = Settings()
    ) async throws(LedgerError) -> PostgresLedger {
        let ledger = PostgresLedger(try ServerAddress(address, password: password), settings)
        try await ledger.translatedOpening { () async throws(Fault) in
            if settings.access == .reading {
                try await ledger.readers[0].open(heldFor: .zero)
            } else {
                try await ledger.claimer.open(heldFor: settings.patienceForName)
                _ = try await ledger.writer.read { connection throws(Fault) in _ = try connection.run(Marker.prune) }
            }
        }
        return ledger
    }

    /// Says in the ledger's terms why it could not be opened.
    func translatedOpening<Answer>(_ body: () async throws(Fault) -> Answer) async throws(LedgerError) -> Answer {
        do throws(Fault) {
            return try await body()
        } catch .lost(let reason) {
            throw .unreachable(ledger: name, reason: "does not answer (\(reason))")
        } catch {
            throw failures.ledgerError(error)
        }
    }

    /// Closes the connections, after which every call fails.
    ///
    /// Without this call, the same happens when nothing refers to the ledger any more.
    public func close() async {
        lifetime.finish()
        listener.stop()
        for session in [claimer, writer] + readers { await session.close() }
    }

    /// Hints that something may have become due, from whichever process wrote it.
    ///
    /// A hint may be lost and several may become one: whoever waits for them looks from time to time all the same.
    public func wakeups() -> AsyncStream<Void> { listener.hints() }

    /// Writes steps as ``Ledger/Ledger/commit(_:)`` says, even when the task is cancelled meanwhile.
    public func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult] {
        guard access != .reading else { throw .failed(reason: "\(name) was opened for reading only") }
        return steps.isEmpty ? [] : try await group.commit(steps)
    }

    /// Under which name a worker holds leases: two processes never have the same.
    func holder(_ worker: String) -> String { givenHolder ?? "process/\(id)/\(worker)" }

    /// A connection that does nothing but bring the tables up to date.
    var migrator: Session {
        sessions.migrator { [self] version in versionFound.withLock { $0 = version } }
    }

    /// The connection on which plans are made for going from account to account, where there is one.
    var planner: Session { access == .reading ? reader : claimer }

    /// One of the connections that read, each in turn.
    var reader: Session {
        readers[Int(UInt(bitPattern: lastReader.wrappingAdd(1, ordering: .relaxed).newValue) % UInt(readers.count))]
    }

    /// Says in the ledger's terms why a body failed.
    func translated<Answer>(_ body: () async throws(Fault) -> Answer) async throws(LedgerError) -> Answer {
        do throws(Fault) { return try await body() } catch { throw failures.ledgerError(error) }
    }
}
