import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Postings

extension Gateway {
    /// Row numbers of postings at rest whose file is not in the account's folder: somebody removed it, or the account
    /// names another folder now.
    func lostFiles(of accounts: [DeliveryAccount], _ known: [Posting]) -> Set<Int64> {
        var lost: Set<Int64> = []
        for account in accounts {
            guard let directory = account.directory, let rule = account.adapter.manifest.document else { continue }
            let shown = known.filter { posting in
                posting.key.account == account.name && posting.phase == .idle && posting.desire != .absent
                    && posting.observed == .present
            }
            // A feed is one file for all of them.
            let asked = rule.scope == .account ? Array(shown.prefix(1)) : shown
            let missing = asked.filter { isMissing($0, account, directory) }
            lost.formUnion((rule.scope == .account && !missing.isEmpty ? shown : missing).map(\.id))
        }
        return lost
    }

    private func isMissing(_ posting: Posting, _ account: DeliveryAccount, _ directory: String) -> Bool {
        guard let accepted = posting.accepted else { return false }
        var input = account.input(kept: [:], zone: zone, now: clock.now)
        input.reference = posting.reference
        input.language = posting.key.language
        let ad = Ad(
            operation: .update,
            values: accepted.values,
            fields: [],
            findings: [],
            contentHash: accepted.contentHash
        )
        let ads = [PreparedAd(input: input, ad: ad)]
        let made = try? account.adapter.document(of: ads, account: input, pageTemplates: pageTemplates)
        guard let file = made?.file else { return false }
        return !FileManager.default.fileExists(atPath: "\(directory)/\(file)")
    }
}
