public import Ledger
import Synchronization

/// A ledger in a database that this process holds to copy it whole, on a connection of its own.
final class PostgresArchive: LedgerArchive, Sendable {
    let name: String

    private let connection: Mutex<Connection?>
    private let failures: Failures

    init(_ address: ServerAddress, _ settings: PostgresLedger.Settings) throws(Fault) {
        name = address.name
        failures = Failures(name: address.name)
        let sessions = Sessions(address: address, settings: settings, lifetime: Lifetime(), id: "archive")
        let connection = try Connection(
            address,
            purpose: "placard ledger copy",
            connectTime: settings.connectTime,
            // A large ledger takes its time.
            answerTime: .seconds(3_600)
        )
        try sessions.greet(connection)
        try Schema.migrate(connection, schema: settings.schema, name: address.name, makes: settings.access == .making)
        try Holding.takeAlone(connection, schema: settings.schema)
        _ = try connection.run(
            "SELECT set_config('statement_timeout', '0', false), "
                + "set_config('idle_in_transaction_session_timeout', '0', false)"
        )
        self.connection = Mutex(connection)
    }

    func identity() throws(LedgerError) -> String? {
        try run { connection throws(Fault) in
            try connection.run("SELECT id FROM identity").first { cells throws(Fault) in try cells.text() }
        }
    }

    func moved() throws(LedgerError) -> String? {
        try run { connection throws(Fault) in
            let sql = "SELECT memory FROM rate_window WHERE key = $1 AND memory <> ''"
            return try connection.run(sql, [.text(LedgerNote.moved.rawValue)])
                .first { cells throws(Fault) in try cells.text() }
        }
    }

    func forEach(_ body: ([LedgerRecord]) throws(LedgerError) -> Void) throws(LedgerError) {
        // Inside a transaction that writes, a savepoint stands for one of its own.
        let isInside = try run { connection throws(Fault) in connection.isInTransaction }
        try run { connection throws(Fault) in
            _ = try isInside ? connection.run("SAVEPOINT reading") : connection.run(PostgresLedger.snapshot.sql)
        }
        for kind in LedgerRecord.Kind.allCases {
            let table = ArchiveTable.of(kind)
            let cursor =
                "DECLARE \(kind.rawValue) CURSOR FOR SELECT \(table.columns) FROM \(table.from) ORDER BY \(table.order)"
            try run { connection throws(Fault) in _ = try connection.run(cursor) }
            while true {
                let portion = try run { connection throws(Fault) in
                    try connection.run("FETCH 200 FROM \(kind.rawValue)").map(table.read)
                }
                if portion.isEmpty { break }
                try body(portion)
            }
            try run { connection throws(Fault) in _ = try connection.run("CLOSE \(kind.rawValue)") }
        }
        try run { connection throws(Fault) in _ = try connection.run(isInside ? "RELEASE reading" : "COMMIT") }
    }

    func begin() throws(LedgerError) {
        try run { connection throws(Fault) in _ = try connection.run("BEGIN ISOLATION LEVEL READ COMMITTED") }
    }

    func append(_ records: [LedgerRecord]) throws(LedgerError) {
        let statements = records.map(ArchiveTable.adding)
        try run { connection throws(Fault) in _ = try connection.run(statements) }
    }

    func take(identity: String) throws(LedgerError) {
        try run { connection throws(Fault) in
            _ = try connection.run("UPDATE identity SET id = $1", [.text(identity)])
        }
    }

    func commit() throws(LedgerError) {
        try run { connection throws(Fault) in
            // New postings have numbers behind those that came with the others.
            let numbers = Statement(
                "SELECT setval('posting_id_seq', coalesce(max(id), 1), max(id) IS NOT NULL) FROM posting"
            )
            do throws(Fault) {
                let ended = try connection.run([numbers, Statement("COMMIT")]).last?.command
                guard ended == "COMMIT" else { throw .damaged("the server did not commit") }
            } catch .lost(let reason) {
                throw .uncertain(reason)
            }
        }
    }

    func retire(to place: String) throws(LedgerError) {
        try run { connection throws(Fault) in
            let statements = try Retirement.statements(connection, to: place)
            _ = try connection.run([Statement("BEGIN")] + statements + [Statement("COMMIT")])
        }
    }

    func close() { connection.withLock { $0 = nil } }

    private func run<Answer: Sendable>(_ body: (Connection) throws(Fault) -> Answer) throws(LedgerError) -> Answer {
        try connection.withLock { connection throws(LedgerError) in
            guard let connection else { throw .failed(reason: "the ledger was closed") }
            do throws(Fault) { return try body(connection) } catch { throw failures.ledgerError(error) }
        }
    }
}

extension PostgresLedger {
    /// Opens a ledger to copy it whole.
    ///
    /// - Throws: ``LedgerError/busy(holder:)`` while anybody who writes is connected, and as
    ///   ``open(_:password:settings:)`` does.
    public static func archive(
        _ address: String,
        password: String? = nil,
        settings: Settings = Settings()
    ) async throws(LedgerError) -> any LedgerArchive {
        let address = try ServerAddress(address, password: password)
        var patience = Patience(.zero, forHeld: settings.patienceForName)
        do throws(Fault) {
            while true {
                do throws(Fault) {
                    return try PostgresArchive(address, settings)
                } catch {
                    guard case .held = error, let wait = patience.wait(after: error) else { throw error }
                    // Who is told to end while it waits is told who had the ledger.
                    do { try await Task.sleep(for: wait) } catch { throw .held("another process") }
                }
            }
        } catch .lost(let reason) {
            throw .unreachable(ledger: address.name, reason: "does not answer (\(reason))")
        } catch {
            throw Failures(name: address.name).ledgerError(error)
        }
    }
}
