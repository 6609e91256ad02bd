public import AdapterKit
import FoundationEssentials
public import Ledger
import Postings
public import Roles

/// Which of the known postings are the ones that should be.
///
/// A key never changes once it is in the ledger, but what it is made of has: postings of older ledgers are told apart
/// by the joined keys of their places, and a mended address changes a place's identity. Such a posting is recognised
/// and goes on under the key it has, so that its ad is changed in place. One posting answers to one wish; whatever
/// else of the role the ledger wants on the account is to end.
public struct Matching: Sendable {
    /// Each wish with its posting, when there is one.
    public let pairs: [(wish: FanOut.Wish, posting: Posting?)]

    /// Known postings that no wish asks for.
    public let others: [Posting]

    /// Matches wishes with postings of the same role and account.
    ///
    /// - Parameters:
    ///   - wishes: What should be.
    ///   - known: The role's postings on the account.
    ///   - role: The role.
    ///   - account: Name of the account.
    ///   - manifest: The account's adapter.
    public init(_ wishes: [FanOut.Wish], _ known: [Posting], of role: Role, account: String, manifest: Manifest) {
        let groups = PlaceGroup.all(of: role.places(account: account), by: manifest.places)
        var candidates: [PostingKey: [Candidate]] = [:]
        for posting in known where posting.key.role == role.id && posting.key.account == account {
            guard let meant = PlaceGroup.meant(by: posting.key.places, among: groups, by: manifest.places) else {
                continue
            }
            let candidate = Candidate(posting: posting, fit: meant.fit)
            // What ended somewhere else in the city is another ad.
            guard candidate.isWanted || candidate.fit.isSure else { continue }
            let key = PostingKey(
                role: role.id,
                account: account,
                places: meant.group.key,
                language: posting.key.language
            )
            candidates[key, default: []].append(candidate)
        }
        pairs = wishes.map { wish in (wish, candidates[wish.key]?.max { $0.rank < $1.rank }?.posting) }
        let taken = Set(pairs.compactMap { $0.posting?.key })
        others = known.filter { $0.key.role == role.id && $0.key.account == account && !taken.contains($0.key) }
    }

    private struct Candidate {
        let posting: Posting
        let fit: Place.Fit

        var isWanted: Bool { posting.desire != .absent }

        /// The ad that is up comes first, then the one that may still be up, then the surest, then the newest.
        var rank: (Int, Place.Fit, Double) {
            let mayBeUp = posting.observed == .present || posting.observed == .unknown || posting.phase == .leased
            return (isWanted ? 2 : mayBeUp ? 1 : 0, fit, posting.opened.timeIntervalSince1970)
        }
    }
}
