public import Ledger

public import struct FoundationEssentials.Date

extension PostgresLedger {
    /// Postings that match, in the order of role, account, place and language.
    public func postings(_ filter: PostingFilter) async throws(LedgerError) -> [Posting] {
        let (condition, arguments) = filter.condition(after: 0)
        let sql =
            "SELECT \(PostingRow.columns) FROM posting WHERE \(condition) ORDER BY role, account, places, language"
        return try await rows(sql, arguments) { cells throws(Fault) in try PostingRow.posting(&cells) }
    }

    /// What is remembered of accounts, in the order of their names.
    public func accounts(_ names: [String]) async throws(LedgerError) -> [AccountState] {
        let sql = "SELECT \(AccountRow.select) FROM account WHERE name = ANY($1::text[]) ORDER BY name"
        return try await rows(sql, [.texts(names)]) { cells throws(Fault) in try AccountRow.account(&cells) }
    }

    /// The memory of rate windows, in the order of their keys.
    public func windows(_ keys: [String]) async throws(LedgerError) -> [WindowState] {
        let sql = "SELECT \(WindowRow.select) FROM rate_window WHERE key = ANY($1::text[]) ORDER BY key"
        return try await rows(sql, [.texts(keys)]) { cells throws(Fault) in try WindowRow.window(&cells) }
    }

    /// A cached look-up, unless it has expired.
    public func lookup(
        account: String,
        name: String,
        question: String,
        now: Date
    ) async throws(LedgerError) -> LookupRecord? {
        let sql = """
            SELECT \(LookupRow.select) FROM lookup
            WHERE account = $1 AND name = $2 AND question = $3 AND expires > $4
            """
        let cells: [Cell?] = [.text(account), .text(name), .text(question), .date(now)]
        return try await rows(sql, cells) { cells throws(Fault) in try LookupRow.lookup(&cells) }.first
    }

    /// The canonical content of a revision.
    public func revision(_ hash: String) async throws(LedgerError) -> [UInt8]? {
        try await rows("SELECT content FROM revision WHERE hash = $1", [.text(hash)]) { cells throws(Fault) in
            try cells.bytes()
        }.first
    }

    /// A sealed secret.
    public func secret(_ name: String) async throws(LedgerError) -> [UInt8]? {
        try await rows("SELECT sealed FROM secret WHERE name = $1", [.text(name)]) { cells throws(Fault) in
            try cells.bytes()
        }.first
    }

    /// The history of a posting, as it was at one moment.
    public func timeline(of posting: Int64) async throws(LedgerError) -> Timeline {
        let of: [Cell?] = [.integer(posting)]
        let statements = [
            Self.snapshot,
            Statement("SELECT \(AttemptRow.select) FROM attempt WHERE posting = $1 ORDER BY started_at, number", of),
            Statement("SELECT \(EvidenceRow.select) FROM evidence WHERE posting = $1 ORDER BY at, id", of),
            Statement(
                """
                SELECT \(ExchangeRow.select) FROM exchange WHERE id IN (
                    SELECT exchange FROM attempt WHERE posting = $1
                    UNION SELECT exchange FROM evidence WHERE posting = $1 AND exchange IS NOT NULL
                ) ORDER BY started_at, id
                """,
                of
            ),
            Statement("COMMIT"),
        ]
        return try await translated { () async throws(Fault) -> Timeline in
            try await reader.read { connection throws(Fault) in
                let found = try connection.run(statements)
                return Timeline(
                    attempts: try found[1].map { cells throws(Fault) in try AttemptRow.attempt(&cells) },
                    evidence: try found[2].map { cells throws(Fault) in try EvidenceRow.evidence(&cells) },
                    exchanges: try found[3].map { cells throws(Fault) in try ExchangeRow.exchange(&cells) }
                )
            }
        }
    }

    /// What tells this ledger from every other; see ``Ledger/Ledger/identity()``.
    public func identity() async throws(LedgerError) -> String? {
        try await translated { () async throws(Fault) -> String? in
            try await reader.read { connection throws(Fault) in
                // Who only reads may meet tables of the first version.
                let table = try connection.run("SELECT to_regclass('identity') IS NOT NULL")
                guard try table.first({ cells throws(Fault) in try cells.boolean() }) == true else { return nil }
                return try connection.run("SELECT id FROM identity").first { cells throws(Fault) in try cells.text() }
            }
        }
    }

    /// Begins to look at one state of the database.
    static let snapshot = Statement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    /// Reads rows on one of the connections for it.
    func rows<Answer: Sendable>(
        _ sql: String,
        _ cells: [Cell?],
        _ row: @escaping @Sendable (inout CellReader) throws(Fault) -> Answer
    ) async throws(LedgerError) -> [Answer] {
        try await translated { () async throws(Fault) -> [Answer] in
            try await reader.read { connection throws(Fault) in try connection.run(sql, cells).map(row) }
        }
    }
}

extension PostingFilter {
    /// A condition on the table `posting` that this filter means, with its values, whose places follow `$count`.
    func condition(after count: Int) -> (String, [Cell?]) {
        var parts: [String] = []
        var cells: [Cell?] = []
        func add(_ part: String, _ cell: Cell) {
            cells.append(cell)
            parts.append(part.replacing("?", with: "$\(count + cells.count)"))
        }
        if let reference { add("posting.reference = ?", .text(reference)) }
        if let ids { add("posting.id = ANY(?::bigint[])", .integers(ids)) }
        if let roles { add("posting.role = ANY(?::text[])", .texts(roles)) }
        if let accounts { add("posting.account = ANY(?::text[])", .texts(accounts)) }
        return (parts.isEmpty ? "TRUE" : parts.joined(separator: " AND "), cells)
    }
}
