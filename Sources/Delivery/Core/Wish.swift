import Ledger
import Postings

import struct FoundationEssentials.Date

extension Posting {
    /// Takes over what is wanted from the row as it stands in the ledger now.
    ///
    /// Rows are saved whole. What somebody asked for while a call was under way must not be lost by the saving of
    /// the answer, and is acted on at once.
    mutating func adoptWish(of row: Posting, now: Date) {
        guard row.generation != generation || row.renewalsAsked != renewalsAsked || row.notBefore != notBefore else {
            placeLabel = row.placeLabel
            return
        }
        desire = row.desire
        generation = row.generation
        renewalsAsked = row.renewalsAsked
        notBefore = row.notBefore
        placeLabel = row.placeLabel
        guard phase != .leased else { return }
        tries = 0
        phase = observed == .unknown ? .ambiguous : .due
        dueAt = now
    }
}
