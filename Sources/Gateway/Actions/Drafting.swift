public import AdapterKit
public import Delivery
import Documents
public import FoundationEssentials
public import Ledger
import Postings
import RoleFiles
import Roles
import Transport

/// One posting as it would be: rendered now, beside what the ledger knows of it.
public struct Draft: Sendable {
    /// The role's file.
    public let file: String
    /// The account.
    public let account: String
    /// The account's adapter.
    public let adapter: Adapter
    /// What makes it this posting.
    public let key: PostingKey
    /// Name of its places for people.
    public let placeLabel: String?
    /// What was rendered from.
    public let input: AdInput
    /// The ad.
    public internal(set) var ad: Ad
    /// The posting in the ledger, when there is one.
    public let posting: Posting?
    /// What `post` would do, and why.
    public let intention: Intention

    /// The raw payload: the bytes that would leave, secrets left out.
    public let payload: Payload

    /// When the role's own day of publication begins, while it is still to come.
    public var start: Date?

    /// Raw bytes for people.
    public struct Payload: Sendable, Hashable {
        /// Media type.
        public let media: String
        /// The text.
        public let text: String

        /// Creates a payload.
        public init(media: String, text: String) {
            self.media = media
            self.text = text
        }
    }
}

extension Intention {
    /// The operation whose ad would be sent; nil when none would.
    fileprivate var sends: Postings.Operation? {
        switch action {
        case .replace: .create
        case .perform(let operation) where [.create, .update, .renew].contains(operation): operation
        case .perform, .person, .nothing: nil
        }
    }
}

extension Gateway {
    /// Renders roles on accounts without sending or writing anything.
    ///
    /// - Parameter to: Accounts and groups; empty means every account.
    public func drafts(_ names: [String], to: [String]) async throws -> [Draft] {
        let files = try roles(names)
        let entries = to.isEmpty ? workspace.file.accounts : try workspace.accounts(named: to)
        guard !entries.isEmpty else { throw noAccounts() }
        let ledger = try await openLedger(.reading)
        let known = try await ledger.postings(PostingFilter(roles: files.map(\.role.id), accounts: entries.map(\.name)))
        var drafts = try await drafts(of: files, on: entries, known: known, ledger)
        // What is wrong with a role itself is told once, with its first ad.
        for file in files {
            guard let first = drafts.firstIndex(where: { $0.key.role == file.role.id }) else { continue }
            drafts[first].ad = drafts[first].ad.with(strangers(file))
        }
        return drafts
    }

    /// Renders roles on accounts, beside the postings that are known of them.
    ///
    /// - Parameter isMeant: Which are rendered, by their postings; nil is one that does not exist yet.
    func drafts(
        of files: [RoleFile],
        on entries: [WorkspaceFile.AccountEntry],
        known: [Posting],
        _ ledger: any Ledger,
        where isMeant: (Posting?) -> Bool = { _ in true }
    ) async throws -> [Draft] {
        let memories = try await ledger.accounts(entries.map(\.name))
        var drafts: [Draft] = []
        for entry in entries {
            let account = try renderAccount(entry)
            let memory = memories.first { $0.name == entry.name }
            for file in files {
                let manifest = account.adapter.manifest
                let wishes = FanOut.wishes(
                    for: file.role,
                    account: entry.name,
                    languages: entry.languages,
                    manifest: manifest
                )
                let matching = Matching(wishes, known, of: file.role, account: entry.name, manifest: manifest)
                for (wish, posting) in matching.pairs {
                    guard isMeant(posting) else { continue }
                    drafts.append(try await draft(file, wish, account, posting, memory, ledger))
                }
            }
        }
        return drafts
    }

    private func draft(
        _ file: RoleFile,
        _ wish: FanOut.Wish,
        _ account: DeliveryAccount,
        _ posting: Posting?,
        _ memory: AccountState?,
        _ ledger: any Ledger
    ) async throws -> Draft {
        let role = file.role
        let now = clock.now
        var wanted =
            posting
            ?? Posting(
                reference: "preview0",
                key: wish.key,
                adapter: account.adapter.manifest.id,
                placeLabel: wish.placeLabel,
                desire: .present(revision: Revision(of: role).hash),
                opened: now
            )
        wanted.desire = .present(revision: Revision(of: role).hash)
        var input = account.input(for: wanted, role: role, kept: shown(wanted, memory), zone: zone, now: now)
        for rule in account.adapter.manifest.mint where input.minted[rule.name] == nil {
            input.minted[rule.name] = .text("00000000-0000-4000-8000-000000000000")
        }
        try await fillLookups(&input, account, ledger)
        var operation: Postings.Operation = posting?.observed == .present ? .update : .create
        var ad = account.adapter.render(input, for: operation)
        let intention = Planner.intention(
            for: wanted,
            contentHash: ad.contentHash,
            can: Capabilities(account.adapter.manifest)
        )
        // What is sent is what is judged and shown: the successor of an ad that is replaced, or what prolongs one.
        if let other = intention.sends, other != operation {
            operation = other
            ad = account.adapter.render(input, for: other)
        }
        return Draft(
            file: file.file,
            account: account.name,
            adapter: account.adapter,
            key: wish.key,
            placeLabel: wish.placeLabel,
            input: input,
            ad: ad,
            posting: posting,
            intention: intention,
            payload: payload(account, PreparedAd(input: input, ad: ad), operation),
            start: Declaring.start(role, at: nil, zone: zone, now: now)
        )
    }

    /// Answers look-ups from the cache alone: nothing is asked of a board here.
    ///
    /// Answers that are out of date still tell what the ad was made of: they are asked again when it is sent.
    func fillLookups(_ input: inout AdInput, _ account: DeliveryAccount, _ ledger: any Ledger) async throws {
        for lookup in account.adapter.manifest.lookups {
            let context = standIns(account.adapter.manifest)
            guard let question = try? account.adapter.lookupRequest(lookup.name, for: input, context: context) else {
                continue
            }
            let record = try await ledger.lookup(
                account: account.name,
                name: lookup.name,
                question: question.hash,
                now: Date(timeIntervalSince1970: 0)
            )
            guard let record else {
                input.unasked.insert(lookup.name)
                continue
            }
            let known = record.answer.list?.compactMap(Candidate.init) ?? []
            let choice = account.adapter.choose(lookup.name, among: known, for: input, context: context)
            input.choices[lookup.name] = choice
            if case .chosen(let candidate) = choice { input.lookups[lookup.name] = candidate.value }
        }
    }

    /// A call's context without secrets: none is read for a preview, each stands in by its example or its name.
    private func standIns(_ manifest: Manifest) -> CallContext {
        let secrets = manifest.settings.filter { $0.kind == .secret }
        return CallContext(
            secrets: Dictionary(
                uniqueKeysWithValues: secrets.map { ($0.name, $0.example ?? "secret-\($0.name)-stands-in") }
            ),
            token: "token-stands-in",
            attempt: "preview",
            now: clock.now
        )
    }

    private func payload(_ account: DeliveryAccount, _ prepared: PreparedAd, _ operation: Postings.Operation)
        -> Draft.Payload
    {
        let adapter = account.adapter
        if adapter.manifest.document != nil {
            do {
                let file = try adapter.document(of: [prepared], account: prepared.input, pageTemplates: pageTemplates)
                return Draft.Payload(media: file.media, text: String(decoding: file.bytes, as: UTF8.self))
            } catch {
                return Draft.Payload(media: "text/plain", text: error.description)
            }
        }
        let context = standIns(adapter.manifest)
        do throws(CallFault) {
            let request = try adapter.request(for: operation, ads: [prepared], context: context)
            return Draft.Payload(media: "message/http", text: request.redacted())
        } catch {
            return Draft.Payload(media: "text/plain", text: "No request can be written yet: \(error.description)")
        }
    }
}
