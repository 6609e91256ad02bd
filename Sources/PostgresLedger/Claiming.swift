public import Ledger
import Synchronization

public import struct FoundationEssentials.Date

extension PostgresLedger {
    /// Takes postings that are due; see ``Ledger/Ledger/claim(_:limit:worker:now:lease:)``.
    ///
    /// Any number of workers may claim at the same time; none waits for another, and none gets what another has.
    ///
    /// `now` decides what is due and which accounts may be served, and dates ``Ledger/Posting/leaseUntil`` by which
    /// the worker judges its own lease. Whether a lease has ended for everybody else is decided by the database's
    /// clock, from the moment of the claim: that is later than the worker's own end by as long as the claim took,
    /// however far the two clocks are apart.
    public func claim(
        _ filter: PostingFilter,
        limit: Int,
        worker: String,
        now: Date,
        lease: Duration
    ) async throws(LedgerError) -> [Posting] {
        guard limit > 0 else { return [] }
        let claim = Claim(
            filter: filter,
            limit: limit,
            worker: worker,
            holder: holder(worker),
            now: now,
            lease: lease
        )
        let last = turn.withLock { $0 }
        let found = try await translated { () async throws(Fault) -> (taken: [Posting], last: String) in
            try await claimer.transaction { transaction throws(Fault) in
                var run = ClaimRun(claim: claim, transaction: transaction, last: last)
                try run.run()
                return ([], (run.taken, run.last))
            }
        }
        turn.withLock { $0 = found.last }
        return found.taken
    }
}

/// What one claim asks for.
struct Claim: Sendable {
    let filter: PostingFilter
    let limit: Int
    let worker: String
    let holder: String
    let now: Date
    let lease: Duration

    /// The places `$1` to `$7` of the statements that take.
    func taking(_ what: Cell, _ count: Int) -> [Cell?] {
        let until = now.addingTimeInterval(lease / .seconds(1))
        return [
            .date(now), what, .integer(Int64(count)), .text(worker), .date(until), .text(holder),
            .integer(Int64(lease / .microseconds(1))),
        ]
    }
}

/// One claim inside its transaction.
///
/// Accounts take turns, beginning behind the one that was served last.
private struct ClaimRun {
    let claim: Claim
    let transaction: Transaction
    /// What was taken so far, as it stands after the taking.
    private(set) var taken: [Posting] = []
    /// The account that was served last.
    private(set) var last: String

    init(claim: Claim, transaction: Transaction, last: String) {
        self.claim = claim
        self.transaction = transaction
        self.last = last
    }

    private var left: Int { claim.limit - taken.count }

    mutating func run() throws(Fault) {
        if claim.filter.namesPostings {
            try takeNamed()
        } else {
            try serve(accounts())
        }
    }

    /// Accounts that have something due and may be served, in turn, at most as many as the limit.
    private func accounts() throws(Fault) -> [String] {
        let cells: [Cell?] = [.date(claim.now), .text(last), .integer(Int64(claim.limit)), .text(claim.holder)]
        let statement =
            if let names = claim.filter.accounts {
                Statement(ClaimStatements.namedAccounts, cells + [.texts(names)])
            } else {
                Statement(ClaimStatements.accounts, cells)
            }
        return try transaction.look(statement).map { cells throws(Fault) in try cells.text() }
    }

    /// Serves accounts an equal share each, until the limit or the end is reached.
    private mutating func serve(_ accounts: [String]) throws(Fault) {
        var waiting = accounts
        while left > 0, !waiting.isEmpty {
            let share = max(1, left / waiting.count)
            let serving = Array(waiting.prefix(left))
            let statement = Statement(ClaimStatements.take, claim.taking(.texts(serving), share))
            let perAccount = Dictionary(grouping: try rows(statement), by: \.key.account)
            for account in serving {
                guard let found = perAccount[account] else { continue }
                taken += found.sorted { ($0.dueAt ?? claim.now, $0.id) < ($1.dueAt ?? claim.now, $1.id) }
                last = account
            }
            waiting.removeAll { (perAccount[$0]?.count ?? 0) < share }
        }
    }

    /// Takes postings that the filter names, one of each account in turn; a role has few.
    private mutating func takeNamed() throws(Fault) {
        let (condition, arguments) = claim.filter.condition(after: 2)
        let cells: [Cell?] = [.date(claim.now), .text(claim.holder)]
        let candidates = Statement(ClaimStatements.candidates(condition), cells + arguments)
        let found = try transaction.look(candidates).map { cells throws(Fault) in
            Candidate(id: try cells.integer(), account: try cells.text(), due: try cells.integer())
        }
        let chosen = Candidate.inTurn(found, after: last, limit: claim.limit)
        guard let end = chosen.last else { return }
        let statement = Statement(
            ClaimStatements.takeRows,
            claim.taking(.integers(chosen.map(\.id)), chosen.count)
        )
        let order = Dictionary(chosen.enumerated().map { ($1.id, $0) }) { first, _ in first }
        taken = try rows(statement).sorted { order[$0.id] ?? 0 < order[$1.id] ?? 0 }
        last = end.account
    }

    private func rows(_ statement: Statement) throws(Fault) -> [Posting] {
        try transaction.run([statement])[0].map { cells throws(Fault) in try PostingRow.posting(&cells) }
    }
}

/// A posting that a claim may take.
struct Candidate: Sendable, Hashable {
    let id: Int64
    let account: String
    let due: Int64

    /// Up to so many, one of each account in turn, beginning behind an account; the oldest of an account first.
    static func inTurn(_ all: [Candidate], after last: String, limit: Int) -> [Candidate] {
        var perAccount = Dictionary(grouping: all, by: \.account)
            .mapValues { $0.sorted { ($0.due, $0.id) > ($1.due, $1.id) } }
        let names = perAccount.keys.sorted()
        var waiting = names.filter { $0 > last } + names.filter { $0 <= last }
        var chosen: [Candidate] = []
        while chosen.count < limit, !waiting.isEmpty {
            for account in waiting where chosen.count < limit {
                if let next = perAccount[account]?.popLast() { chosen.append(next) }
            }
            waiting.removeAll { perAccount[$0]?.isEmpty != false }
        }
        return chosen
    }
}
