public import Ledger

public import struct FoundationEssentials.Date

extension PostgresLedger {
    /// Frees what this worker left behind in an earlier life; see ``Ledger/Ledger/recoverOwn(worker:now:)``.
    ///
    /// Freed is what was claimed under this ledger's worker name (``Settings/worker``), by this process or an earlier
    /// one; without a name, by this process. Leases that other workers hold stay.
    public func recoverOwn(worker: String, now: Date) async throws(LedgerError) -> [Posting] {
        let holder = Cell.text(holder(worker))
        let forget = Statement(AccountLeases.forget, [holder])
        return try await recover(Statement(ClaimStatements.own, [holder]), now: now, beside: [forget])
    }

    /// Frees postings whose lease has ended by the database's clock; see ``Ledger/Ledger/sweep(now:)``.
    ///
    /// Freeing raises the epoch, so that what a slow worker still writes under its old lease is refused.
    public func sweep(now: Date) async throws(LedgerError) -> [Posting] {
        try await recover(Statement(ClaimStatements.ended), now: now, beside: [])
    }

    private func recover(_ leased: Statement, now: Date, beside others: [Statement]) async throws(LedgerError)
        -> [Posting]
    {
        try await translated { () async throws(Fault) -> [Posting] in
            try await claimer.transaction { transaction throws(Fault) in
                let held = try transaction.run([leased])[0].map { cells throws(Fault) in
                    try PostingRow.posting(&cells)
                }
                guard !held.isEmpty else { return (others, []) }
                let ids = Cell.integers(held.map(\.id))
                let pairs = try transaction.run([Statement(ClaimStatements.interrupted, [ids])])[0]
                    .map { cells throws(Fault) in (try cells.integer(), try AttemptRow.attempt(&cells)) }
                let interrupted = Dictionary(pairs) { $1 }
                let free = held.map { $0.recovered(interrupted: interrupted[$0.id], now: now) }
                return (free.map(PostingRow.updating) + others, free)
            }
        }
    }
}
