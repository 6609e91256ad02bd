import Ledger

/// Sets up the sessions of one ledger.
struct Sessions: Sendable {
    let address: ServerAddress
    let settings: PostgresLedger.Settings
    let lifetime: Lifetime
    /// Tells this process's sessions from all others.
    let id: String

    /// On which the server passes hints.
    var channel: String { "placard/\(settings.schema)" }

    /// Claims and frees postings, and holds the worker's name for as long as it is connected.
    func claimer() -> Session {
        session("claims") { connection throws(Fault) in
            guard settings.access != .reading else {
                throw .final(.failed(reason: "\(address.name) was opened for reading only"))
            }
            try greet(connection)
            try Schema.migrate(
                connection,
                schema: settings.schema,
                name: address.name,
                makes: settings.access == .making
            )
            try Holding.share(connection, schema: settings.schema)
            try settings.worker.map { worker throws(Fault) in try hold(worker, connection) }
            // How a claim is done must not depend on what the server last counted: by an index that has the rows in
            // the order in which they are wanted, row by row.
            for setting in ["seqscan", "bitmapscan", "hashjoin", "mergejoin", "sort"] {
                _ = try connection.run("SELECT set_config('enable_' || $1, 'off', false)", [.text(setting)])
            }
        }
    }

    func migrator(_ found: @escaping @Sendable (Int) -> Void) -> Session {
        session("migration") { connection throws(Fault) in
            try greet(connection)
            found(try Schema.migrate(connection, schema: settings.schema, name: address.name, makes: true))
        }
    }

    func writer() -> Session { session("commits", greetKnown) }

    func reader() -> Session {
        session("reads") { connection throws(Fault) in
            guard settings.access == .reading else { return try greetKnown(connection) }
            try greet(connection)
            try Schema.checkReadable(connection, name: address.name)
        }
    }

    func listener() -> Listener {
        Listener(channel: channel, lifetime: lifetime) { () throws(Fault) -> Connection in
            let connection = try Connection(
                address,
                purpose: purpose("hints"),
                connectTime: settings.connectTime,
                answerTime: settings.statementTime
            )
            try greetKnown(connection)
            return connection
        }
    }

    /// What draws an identity needs no extension from this version on.
    private static let oldestServer = 130_000

    private func session(
        _ task: String,
        _ greeting: @escaping @Sendable (Connection) throws(Fault) -> Void
    ) -> Session {
        let plan = Session.Plan(
            address: address,
            settings: settings,
            lifetime: lifetime,
            purpose: purpose(task),
            greeting: greeting
        )
        return Session(plan, marker: "\(id)/\(task)")
    }

    private func purpose(_ task: String) -> String {
        // The server cuts longer names.
        String("placard \(settings.worker.map { "\($0) " } ?? "")\(task)".prefix(60))
    }

    @Sendable func greetKnown(_ connection: Connection) throws(Fault) {
        try greet(connection)
        try Schema.check(connection, name: address.name)
    }

    /// Says what holds for every connection.
    func greet(_ connection: Connection) throws(Fault) {
        guard connection.serverVersion >= Self.oldestServer else {
            throw .final(
                .refused(
                    ledger: address.name,
                    reason: "the server is PostgreSQL \(connection.serverVersion / 10_000)",
                    remedy: "Use PostgreSQL \(Self.oldestServer / 10_000) or later."
                )
            )
        }
        let milliseconds = String(Int64(settings.statementTime / .milliseconds(1)))
        // Shorter, so that a commit whose answer was lost is not asked about in vain.
        let idle = String(Int64(max(settings.statementTime / 3, .seconds(1)) / .milliseconds(1)))
        let greeting = try connection.run(
            """
            SELECT current_setting('server_encoding'),
                set_config('search_path', quote_ident($1) || ', pg_temp', false),
                set_config('statement_timeout', $2, false),
                -- A process that was stopped in a transaction must not keep others from what it locked.
                set_config('idle_in_transaction_session_timeout', $3, false),
                set_config('jit', 'off', false),
                -- A commit is on the disk when it returns.
                set_config('synchronous_commit', CASE current_setting('synchronous_commit')
                    WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
            """,
            [.text(settings.schema), .text(milliseconds), .text(idle)]
        )
        let encoding = try greeting.first { cells throws(Fault) in try cells.text() } ?? ""
        guard encoding == "UTF8" else {
            let reason = "the database keeps text as \(encoding)"
            let remedy = "Create one with the encoding UTF8."
            throw .final(.refused(ledger: address.name, reason: reason, remedy: remedy))
        }
    }

    /// Takes the worker's name, which the server frees when the connection ends.
    private func hold(_ worker: String, _ connection: Connection) throws(Fault) {
        let key = "hashtextextended($1, 0)"
        let cells: [Cell?] = [.text("worker/\(settings.schema)/\(worker)")]
        let isHeld = try connection.run("SELECT pg_try_advisory_lock(\(key))", cells)
            .first { cells throws(Fault) in try cells.boolean() }
        if isHeld == true { return }
        throw .held("the worker `\(worker)` \(try Holding.holder(connection, cells) ?? "in another process")")
    }
}
