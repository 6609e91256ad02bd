import GRDB
public import Ledger

public import struct FoundationEssentials.Date

extension SQLiteLedger {
    /// Takes postings that are due; see ``Ledger/Ledger/claim(_:limit:worker:now:lease:)``.
    public func claim(
        _ filter: PostingFilter,
        limit: Int,
        worker: String,
        now: Date,
        lease: Duration
    ) async throws(LedgerError) -> [Posting] {
        let turn = try writable().turn
        let statements = try writable().statements
        return try await write { db in
            let writer = StepWriter(db: db, statements: statements)
            var claim = Claim(writer: writer, limit: limit, worker: worker, now: now, lease: lease)
            claim.held = try AccountLeases(writer: writer).held(beside: worker, now: now)
            turn.last = try claim.run(filter, after: turn.last)
            return claim.taken
        }
    }
}

/// One claim inside its transaction.
///
/// Accounts take turns, beginning behind the one that was served last. Each step through the accounts, and each
/// posting taken, is one descent of an index, whatever the size of the table.
struct Claim {
    /// Finds the next account that has anything waiting.
    static let nextAccount = SQL(
        """
        SELECT account FROM posting INDEXED BY posting_due
        WHERE phase IN ('due', 'ambiguous') AND account > ? ORDER BY account LIMIT 1
        """
    )

    /// Finds what is due longest on one account.
    static let oldest = SQL(
        """
        SELECT \(PostingRow.columns) FROM posting INDEXED BY posting_due
        WHERE phase IN ('due', 'ambiguous') AND account = ? AND due_at <= ? ORDER BY due_at LIMIT ?
        """
    )

    /// Finds what is due of one role; a role has few postings.
    static let ofRole = SQL(
        """
        SELECT \(PostingRow.columns) FROM posting INDEXED BY posting_key
        WHERE role = ? AND phase IN ('due', 'ambiguous') AND due_at <= ?
        """
    )

    /// Finds the posting with a row number.
    static let ofRow = SQL(
        """
        SELECT \(PostingRow.columns) FROM posting
        WHERE id = ? AND phase IN ('due', 'ambiguous') AND due_at <= ?
        """
    )

    /// Finds the posting with a reference.
    static let ofReference = SQL(
        """
        SELECT \(PostingRow.columns) FROM posting
        WHERE reference = ? AND phase IN ('due', 'ambiguous') AND due_at <= ?
        """
    )

    /// Tells whether anything is due on one account.
    private static let anyDue = SQL(
        """
        SELECT 1 FROM posting INDEXED BY posting_due
        WHERE phase IN ('due', 'ambiguous') AND account = ? AND due_at <= ? LIMIT 1
        """
    )

    let writer: StepWriter
    let limit: Int
    let worker: String
    let now: Date
    let lease: Duration

    /// Accounts that other workers hold.
    var held: Set<String> = []
    /// What was taken so far, as it stands after the taking.
    private(set) var taken: [Posting] = []

    private var db: Database { writer.db }

    init(writer: StepWriter, limit: Int, worker: String, now: Date, lease: Duration) {
        self.writer = writer
        self.limit = limit
        self.worker = worker
        self.now = now
        self.lease = lease
    }

    private var left: Int { limit - taken.count }

    /// Takes what the filter means, and answers the account that was served last.
    mutating func run(_ filter: PostingFilter, after last: String) throws -> String {
        guard limit > 0 else { return last }
        if let ids = filter.ids {
            let due = try Set(ids).sorted().flatMap { try rows(Self.ofRow, [cell($0), cell(now.microseconds)]) }
            return try share(due, filter, after: last)
        }
        if let reference = filter.reference {
            return try share(rows(Self.ofReference, [cell(reference), cell(now.microseconds)]), filter, after: last)
        }
        if let roles = filter.roles {
            let due = try Set(roles).sorted().flatMap { try rows(Self.ofRole, [cell($0), cell(now.microseconds)]) }
            return try share(due, filter, after: last)
        }
        return try serve(accounts(filter.accounts, after: last)) ?? last
    }

    /// Serves accounts from the index, an equal share each, until the limit or the end is reached.
    private mutating func serve(_ accounts: [String]) throws -> String? {
        var (waiting, last): ([String], String?) = (accounts, nil)
        while left > 0, !waiting.isEmpty {
            let share = max(1, left / waiting.count)
            var unexhausted: [String] = []
            for account in waiting where left > 0 {
                let count = min(share, left)
                let due = try rows(Self.oldest, [cell(account), cell(now.microseconds), cell(count)])
                for posting in due { try take(posting) }
                if !due.isEmpty { last = account }
                if due.count == count { unexhausted.append(account) }
            }
            waiting = unexhausted
        }
        return last
    }

    /// Serves postings that were read already, one of each account in turn.
    private mutating func share(_ due: [Posting], _ filter: PostingFilter, after last: String) throws -> String {
        var perAccount = Dictionary(grouping: due.filter(filter.matches), by: \.key.account)
            .mapValues { $0.sorted { ($0.dueAt ?? now, $0.id) > ($1.dueAt ?? now, $1.id) } }
        var accounts = try inTurn(Array(perAccount.keys), after: last).filter(isOpen)
        var served = last
        while left > 0, !accounts.isEmpty {
            for account in accounts where left > 0 {
                guard let posting = perAccount[account]?.popLast() else { continue }
                try take(posting)
                served = account
            }
            accounts.removeAll { perAccount[$0]?.isEmpty != false }
        }
        return served
    }

    /// Accounts that have something due and may be served, in turn, at most as many as the limit.
    private func accounts(_ wanted: [String]?, after last: String) throws -> [String] {
        var found: [String] = []
        if let wanted {
            for account in inTurn(Array(Set(wanted)), after: last) where found.count < limit {
                if try hasDue(account) && isOpen(account) { found.append(account) }
            }
            return found
        }
        var (at, wrapped) = (last, false)
        while found.count < limit {
            guard case .text(let next)? = try writer.statements.first(Self.nextAccount, [cell(at)], db)?.first,
                !wrapped || next <= last
            else {
                if wrapped { break }
                (at, wrapped) = ("", true)
                continue
            }
            if try hasDue(next) && isOpen(next) { found.append(next) }
            at = next
        }
        return found
    }

    private func inTurn(_ accounts: [String], after last: String) -> [String] {
        let sorted = accounts.sorted()
        return sorted.filter { $0 > last } + sorted.filter { $0 <= last }
    }

    private func hasDue(_ account: String) throws -> Bool {
        try writer.statements.first(Self.anyDue, [cell(account), cell(now.microseconds)], db) != nil
    }

    private func isOpen(_ account: String) throws -> Bool {
        if held.contains(account) { return false }
        guard let row = try writer.statements.first(AccountRow.named, [cell(account)], db) else { return true }
        return try AccountRow.account(CellReader(row)).heldUntil(at: now) == nil
    }

    private func rows(_ sql: SQL, _ cells: Cells) throws -> [Posting] {
        try writer.statements.rows(sql, cells, db).map { try PostingRow.posting(CellReader($0)) }
    }

    private mutating func take(_ posting: Posting) throws {
        let claimed = posting.claimed(by: worker, now: now, lease: lease)
        try writer.lease(claimed)
        taken.append(claimed)
    }
}
