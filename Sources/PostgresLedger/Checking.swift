public import Ledger

extension PostgresLedger {
    /// What a check of the server's settings and indexes, and of what must always hold in the tables, finds wrong.
    public func check() async throws(LedgerError) -> [LedgerFinding] {
        let statements =
            [Self.snapshot, Self.settings, Self.indexes, Self.constraints]
            + Invariant.all.map { Statement($0.offenders) } + [Statement("COMMIT")]
        return try await translated { () async throws(Fault) -> [LedgerFinding] in
            try await reader.read { connection throws(Fault) in
                let results = try connection.run(statements)
                var found = try results[1].map { cells throws(Fault) in
                    LedgerFinding(
                        "The server has \(try cells.text()) switched off: after a power cut, accepted changes may be gone.",
                        remedy: "Switch it on in postgresql.conf, and restart the server."
                    )
                }
                found += try results[2].map { cells throws(Fault) in
                    let name = try cells.text()
                    return LedgerFinding("The index \(name) is not valid.", remedy: "Run REINDEX INDEX \(name).")
                }
                found += try results[3].map { cells throws(Fault) in
                    let (table, name) = (try cells.text(), try cells.text())
                    return LedgerFinding(
                        "The rule \(name) of the table \(table) was never checked.",
                        remedy: "Run ALTER TABLE \(table) VALIDATE CONSTRAINT \(name)."
                    )
                }
                for (invariant, result) in zip(Invariant.all, results.dropFirst(4)) {
                    found += try result.map { cells throws(Fault) in
                        invariant.finding(posting: cells.optionalText(), name: cells.optionalText() ?? "")
                    }
                }
                return found
            }
        }
    }

    private static let settings = Statement(
        "SELECT name::text FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'"
    )

    private static let indexes = Statement(
        """
        SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
        WHERE relnamespace = current_schema()::regnamespace AND NOT indisvalid ORDER BY 1
        """
    )

    private static let constraints = Statement(
        """
        SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
        WHERE connamespace = current_schema()::regnamespace AND NOT convalidated ORDER BY 1, 2
        """
    )
}
