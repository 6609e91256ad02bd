import FoundationEssentials
import Ledger
import Postings

/// What it means for a posting that a person saw its ad on the board.
///
/// Decides only; nothing is written here.
struct SeenLive {
    /// The posting before.
    let old: Posting
    /// The ad as it is wanted now, when a person was asked to put just that there by hand.
    let handmade: AcceptedAd?
    let now: Date

    /// Takes the sighting over into the posting.
    func settle(_ posting: inout Posting) {
        posting.observed = .present
        guard case .present(let wanted) = old.desire else {
            // It was to be gone and is there: its end is still to be done, from the values that it has.
            posting.accepted = old.accepted ?? old.sent
            posting.state = .withdrawing
            posting.witness = nil
            return wake(&posting)
        }
        posting.state = .live
        posting.renewalsDone = old.renewalsAsked
        switch old.observed == .unknown ? old.unknownOperation ?? .create : nil {
        case .create?:
            posting.accepted = old.sent ?? old.accepted
            posting.appliedGeneration = posting.accepted?.revision == wanted ? old.generation : 0
        case .update?:
            // The ad may be the old one or the new one: no content is known to be there, so that the next
            // comparison finds it changed.
            posting.accepted = (old.accepted ?? old.sent).map { known in
                AcceptedAd(revision: known.revision, contentHash: "", values: known.values, at: known.at)
            }
            posting.appliedGeneration = 0
        case .withdraw?, .renew?, .find?: break
        case nil:
            posting.accepted = handmade ?? old.accepted ?? old.sent
            let isWanted = posting.accepted.map { $0.revision == wanted } ?? true
            if isWanted { posting.appliedGeneration = old.generation }
        }
        if posting.appliedGeneration != old.generation || old.unknownOperation == .withdraw { wake(&posting) }
    }

    private func wake(_ posting: inout Posting) {
        posting.phase = .due
        posting.dueAt = now
    }
}
