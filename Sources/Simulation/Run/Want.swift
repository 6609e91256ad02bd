import Ledger

extension Arena.Want {
    /// S10: what of the acknowledged wish the ledger has lost, or a board has done that nobody asked for.
    func lost(from row: Posting, on board: Board) -> String? {
        let desire: Desire = if version != nil, let revision { .present(revision: revision) } else { .absent }
        if row.desire != desire { return "the ledger has lost what was wanted" }
        if row.renewalsAsked != renewals { return "\(row.renewalsAsked) renewals stand of \(renewals) asked for" }
        let done = board.renewals(of: row.reference)
        return done > renewals ? "\(done) renewals were made of \(renewals) asked for" : nil
    }
}
