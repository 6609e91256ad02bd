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
    /// - Throws: ``GatewayError`` when the account publishes no such document, when an ad in it cannot be rendered, or
    ///   when there is none and nobody has ended those that were.
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
            account: accountInput(account),
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

    private func accountInput(_ account: DeliveryAccount) -> AdInput {
        let now = clock.now
        var input = AdInput(
            role: .object([:]),
            places: [],
            language: "und",
            reference: "",
            account: account.name,
            opened: now,
            now: now
        )
        input.settings = account.settings
        input.baseURL = account.baseURL
        input.zone = zone
        return input
    }

    private func published(_ name: String, scope: Document.Scope) async throws -> (DeliveryAccount, [PreparedAd]) {
        guard let entry = workspace.file.account(name) else { throw try unknownAccount(name) }
        let account = try renderAccount(entry)
        guard account.adapter.manifest.document?.scope == scope else {
            throw GatewayError(
                code: "no-document",
                "The board of the account \(name) takes no \(scope == .account ? "feed" : "page").",
                remedy: "`placard boards` shows which boards are feeds and which are pages."
            )
        }
        let ledger = try await openLedger(.reading)
        var ads: [PreparedAd] = []
        for posting in try await ledger.postings(PostingFilter(accounts: [name])) {
            guard case .present(let hash) = posting.desire, let bytes = try await ledger.revision(hash) else {
                continue
            }
            ads.append(try prepared(posting, bytes, account))
        }
        return (account, ads)
    }

    private func unknownAccount(_ name: String) throws -> GatewayError {
        do throws(GatewayError) {
            _ = try workspace.accounts(named: [name])
        } catch {
            return error
        }
        return noAccounts()
    }

    private func prepared(_ posting: Posting, _ bytes: [UInt8], _ account: DeliveryAccount) throws -> PreparedAd {
        let role = try Revision(content: String(decoding: bytes, as: UTF8.self)).role()
        var input = accountInput(account)
        input.role = role.facts(account: account.name, language: posting.key.language)
        input.places = FanOut.places(of: posting.key, in: role, manifest: account.adapter.manifest).map {
            .object($0.facts)
        }
        input.language = posting.key.language
        input.reference = posting.reference
        input.creation = max(1, posting.creation)
        input.opened = posting.opened
        input.firstSent = posting.firstSent
        input.changed = posting.changed
        input.kept = posting.kept
        input.facets = role.facets(account: account.name)
        input.pageURL = input.role["url"]?.text
        let ad = account.adapter.render(input, for: posting.observed == .present ? .update : .create)
        if let fault = ad.findings.first(where: { $0.severity == .error }) {
            throw GatewayError(
                code: fault.code,
                "The ad \(posting.reference) of \(posting.key.role) cannot be rendered: \(fault.field): \(fault.message)",
                remedy: fault.remedy ?? "Mend the role and post it again."
            )
        }
        return PreparedAd(input: input, ad: ad)
    }
}
