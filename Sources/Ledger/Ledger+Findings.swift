import Postings

extension Ledger {
    /// Everything that is wrong with the ledger: what the store's own check finds, and what its postings say together.
    public func findings() async throws(LedgerError) -> [LedgerFinding] {
        var findings: [LedgerFinding] = []
        do {
            findings += try await check()
            findings += LedgerFinding.sharedAds(try await postings(PostingFilter()))
        } catch .damaged(let file, let reason) {
            findings.append(.unreadable(.damaged(file: file, reason: reason)))
        }
        return findings
    }
}

extension LedgerFinding {
    /// An ad by its account and its id on the board.
    private struct Ad: Hashable {
        let account: String
        let id: String
    }

    /// Postings of one account that say they are the same ad of its board.
    static func sharedAds(_ postings: [Posting]) -> [LedgerFinding] {
        var ads: [Ad: [String]] = [:]
        for posting in postings where posting.observed == .present {
            guard let id = posting.remoteID else { continue }
            ads[Ad(account: posting.key.account, id: id), default: []].append(posting.reference)
        }
        return ads.filter { $0.value.count > 1 }.sorted { $0.value[0] < $1.value[0] }.flatMap { ad, references in
            references.map { reference in
                let others = references.filter { $0 != reference }.joined(separator: ", ")
                return LedgerFinding(
                    posting: reference,
                    "The posting \(reference) has the same ad on the account \(ad.account) as \(others): \(ad.id).",
                    remedy: "See on the board which of them it is; `placard resolve \(reference) --absent` tells that "
                        + "it is not this one."
                )
            }
        }
    }
}
