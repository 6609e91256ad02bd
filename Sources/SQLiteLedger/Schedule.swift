import GRDB
public import Ledger

public import struct FoundationEssentials.Date

extension SQLiteLedger {
    /// Watches that match and are due by an instant, oldest first; without one all of them, the resting last.
    ///
    /// An account's own watch matches when the account is meant, or has a posting that is.
    public func watches(_ filter: PostingFilter, dueBy: Date?, limit: Int) async throws(LedgerError) -> [Watch] {
        try await read { db in
            let schedule = Schedule(db: db, filter: filter)
            return try schedule.watches(dueBy: dueBy, limit: limit)
        }
    }

    /// The instant at which the next posting that matches can be claimed, or the next watch be read, or nil.
    ///
    /// A posting of a cooling account counts from the end of the cooling, one of a paused account not at all.
    public func nextDue(_ filter: PostingFilter) async throws(LedgerError) -> Date? {
        try await read { db in
            let schedule = Schedule(db: db, filter: filter)
            let watch = try schedule.watches(dueBy: .distantFuture, limit: 1).first?.dueAt
            return try [schedule.nextPosting(), watch].compactMap { $0 }.min()
        }
    }

    /// Accounts that have something due and that no other worker holds, by name.
    public func accountsDue(_ filter: PostingFilter, worker: String, now: Date) async throws(LedgerError) -> [String] {
        try await read { db in
            let schedule = Schedule(db: db, filter: filter)
            let held = try String.fetchAll(
                db,
                sql: "SELECT account FROM account_lease WHERE holder <> ? AND ends > ?",
                arguments: [worker, now.microseconds]
            )
            let postings = try schedule.firstDues().filter { $0.1 <= now }.map(\.0)
            let watches = try schedule.watches(dueBy: now, limit: .max).map(\.account)
            return Set(postings + watches).subtracting(held).sorted()
        }
    }
}

/// What is due when, of the postings and accounts that a filter means.
private struct Schedule {
    let db: Database
    let filter: PostingFilter

    func watches(dueBy: Date?, limit: Int) throws -> [Watch] {
        let time = dueBy == nil ? "TRUE" : "watch.due_at <= ?"
        let limits: StatementArguments = dueBy.map { [$0.microseconds] } ?? []
        let (condition, arguments) = filter.condition()
        let order = "ORDER BY watch.due_at IS NULL, watch.due_at, watch.rowid LIMIT ?"
        let end: StatementArguments = [max(0, limit)]
        let sql: String
        let all: StatementArguments
        if filter.namesPostings {
            // A role has few postings: from them to their watches, and to those of their accounts.
            sql = """
                SELECT \(WatchRow.select) FROM watch WHERE \(time) AND watch.rowid IN (
                    SELECT own.rowid FROM posting CROSS JOIN watch AS own ON own.posting = posting.id
                    WHERE \(condition)
                    UNION ALL
                    SELECT shared.rowid FROM posting CROSS JOIN watch AS shared ON shared.account = posting.account
                    WHERE \(condition) AND shared.posting IS NULL
                ) \(order)
                """
            all = limits + arguments + arguments + end
        } else if let accounts = filter.accounts {
            sql = """
                SELECT \(WatchRow.select) FROM watch INDEXED BY watch_account
                WHERE watch.account IN (SELECT value FROM json_each(?)) AND \(time) \(order)
                """
            all = [Statements.list(accounts)] + limits + end
        } else if dueBy != nil {
            sql =
                "SELECT \(WatchRow.select) FROM watch INDEXED BY watch_due WHERE \(time) ORDER BY due_at, rowid LIMIT ?"
            all = limits + end
        } else {
            sql = "SELECT \(WatchRow.select) FROM watch \(order)"
            all = end
        }
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: all).map(WatchRow.watch)
    }

    /// When the next posting can be claimed.
    func nextPosting() throws -> Date? { try firstDues().map(\.1).min() }

    /// When the next posting of each account can be claimed.
    func firstDues() throws -> [(String, Date)] {
        try firstDue().compactMap { account, due in
            let held = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT \(AccountRow.select) FROM account WHERE name = ?"),
                arguments: [account]
            )
            // What holds the account later than the posting is due is what counts.
            let until = try held.flatMap { try AccountRow.account($0).heldUntil(at: due) } ?? due
            return until < .distantFuture ? (account, until) : nil
        }
    }

    /// The first due instant of each account.
    private func firstDue() throws -> [(String, Date)] {
        let (condition, arguments) = filter.condition()
        let waiting = "phase IN ('due', 'ambiguous') AND due_at IS NOT NULL"
        let index = filter.namesPostings ? "" : "INDEXED BY posting_due"
        if filter.namesPostings || filter.accounts != nil {
            let sql =
                "SELECT account, min(due_at) FROM posting \(index) WHERE \(condition) AND \(waiting) GROUP BY account"
            return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row in
                (row[0], Date(microseconds: row[1]))
            }
        }
        // From account to account: a grouping would visit every posting that waits.
        let step = try db.cachedStatement(
            sql: """
                SELECT account, due_at FROM posting INDEXED BY posting_due
                WHERE \(waiting) AND account > ? ORDER BY account, due_at LIMIT 1
                """
        )
        var found: [(String, Date)] = []
        while let row = try Row.fetchOne(step, arguments: [found.last?.0 ?? ""]) {
            found.append((row[0], Date(microseconds: row[1])))
        }
        return found
    }
}
