import Ledger

/// The ledger's tables, and how an older schema is brought up to date.
///
/// Instants are microseconds since 1970 by the clock of whoever wrote them; `timestamptz` columns are by the
/// server's clock alone. Whatever a query selects or orders by has a column of its own; what only adapters read is
/// JSON text. Postings are never deleted, so a unique reference is never used again. Text compares by its bytes.
enum Schema {
    /// The version that this program writes.
    static let version = migrations.count

    /// The oldest version that reads like the present one: what came since are tables of their own.
    static let readable = 1

    /// The statements that lead from each version to the next; those that were ever released never change.
    static let migrations: [[String]] = [first, second, third]

    /// Brings the schema to ``version``; afterwards it is there, whoever else tries at the same time.
    ///
    /// - Parameter makes: Whether tables are made where there are none.
    /// - Returns: The version that was found, 0 where there were no tables.
    /// - Throws: ``LedgerError/newerVersion(found:known:file:)``, or that the schema belongs to another program.
    @discardableResult
    static func migrate(_ connection: Connection, schema: String, name: String, makes: Bool) throws(Fault) -> Int {
        let present = try version(connection, name: name)
        if present == nil, !makes { throw .final(.missing(ledger: name)) }
        if present == version { return version }
        _ = try connection.run("BEGIN")
        // A large ledger takes its time, and whoever was faster has finished when this returns.
        let turn = Statement("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [.text("migrate/" + schema)])
        _ = try connection.run([Statement("SET LOCAL statement_timeout = 0"), turn], within: longest)
        // Who may not make schemas may well have been given one.
        let given = try connection.run("SELECT to_regnamespace(quote_ident($1)) IS NOT NULL", [.text(schema)])
        if try given.first({ cells throws(Fault) in try cells.boolean() }) == false {
            _ = try connection.run("CREATE SCHEMA \(connection.identifier(schema))")
        }
        let found = try version(connection, name: name) ?? 0
        if found == 0, try hasTables(connection, schema: schema) {
            let remedy = "Name another schema with `?schema=NAME` at the end of the ledger's address."
            let reason = "the schema \(schema) is in use by another program"
            throw .final(.refused(ledger: name, reason: reason, remedy: remedy))
        }
        var steps = migrations.dropFirst(found).joined().map { Statement($0) }
        if found < version {
            steps.append(Statement("UPDATE ledger_version SET version = $1", [.integer(Int64(version))]))
        }
        _ = try connection.run(steps + [Statement("COMMIT")], within: longest)
        return found
    }

    /// Refuses what cannot be read: tables of a version too new or too old, or none.
    static func checkReadable(_ connection: Connection, name: String) throws(Fault) {
        guard let found = try version(connection, name: name) else { throw .final(.missing(ledger: name)) }
        guard found >= readable else {
            let reason = "its tables have the older version \(found)"
            throw .final(.refused(ledger: name, reason: reason, remedy: "Run `placard ledger migrate`."))
        }
    }

    private static let longest = Duration.seconds(3_600)

    /// Refuses a schema that this program does not know, or that is not there.
    static func check(_ connection: Connection, name: String) throws(Fault) {
        guard let found = try version(connection, name: name) else {
            let reason = "the ledger's tables are gone"
            throw .final(.refused(ledger: name, reason: reason, remedy: "Restore them from a copy."))
        }
        guard found == version else {
            let reason = "its tables have the older version \(found)"
            throw .final(.refused(ledger: name, reason: reason, remedy: "Run the command again."))
        }
    }

    /// The version of the tables, or nil where there are none.
    private static func version(_ connection: Connection, name: String) throws(Fault) -> Int? {
        let table = try connection.run("SELECT to_regclass('ledger_version')::text")
        guard try table.first({ cells throws(Fault) in cells.optionalText() }) ?? nil != nil else { return nil }
        let row = try connection.run("SELECT version FROM ledger_version")
        let found = try row.first { cells throws(Fault) in try cells.count() } ?? 0
        guard found <= version else {
            throw .final(.newerVersion(found: found, known: version, file: name))
        }
        return found
    }

    private static func hasTables(_ connection: Connection, schema: String) throws(Fault) -> Bool {
        let tables = try connection.run(
            "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident($1)))",
            [.text(schema)]
        )
        return try tables.first { cells throws(Fault) in try cells.boolean() } ?? false
    }

    // Rows that change with every delivery leave room in their pages, and are cleaned up early.
    private static let busy =
        "WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02)"

    private static let first = [
        "CREATE TABLE ledger_version (version BIGINT NOT NULL)",
        "INSERT INTO ledger_version (version) VALUES (0)",
        """
        CREATE TABLE posting (
            id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            reference TEXT COLLATE "C" NOT NULL UNIQUE,
            role TEXT COLLATE "C" NOT NULL,
            account TEXT COLLATE "C" NOT NULL,
            places TEXT COLLATE "C" NOT NULL,
            language TEXT COLLATE "C" NOT NULL,
            opened BIGINT NOT NULL,
            adapter TEXT NOT NULL,
            place_label TEXT,
            desired_present BOOLEAN NOT NULL,
            desired_revision TEXT,
            generation BIGINT NOT NULL,
            applied_generation BIGINT NOT NULL,
            renewals_asked BIGINT NOT NULL,
            renewals_done BIGINT NOT NULL,
            not_before BIGINT,
            state TEXT NOT NULL,
            witness TEXT,
            review TEXT NOT NULL,
            observed TEXT NOT NULL,
            creation BIGINT NOT NULL,
            accepted_revision TEXT,
            accepted_hash TEXT,
            accepted_values TEXT,
            accepted_at BIGINT,
            sent_revision TEXT,
            sent_hash TEXT,
            sent_values TEXT,
            sent_at BIGINT,
            kept TEXT NOT NULL,
            minted TEXT NOT NULL,
            first_sent BIGINT,
            changed BIGINT,
            phase TEXT COLLATE "C" NOT NULL,
            due_at BIGINT,
            tries BIGINT NOT NULL,
            unknown_since BIGINT,
            unknown_operation TEXT,
            absences BIGINT NOT NULL,
            epoch BIGINT NOT NULL,
            lease_owner TEXT,
            lease_until BIGINT,
            lease_holder TEXT,
            lease_ends TIMESTAMPTZ,
            error_code TEXT,
            error_message TEXT,
            error_remedy TEXT,
            findings TEXT NOT NULL
        ) \(busy)
        """,
        "CREATE UNIQUE INDEX posting_key ON posting (role, account, places, language)",
        "CREATE INDEX posting_account ON posting (account, role, places, language)",
        "CREATE INDEX posting_due ON posting (account, due_at, id) WHERE phase IN ('due', 'ambiguous')",
        // Not by the end of the lease, so that what changes with a lease stands in no index.
        "CREATE INDEX posting_leased ON posting (id) WHERE phase = 'leased'",
        """
        CREATE TABLE exchange (
            id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
            account TEXT NOT NULL,
            call TEXT NOT NULL,
            started_at BIGINT NOT NULL,
            request TEXT NOT NULL,
            ended_at BIGINT,
            status BIGINT,
            reply TEXT
        ) WITH (fillfactor = 70)
        """,
        """
        CREATE TABLE attempt (
            id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
            number BIGINT GENERATED ALWAYS AS IDENTITY,
            posting BIGINT NOT NULL REFERENCES posting (id),
            epoch BIGINT NOT NULL,
            operation TEXT NOT NULL,
            generation BIGINT NOT NULL,
            exchange TEXT COLLATE "C" NOT NULL,
            revision TEXT,
            content_hash TEXT,
            started_at BIGINT NOT NULL,
            ending TEXT NOT NULL,
            ended_at BIGINT,
            verdict TEXT,
            reason TEXT
        ) WITH (fillfactor = 70)
        """,
        "CREATE INDEX attempt_posting ON attempt (posting, started_at)",
        """
        CREATE TABLE evidence (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            posting BIGINT NOT NULL REFERENCES posting (id),
            at BIGINT NOT NULL,
            state TEXT NOT NULL,
            witness TEXT,
            exchange TEXT COLLATE "C",
            url TEXT,
            content_hash TEXT,
            note TEXT NOT NULL
        )
        """,
        "CREATE INDEX evidence_posting ON evidence (posting, at)",
        """
        CREATE TABLE watch (
            number BIGINT GENERATED ALWAYS AS IDENTITY,
            owner TEXT COLLATE "C" NOT NULL,
            name TEXT COLLATE "C" NOT NULL,
            posting BIGINT REFERENCES posting (id),
            account TEXT COLLATE "C" NOT NULL,
            operation TEXT,
            generation BIGINT NOT NULL,
            due_at BIGINT,
            readings BIGINT NOT NULL,
            started_at BIGINT NOT NULL,
            cursor TEXT,
            kept TEXT NOT NULL,
            PRIMARY KEY (owner, name)
        ) \(busy)
        """,
        "CREATE INDEX watch_due ON watch (due_at, number) WHERE due_at IS NOT NULL",
        "CREATE INDEX watch_account ON watch (account, due_at, number)",
        "CREATE INDEX watch_posting ON watch (posting) WHERE posting IS NOT NULL",
        """
        CREATE TABLE account (
            name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
            paused_code TEXT,
            paused_message TEXT,
            paused_remedy TEXT,
            cooldown_until BIGINT,
            kept TEXT NOT NULL,
            sealed_token BYTEA,
            token_expires BIGINT,
            fingerprint TEXT,
            failures BIGINT NOT NULL,
            open_until BIGINT
        ) \(busy)
        """,
        "CREATE TABLE rate_window (key TEXT COLLATE \"C\" NOT NULL PRIMARY KEY, memory TEXT NOT NULL) \(busy)",
        """
        CREATE TABLE lookup (
            account TEXT COLLATE "C" NOT NULL,
            name TEXT COLLATE "C" NOT NULL,
            question TEXT COLLATE "C" NOT NULL,
            answer TEXT NOT NULL,
            expires BIGINT NOT NULL,
            PRIMARY KEY (account, name, question)
        )
        """,
        """
        CREATE TABLE revision (
            hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
            role TEXT NOT NULL,
            content BYTEA NOT NULL,
            at BIGINT NOT NULL
        )
        """,
        "CREATE TABLE secret (name TEXT COLLATE \"C\" NOT NULL PRIMARY KEY, sealed BYTEA NOT NULL)",
        // One row per connection that writes: see Marker.
        "CREATE TABLE writer (id TEXT COLLATE \"C\" NOT NULL PRIMARY KEY, sequence BIGINT NOT NULL, "
            + "at TIMESTAMPTZ NOT NULL) \(busy)",
    ]

    private static let second: [String] = [
        "CREATE TABLE identity (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL)",
        "INSERT INTO identity (one, id) VALUES (1, 'l' || left(replace(gen_random_uuid()::text, '-', ''), 20))",
    ]

    // Written with every look for work; nothing of it stands in an index but the name.
    private static let third: [String] = [
        """
        CREATE TABLE account_lease (
            account TEXT COLLATE "C" NOT NULL PRIMARY KEY,
            holder TEXT NOT NULL,
            term BIGINT NOT NULL,
            ends TIMESTAMPTZ NOT NULL
        ) \(busy)
        """
    ]
}
