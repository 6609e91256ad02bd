import GRDB
public import Ledger

public import struct FoundationEssentials.Date

extension SQLiteLedger {
    /// No: one process at a time writes.
    ///
    /// The engine therefore takes no accounts of it, and writes nothing for that.
    public var isShared: Bool { false }

    /// Frees everything that a dead worker held; see ``Ledger/Ledger/recoverOwn(worker:now:)``.
    ///
    /// Only the process that holds the ledger writes, so that every lease found here is a dead worker's:
    /// call it before the first claim.
    public func recoverOwn(worker: String, now: Date) async throws(LedgerError) -> [Posting] {
        let statements = try writable().statements
        return try await write { db in
            let recovery = Recovery(writer: StepWriter(db: db, statements: statements), now: now)
            try AccountLeases(writer: recovery.writer).forgetHolders()
            return try recovery.run(Recovery.all, [])
        }
    }

    /// Frees postings whose lease has ended; see ``Ledger/Ledger/sweep(now:)``.
    public func sweep(now: Date) async throws(LedgerError) -> [Posting] {
        let statements = try writable().statements
        return try await write { db in
            let recovery = Recovery(writer: StepWriter(db: db, statements: statements), now: now)
            return try recovery.run(Recovery.ended, [cell(now.microseconds)])
        }
    }

    /// Takes accounts; see ``Ledger/Ledger/take(accounts:worker:now:lease:)``.
    public func take(accounts: [String], worker: String, now: Date, lease: Duration)
        async throws(LedgerError) -> [Hold]
    {
        let statements = try writable().statements
        return try await write { db in
            try AccountLeases(writer: StepWriter(db: db, statements: statements))
                .take(accounts, worker: worker, now: now, lease: lease)
        }
    }

    /// Gives accounts back that the worker holds.
    public func giveBack(accounts: [String], worker: String) async throws(LedgerError) {
        let statements = try writable().statements
        try await write { db in
            try AccountLeases(writer: StepWriter(db: db, statements: statements)).giveBack(accounts, worker: worker)
        }
    }
}

/// Who holds which account.
struct AccountLeases {
    let writer: StepWriter

    private static let held = SQL("SELECT account FROM account_lease WHERE holder <> ? AND ends > ?")
    private static let take = SQL(
        """
        INSERT INTO account_lease (account, holder, term, ends) VALUES (?1, ?2, 1, ?3)
        ON CONFLICT (account) DO UPDATE SET term = term + (holder <> excluded.holder), holder = excluded.holder,
            ends = excluded.ends
        RETURNING term
        """
    )
    private static let giveBack = SQL("UPDATE account_lease SET ends = 0 WHERE account = ? AND holder = ?")
    private static let forget = SQL("UPDATE account_lease SET holder = '', ends = 0")

    /// Accounts that other workers hold.
    func held(beside worker: String, now: Date) throws -> Set<String> {
        let rows = try writer.statements.rows(Self.held, [cell(worker), cell(now.microseconds)], writer.db)
        return Set(
            rows.map { row in
                var cells = CellReader(row)
                return cells.text()
            }
        )
    }

    func take(_ accounts: [String], worker: String, now: Date, lease: Duration) throws -> [Hold] {
        let held = try held(beside: worker, now: now)
        let ends = now.addingTimeInterval(lease / .seconds(1)).microseconds
        return try accounts.filter { !held.contains($0) }.compactMap { account in
            let row = try writer.statements.first(Self.take, [cell(account), cell(worker), cell(ends)], writer.db)
            return row.map { row in
                var cells = CellReader(row)
                return Hold(account: account, term: cells.count())
            }
        }
    }

    func giveBack(_ accounts: [String], worker: String) throws {
        for account in accounts { try writer.statements.run(Self.giveBack, [cell(account), cell(worker)], writer.db) }
    }

    /// Gives everything back; whoever comes next is another holder.
    func forgetHolders() throws { try writer.statements.run(Self.forget, writer.db) }
}

/// Frees what dead workers held.
private struct Recovery {
    let writer: StepWriter
    let now: Date

    static let all = SQL(
        "SELECT \(PostingRow.columns) FROM posting INDEXED BY posting_leased WHERE phase = 'leased'"
    )
    static let ended = SQL(
        """
        SELECT \(PostingRow.columns) FROM posting INDEXED BY posting_leased
        WHERE phase = 'leased' AND coalesce(lease_until, 0) <= ?
        """
    )

    /// Frees the leased postings that a statement finds.
    func run(_ leased: SQL, _ cells: Cells) throws -> [Posting] {
        try writer.statements.rows(leased, cells, writer.db).map { row in
            let posting = try PostingRow.posting(CellReader(row))
            let interrupted = try Row.fetchOne(
                writer.db,
                sql: """
                    SELECT \(AttemptRow.select) FROM attempt
                    WHERE posting = ? AND epoch = ? AND ending = 'sending' AND operation <> 'find'
                    ORDER BY started_at DESC LIMIT 1
                    """,
                arguments: [posting.id, posting.epoch]
            )
            let free = posting.recovered(interrupted: try interrupted.map(AttemptRow.attempt), now: now)
            try writer.save(free)
            return free
        }
    }
}
