import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Postings
import Roles

extension Gateway {
    /// The document of a feed account as the ledger wants it now.
    ///
    /// An ad whose new content cannot be rendered stays as the board accepted it.
    ///
    /// - Throws: ``GatewayError`` when the account publishes no such document, when a new ad cannot be rendered, or when
    ///   there is no ad and nobody has ended those that were.
    public func feed(_ name: String) async throws -> (file: String, bytes: [UInt8], count: Int) {
        let (account, ads) = try await published(name, scope: .account)
        if ads.isEmpty {
            let known = try await openLedger(.reading).postings(PostingFilter(accounts: [name]))
            guard EmptyDocument.isMeant(by: known) else {
                throw GatewayError(
                    code: "empty-feed",
                    "The account \(name) has no ad: an empty feed would end every ad on its board.",
                    remedy: "Post a role to it first."
                )
            }
        }
        let document = try account.adapter.document(
            of: ads,
            account: account.input(kept: [:], zone: zone, now: clock.now),
            pageTemplates: pageTemplates
        )
        return (document.file ?? "feed", document.bytes, ads.count)
    }

    /// The pages of a page account as the ledger wants them now.
    public func pages(_ name: String) async throws -> [(file: String, bytes: [UInt8])] {
        let (account, ads) = try await published(name, scope: .posting)
        return try ads.map { ad in
            let document = try account.adapter.document(of: [ad], account: ad.input, pageTemplates: pageTemplates)
            return (document.file ?? "\(ad.input.reference).html", document.bytes)
        }
    }

    private func published(_ name: String, scope: Document.Scope) async throws -> (DeliveryAccount, [PreparedAd]) {
        let entry = try accountEntry(name)
        let account = try renderAccount(entry)
        guard account.adapter.manifest.document?.scope == scope else {
            throw GatewayError(
                code: "no-document",
                "The board of the account \(name) takes no \(scope == .account ? "feed" : "page").",
                remedy: "`placard boards` shows which boards are feeds and which are pages."
            )
        }
        let ledger = try await openLedger(.reading)
        let memory = try await ledger.accounts([name]).first
        if let pin = memory.flatMap(account.pin), !pin.isHeld, !pin.isAcknowledged(in: entry.acknowledged) {
            let error = pin.error(account: name, adapter: entry.adapter, operation: .update)
            throw GatewayError(code: error.code, error.message, remedy: error.remedy)
        }
        var ads: [PreparedAd] = []
        for posting in try await ledger.postings(PostingFilter(accounts: [name])) where isPublished(posting) {
            guard let wanted = try await wanted(posting, account, memory, ledger) else { continue }
            ads.append(try kept(posting, wanted))
        }
        return (account, ads)
    }

    /// Whether an ad belongs into a document that is made now.
    private func isPublished(_ posting: Posting) -> Bool {
        if posting.desire == .absent || posting.state == .rejected { return false }
        switch posting.observed {
        case .present, .unknown: return true
        case .none: return posting.notBefore.map { $0 <= clock.now } ?? true
        // What the board has ended comes back with a renewal alone.
        case .absent:
            let isEnded = [.removed, .expired].contains(posting.state)
            return isEnded ? posting.renewalsAsked > posting.renewalsDone : posting.notBefore == nil
        }
    }

    /// The wanted ad, or the accepted one while the wanted one is not to be shown yet or cannot be.
    private func kept(_ posting: Posting, _ wanted: PreparedAd) throws -> PreparedAd {
        let fault = wanted.ad.findings.first { $0.severity == .error }
        let isEarly = posting.notBefore.map { $0 > clock.now } ?? false
        guard fault != nil || isEarly else { return wanted }
        if posting.observed == .present, let accepted = posting.accepted {
            let ad = Ad(
                operation: .update,
                values: accepted.values,
                fields: [],
                findings: [],
                contentHash: accepted.contentHash
            )
            return PreparedAd(input: wanted.input, ad: ad)
        }
        guard let fault else { return wanted }
        throw GatewayError(
            code: fault.code,
            "The ad \(posting.reference) of \(posting.key.role) cannot be rendered: \(fault.field): \(fault.message)",
            remedy: fault.remedy ?? "Mend the role and post it again."
        )
    }

    /// A posting's ad as it would be rendered now from the revision that is wanted; nil when none is.
    func wanted(
        _ posting: Posting,
        _ account: DeliveryAccount,
        _ memory: AccountState?,
        _ ledger: any Ledger
    ) async throws -> PreparedAd? {
        guard case .present(let hash) = posting.desire, let bytes = try await ledger.revision(hash) else { return nil }
        let role = try Revision(content: String(decoding: bytes, as: UTF8.self)).role()
        var input = account.input(
            for: posting,
            role: role,
            kept: shown(posting, memory),
            zone: zone,
            now: clock.now
        )
        try await fillLookups(&input, account, ledger)
        let ad = account.adapter.render(input, for: posting.observed == .present ? .update : .create)
        return PreparedAd(input: input, ad: ad)
    }

    /// What is kept of an account and of a posting, fit to be shown: secrets that a board told stand in by their names.
    func shown(_ posting: Posting, _ memory: AccountState?) -> Members {
        var kept = memory?.kept ?? [:]
        for member in Sealing.standIns(posting.kept) { kept[member.key] = member.value }
        return kept
    }
}
