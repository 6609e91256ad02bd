import Ledger

/// Who may write to a ledger: everybody at the same time, or one alone.
///
/// The server frees what a connection holds when it ends, however that ends.
enum Holding {
    private static let key = "hashtextextended($1, 0)"

    /// Holds the ledger together with others that write, for as long as the connection lasts.
    static func share(_ connection: Connection, schema: String) throws(Fault) {
        guard try isTaken("SELECT pg_try_advisory_lock_shared(\(key))", connection, schema) else { return }
        throw .held("`placard ledger copy` \(try holder(connection, name(schema)) ?? "in another process")")
    }

    /// Holds the ledger alone.
    static func takeAlone(_ connection: Connection, schema: String) throws(Fault) {
        guard try isTaken("SELECT pg_try_advisory_lock(\(key))", connection, schema) else { return }
        throw .held("a worker or a command \(try holder(connection, name(schema)) ?? "in another process")")
    }

    /// Who holds a name, for people.
    static func holder(_ connection: Connection, _ cells: [Cell?]) throws(Fault) -> String? {
        try connection.run(
            """
            SELECT coalesce(host(client_addr), 'the database''s own machine'),
                to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
            FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid <> pg_backend_pid()
                AND classid::bigint = ((\(key) >> 32) & 4294967295) AND objid::bigint = (\(key) & 4294967295)
            ORDER BY backend_start
            """,
            cells
        ).first { cells throws(Fault) in "on \(try cells.text()), since \(cells.optionalText() ?? "some time")" }
    }

    private static func name(_ schema: String) -> [Cell?] { [.text("writers/\(schema)")] }

    private static func isTaken(_ sql: String, _ connection: Connection, _ schema: String) throws(Fault) -> Bool {
        try connection.run(sql, name(schema)).first { cells throws(Fault) in try cells.boolean() } != true
    }
}

/// What keeps a ledger from being written once it was copied elsewhere, whichever program tries.
enum Retirement {
    /// By which the server's refusal is known.
    static let state = "PLC01"

    /// The ledger's tables but the version's: others may keep theirs in the same schema.
    static let tables = [
        "posting", "exchange", "attempt", "evidence", "watch", "account", "rate_window", "lookup", "revision", "secret",
        "writer", "identity", "account_lease",
    ]

    /// Statements that have every table of the ledger refuse changes, and a note say where the ledger is.
    static func statements(_ connection: Connection, to place: String) throws(Fault) -> [Statement] {
        let tables = try connection.run(
            "SELECT relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' "
                + "AND relname = ANY($1::text[]) ORDER BY 1",
            [.texts(tables)]
        ).map { cells throws(Fault) in try cells.text() }
        let note = WindowState(key: LedgerNote.moved.rawValue, memory: place)
        let words = "'" + place.replacing("'", with: "''") + "'"
        var statements = tables.map { Statement("DROP TRIGGER IF EXISTS moved ON \($0)") }
        statements.append(Statement(WindowRow.save, WindowRow.cells(note)))
        statements.append(Statement(function))
        statements += tables.map { table in
            Statement(
                "CREATE TRIGGER moved BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON \(table) "
                    + "FOR EACH STATEMENT EXECUTE FUNCTION moved(\(words))"
            )
        }
        return statements
    }

    private static let function = """
        CREATE OR REPLACE FUNCTION moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = '\(state)';
        END $$
        """
}
