import GRDB
import Ledger

/// Writes steps into an open transaction.
struct StepWriter {
    let db: Database
    let statements: WriteStatements

    private static let epoch = SQL("SELECT epoch FROM posting WHERE id = ?")
    private static let term = SQL("SELECT term FROM account_lease WHERE account = ?")
    private static let memory = SQL("SELECT memory FROM rate_window WHERE key = ?")
    private static let wish = SQL("SELECT \(PostingRow.wish) FROM posting WHERE id = ?")
    private static let lease = SQL(
        "UPDATE posting SET phase = 'leased', epoch = ?, lease_owner = ?, lease_until = ? WHERE id = ?"
    )
    static let keepRevision = SQL(
        "INSERT OR IGNORE INTO revision (hash, role, content, at) VALUES (?, ?, ?, ?)"
    )
    static let keepSecret = SQL(Statements.upsert("secret", key: ["name"], ["sealed"]))
    private static let forgetSecret = SQL("DELETE FROM secret WHERE name = ?")

    /// Writes one step, or nothing when its guard does not hold or something is not as it was read.
    func write(_ step: Step) throws -> StepResult {
        if let needed = step.guarding {
            guard try statements.first(Self.epoch, [cell(needed.posting)], db) == [cell(needed.epoch)] else {
                return StepResult(written: false, newPostings: [])
            }
        }
        if let hold = step.holding {
            guard try statements.first(Self.term, [cell(hold.account)], db) == [cell(hold.term)] else {
                return StepResult(written: false, newPostings: [])
            }
        }
        for change in step.changes where try !isAsRead(change) { return StepResult(written: false, newPostings: []) }
        var fresh: [Int64] = []
        var delivered: [Posting] = []
        var learnt: [Learnt] = []
        for change in step.changes {
            switch change {
            case .delivered(var posting, let now):
                posting.adopt(try wish(posting), now: now)
                try save(posting)
                delivered.append(posting)
            case .learnt(let account, let base): learnt.append(try learn(account, from: base))
            default: try write(change, fresh: &fresh)
            }
        }
        return StepResult(written: true, newPostings: fresh, delivered: delivered, learnt: learnt)
    }

    /// Whether what a change depends on is as its writer had read it.
    private func isAsRead(_ change: Change) throws -> Bool {
        switch change {
        case .drawn(let window, let read):
            return try statements.first(Self.memory, [cell(window.key)], db) ?? [cell("")] == [cell(read.memory)]
        case .posting(let posting) where posting.id != 0, .wished(let posting, _):
            let row = try self.row(posting)
            return row.phase.takes(change, over: row.wish)
        default: return true
        }
    }

    private func write(_ change: Change, fresh: inout [Int64]) throws {
        switch change {
        case .posting(let posting) where posting.id == 0: fresh.append(try add(posting))
        case .wished(let posting, _):
            var row = try self.row(posting)
            row.want(posting)
            try save(row)
        case .posting(let posting), .delivered(let posting, _): try save(posting)
        case .exchange(let exchange): try run(ExchangeRow.save, ExchangeRow.cells(exchange))
        case .attempt(let attempt):
            try run(AttemptRow.save, AttemptRow.cells(attempt, posting: row(attempt.posting, fresh)))
        case .evidence(let evidence):
            try run(EvidenceRow.add, EvidenceRow.cells(evidence, posting: row(evidence.posting, fresh)))
        case .watch(let watch): try run(WatchRow.save, WatchRow.cells(watch, owner: owner(watch.owner, fresh)))
        case .startWatch(let watch): try run(WatchRow.start, WatchRow.cells(watch, owner: owner(watch.owner, fresh)))
        case .readWatch(let watch, let read):
            try run(WatchRow.read, WatchRow.cells(watch, owner: watch.owner) + [cell(read.dueAt?.microseconds)])
        case .wakeWatch(let owner, let name, let instant):
            try run(WatchRow.wake, [cell(instant.microseconds), cell(WatchRow.owner(owner)), cell(name)])
        case .endWatch(let owner, let name): try run(WatchRow.end, [cell(WatchRow.owner(owner)), cell(name)])
        case .account(let account), .learnt(let account, _): try run(AccountRow.save, AccountRow.cells(account))
        case .window(let window), .drawn(let window, _): try run(WindowRow.save, WindowRow.cells(window))
        case .lookup(let lookup): try run(LookupRow.save, LookupRow.cells(lookup))
        case .revision(let hash, let role, let content, let at):
            try run(Self.keepRevision, [cell(hash), cell(role), cell(content), cell(at.microseconds)])
        case .secret(let name, let sealed?):
            try run(Self.keepSecret, [cell(name), cell(sealed)])
        case .secret(let name, nil): try run(Self.forgetSecret, [cell(name)])
        }
    }

    private func add(_ posting: Posting) throws -> Int64 {
        do {
            try run(PostingRow.insert, PostingRow.fixedCells(posting) + PostingRow.changingCells(posting))
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            throw LedgerError.failed(
                reason: "the reference \(posting.reference) or the posting of role \(posting.key.role) on account "
                    + "\(posting.key.account) for the same places and language exists already"
            )
        }
        return db.lastInsertedRowID
    }

    /// Saves a known posting.
    func save(_ posting: Posting) throws {
        let changed = try run(
            PostingRow.update,
            PostingRow.changingCells(posting) + [cell(posting.id)] + PostingRow.fixedCells(posting).dropLast()
        )
        guard changed == 1 else {
            throw LedgerError.failed(reason: "row \(posting.id) is not the posting \(posting.reference)")
        }
    }

    /// Writes that a worker holds a posting.
    func lease(_ claimed: Posting) throws {
        let until = claimed.leaseUntil?.microseconds
        try run(Self.lease, [cell(claimed.epoch), cell(claimed.leaseOwner), cell(until), cell(claimed.id)])
    }

    /// Adds what was learnt of an account to what is remembered of it.
    private func learn(_ account: AccountState, from base: AccountState) throws -> Learnt {
        let row = try statements.first(AccountRow.named, [cell(account.name)], db)
        let before = try row.map { try AccountRow.account(CellReader($0)) } ?? AccountState(name: account.name)
        let after = account.merged(from: base, over: before)
        if after != before { try run(AccountRow.save, AccountRow.cells(after)) }
        return Learnt(before: before, after: after)
    }

    /// The posting as it is stored.
    private func row(_ posting: Posting) throws -> Posting {
        let statement = try db.cachedStatement(sql: "SELECT \(PostingRow.columns) FROM posting WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [posting.id]).map(PostingRow.posting),
            row.reference == posting.reference, row.key == posting.key
        else { throw LedgerError.failed(reason: "row \(posting.id) is not the posting \(posting.reference)") }
        return row
    }

    /// What is wanted of a posting now.
    private func wish(_ posting: Posting) throws -> Wish {
        guard let row = try statements.first(Self.wish, [cell(posting.id)], db) else {
            throw LedgerError.failed(reason: "row \(posting.id) is not the posting \(posting.reference)")
        }
        return PostingRow.wish(row)
    }

    /// The row meant by a record's posting number, where 0 is the step's newest posting.
    private func row(_ number: Int64, _ fresh: [Int64]) throws -> Int64 {
        let row = number == 0 ? fresh.last : number
        guard let row else { throw LedgerError.failed(reason: "a record belongs to no posting") }
        return row
    }

    private func owner(_ owner: Watch.Owner, _ fresh: [Int64]) throws -> Watch.Owner {
        guard case .posting(let number) = owner else { return owner }
        return .posting(try row(number, fresh))
    }

    @discardableResult
    private func run(_ sql: SQL, _ cells: Cells) throws -> Int { try statements.run(sql, cells, db) }
}
