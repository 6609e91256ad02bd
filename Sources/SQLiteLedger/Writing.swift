import GRDB
import Ledger

import struct FoundationEssentials.Data

/// Writes steps into an open transaction.
struct StepWriter {
    let db: Database

    /// Writes one step, or nothing when its guard does not hold or something is not as it was read.
    func write(_ step: Step) throws -> StepResult {
        if let needed = step.guarding {
            let statement = try db.cachedStatement(sql: "SELECT epoch FROM posting WHERE id = ?")
            guard try Int.fetchOne(statement, arguments: [needed.posting]) == needed.epoch else {
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
            let statement = try db.cachedStatement(sql: "SELECT memory FROM rate_window WHERE key = ?")
            return try String.fetchOne(statement, arguments: [window.key]) ?? "" == read.memory
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
        case .endWatch(let owner, let name): try run(WatchRow.end, [WatchRow.owner(owner), name])
        case .account(let account), .learnt(let account, _): try run(AccountRow.save, AccountRow.cells(account))
        case .window(let window), .drawn(let window, _): try run(WindowRow.save, WindowRow.cells(window))
        case .lookup(let lookup): try run(LookupRow.save, LookupRow.cells(lookup))
        case .revision(let hash, let role, let content, let at):
            try run(
                "INSERT OR IGNORE INTO revision (hash, role, content, at) VALUES (?, ?, ?, ?)",
                [hash, role, Data(content), at.microseconds]
            )
        case .secret(let name, let sealed?):
            try run(Statements.upsert("secret", key: ["name"], ["sealed"]), [name, Data(sealed)])
        case .secret(let name, nil): try run("DELETE FROM secret WHERE name = ?", [name])
        }
    }

    private func add(_ posting: Posting) throws -> Int64 {
        do {
            try run(PostingRow.insert, PostingRow.fixedCells(posting) + PostingRow.changingCells(posting))
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            throw LedgerError.failed(
                reason: "the reference \(posting.reference) or the posting of role \(posting.key.role) on account "
                    + "\(posting.key.account) for the same places and language exists already"
            )
        }
        return db.lastInsertedRowID
    }

    /// Saves a known posting.
    func save(_ posting: Posting) throws {
        try run(
            PostingRow.update,
            PostingRow.changingCells(posting) + [posting.id] + PostingRow.fixedCells(posting).dropLast()
        )
        guard db.changesCount == 1 else {
            throw LedgerError.failed(reason: "row \(posting.id) is not the posting \(posting.reference)")
        }
    }

    /// Adds what was learnt of an account to what is remembered of it.
    private func learn(_ account: AccountState, from base: AccountState) throws -> Learnt {
        let statement = try db.cachedStatement(sql: "SELECT \(AccountRow.select) FROM account WHERE name = ?")
        let row = try Row.fetchOne(statement, arguments: [account.name])
        let before = try row.map(AccountRow.account) ?? AccountState(name: account.name)
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
        let statement = try db.cachedStatement(sql: "SELECT \(PostingRow.wish) FROM posting WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [posting.id]) else {
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

    private func run(_ sql: String, _ cells: Cells) throws {
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(cells))
    }
}
