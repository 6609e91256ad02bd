public import Ledger

public import struct FoundationEssentials.Date

extension PostgresLedger {
    /// Watches that match and are due by an instant, oldest first; without one all of them, the resting last.
    ///
    /// An account's own watch matches when the account is meant, or has a posting that is.
    public func watches(_ filter: PostingFilter, dueBy: Date?, limit: Int) async throws(LedgerError) -> [Watch] {
        let statement = Self.watches(filter, dueBy: dueBy, limit: limit)
        return try await rows(statement.sql, statement.cells) { cells throws(Fault) in try WatchRow.watch(&cells) }
    }

    /// The instant at which the next posting that matches can be claimed, or the next watch be read, or nil.
    ///
    /// A posting of a cooling account counts from the end of the cooling, one of a paused account not at all.
    public func nextDue(_ filter: PostingFilter) async throws(LedgerError) -> Date? {
        let postings = try await firstDues(filter).map(\.due)
        let watch = try await watches(filter, dueBy: .distantFuture, limit: 1).first?.dueAt
        return (postings + [watch]).compactMap { $0 }.min()
    }

    /// When the next posting of each account that matches can be claimed; a paused account has no entry.
    func firstDues(_ filter: PostingFilter) async throws(LedgerError) -> [(account: String, due: Date)] {
        let statement = Self.firstDue(filter)
        // Where plans are made for going from account to account.
        let found = try await translated { () async throws(Fault) -> [(account: String, due: Date)?] in
            try await planner.read { connection throws(Fault) in
                try connection.run(statement.sql, statement.cells).map { cells throws(Fault) in
                    let (account, due) = (try cells.text(), try cells.date())
                    guard cells.optionalText() == nil else { return nil }
                    // What holds the account later than the posting is due is what counts.
                    let instants = [due, cells.optionalDate(), cells.optionalDate()]
                    return instants.compactMap { $0 }.max().map { (account, $0) }
                }
            }
        }
        return found.compactMap { $0 }
    }

    static func watches(_ filter: PostingFilter, dueBy: Date?, limit: Int) -> Statement {
        let time = dueBy == nil ? "TRUE" : "watch.due_at <= $2"
        var cells: [Cell?] = [.integer(Int64(max(0, limit)))]
        if let dueBy { cells.append(.date(dueBy)) }
        let end = "ORDER BY watch.due_at, watch.number LIMIT $1::bigint"
        if filter.namesPostings {
            // A role has few postings: from them to their watches, and to those of their accounts.
            let (condition, arguments) = filter.condition(after: cells.count)
            let sql = """
                WITH meant AS MATERIALIZED (SELECT id, account FROM posting WHERE \(condition))
                SELECT \(WatchRow.select) FROM watch WHERE \(time) AND watch.number IN (
                    SELECT own.number FROM meant JOIN watch AS own ON own.posting = meant.id
                    UNION ALL
                    SELECT shared.number FROM (SELECT DISTINCT account FROM meant) AS meant
                    JOIN watch AS shared ON shared.account = meant.account WHERE shared.posting IS NULL
                ) \(end)
                """
            return Statement(sql, cells + arguments)
        }
        var condition = time
        if let accounts = filter.accounts {
            cells.append(.texts(accounts))
            condition += " AND watch.account = ANY($\(cells.count)::text[])"
        }
        return Statement("SELECT \(WatchRow.select) FROM watch WHERE \(condition) \(end)", cells)
    }

    /// The first due instant of each account, whether it is paused, and until when it is held.
    static func firstDue(_ filter: PostingFilter) -> Statement {
        let waiting = "posting.phase IN ('due', 'ambiguous') AND posting.due_at IS NOT NULL"
        let memory = "first.account, first.due_at, memory.paused_code, memory.cooldown_until, memory.open_until"
        let remembered = ClaimStatements.remembering("first.account")
        if filter.namesPostings {
            let (condition, cells) = filter.condition(after: 0)
            let first =
                "SELECT account, min(due_at) AS due_at FROM posting WHERE \(condition) AND \(waiting) GROUP BY account"
            return Statement("SELECT \(memory) FROM (\(first)) AS first \(remembered)", cells)
        }
        // From account to account: a grouping would visit every posting that waits.
        let first = """
            SELECT waiting.account, due.due_at FROM waiting CROSS JOIN LATERAL (
                SELECT posting.due_at FROM posting WHERE posting.account = waiting.account AND \(waiting)
                ORDER BY posting.due_at LIMIT 1
            ) AS due
            """
        let accounts =
            filter.accounts == nil
            ? "WITH RECURSIVE waiting AS (\(ClaimStatements.walk))"
            : "WITH waiting AS MATERIALIZED (SELECT DISTINCT unnest($1::text[]) COLLATE \"C\" AS account)"
        return Statement(
            "\(accounts) SELECT \(memory) FROM (\(first)) AS first \(remembered)",
            filter.accounts.map { [.texts($0)] } ?? []
        )
    }
}
