import GRDB
public import Ledger

public import struct FoundationEssentials.Data
public import struct FoundationEssentials.Date

extension SQLiteLedger {
    /// Postings that match, in the order of role, account, place and language.
    public func postings(_ filter: PostingFilter) async throws(LedgerError) -> [Posting] {
        try await read { db in
            let (condition, arguments) = filter.condition()
            let columns = filter.readsAds ? PostingRow.columns : PostingRow.columnsWithoutAds
            let sql =
                "SELECT \(columns) FROM posting WHERE \(condition) ORDER BY role, account, places, language"
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
            return try Array(rows.map(PostingRow.posting))
        }
    }

    /// What is remembered of accounts, in the order of their names.
    public func accounts(_ names: [String]) async throws(LedgerError) -> [AccountState] {
        try await read { db in
            let sql = "SELECT \(AccountRow.select) FROM account WHERE name = ?"
            return try Set(names).sorted().compactMap { name in
                try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [name]).map(AccountRow.account)
            }
        }
    }

    /// The memory of rate windows, in the order of their keys.
    public func windows(_ keys: [String]) async throws(LedgerError) -> [WindowState] {
        try await read { db in
            let sql = "SELECT \(WindowRow.select) FROM rate_window WHERE key = ?"
            return try Set(keys).sorted().compactMap { key in
                try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [key]).map(WindowRow.window)
            }
        }
    }

    /// A cached look-up, unless it has expired.
    public func lookup(
        account: String,
        name: String,
        question: String,
        now: Date
    ) async throws(LedgerError) -> LookupRecord? {
        try await read { db in
            let sql = """
                SELECT \(LookupRow.select) FROM lookup
                WHERE account = ? AND name = ? AND question = ? AND expires > ?
                """
            let arguments: StatementArguments = [account, name, question, now.microseconds]
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments).map(LookupRow.lookup)
        }
    }

    /// The canonical content of a revision.
    public func revision(_ hash: String) async throws(LedgerError) -> [UInt8]? {
        try await read { db in
            try Data.fetchOne(db, sql: "SELECT content FROM revision WHERE hash = ?", arguments: [hash]).map(Array.init)
        }
    }

    /// A sealed secret.
    public func secret(_ name: String) async throws(LedgerError) -> [UInt8]? {
        try await read { db in
            try Data.fetchOne(db, sql: "SELECT sealed FROM secret WHERE name = ?", arguments: [name]).map(Array.init)
        }
    }

    /// The history of a posting.
    public func timeline(of posting: Int64) async throws(LedgerError) -> Timeline {
        try await read { db in
            let attempts = try Row.fetchAll(
                db,
                sql: "SELECT \(AttemptRow.select) FROM attempt WHERE posting = ? ORDER BY started_at, rowid",
                arguments: [posting]
            )
            let evidence = try Row.fetchAll(
                db,
                sql: "SELECT \(EvidenceRow.select) FROM evidence WHERE posting = ? ORDER BY at, id",
                arguments: [posting]
            )
            let exchanges = try Row.fetchAll(
                db,
                sql: """
                    SELECT \(ExchangeRow.select) FROM exchange WHERE id IN (
                        SELECT exchange FROM attempt WHERE posting = ?
                        UNION SELECT exchange FROM evidence WHERE posting = ? AND exchange IS NOT NULL
                    ) ORDER BY started_at, id
                    """,
                arguments: [posting, posting]
            )
            return Timeline(
                attempts: try attempts.map(AttemptRow.attempt),
                evidence: try evidence.map(EvidenceRow.evidence),
                exchanges: try exchanges.map(ExchangeRow.exchange)
            )
        }
    }
}

extension SQLiteLedger {
    /// What tells this ledger from every other; see ``Ledger/Ledger/identity()``.
    public func identity() async throws(LedgerError) -> String? {
        try await read { db in
            guard try db.tableExists("identity") else { return nil }
            return try String.fetchOne(db, sql: "SELECT id FROM identity")
        }
    }
}

extension PostingFilter {
    /// A condition on the table `posting` that this filter means, with its arguments.
    func condition() -> (String, StatementArguments) {
        var parts: [String] = []
        var arguments: [DatabaseValue] = []
        if let reference {
            parts.append("posting.reference = ?")
            arguments.append(reference.databaseValue)
        }
        if let ids {
            // One argument for any number of rows.
            parts.append("posting.id IN (SELECT value FROM json_each(?))")
            arguments.append("[\(ids.map(String.init).joined(separator: ","))]".databaseValue)
        }
        for (column, values) in [("role", roles), ("account", accounts)] {
            guard let values else { continue }
            // One argument for any number: a statement for each number of accounts would be prepared anew.
            parts.append("posting.\(column) IN (SELECT value FROM json_each(?))")
            arguments.append(Statements.list(values).databaseValue)
        }
        return (parts.isEmpty ? "TRUE" : parts.joined(separator: " AND "), StatementArguments(arguments))
    }
}
