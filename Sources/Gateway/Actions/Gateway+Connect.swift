public import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
public import Postings
import Transport

/// How `connect` is asked for.
public struct ConnectRequest: Sendable {
    /// Id of the adapter.
    public var adapter: String
    /// Name of the account.
    public var name: String
    /// Settings by name.
    public var settings: [(key: String, value: String)]
    /// Places of secrets by name.
    public var secrets: [(key: String, place: SecretPlace)]
    /// Secrets that were typed in, to be sealed.
    ///
    /// Never printed.
    public var typed: [(key: String, value: String)]
    /// Languages in which ads are posted.
    public var languages: [String]
    /// Ids of confirmed steps.
    public var acknowledged: [String]
    /// What stands in for the board's server.
    public var baseURL: String?
    /// Whether private addresses may be reached.
    public var allowsPrivateNetwork: Bool
    /// Whether the account's ads moved along to the address that is given.
    public var hasMoved: Bool

    /// Creates a request.
    public init(adapter: String, name: String) {
        self.adapter = adapter
        self.name = name
        settings = []
        secrets = []
        typed = []
        languages = []
        acknowledged = []
        allowsPrivateNetwork = false
        hasMoved = false
    }
}

extension ConnectRequest {
    /// The secrets that the account still needs, for a terminal to ask for.
    public func missingSecrets(in workspace: Workspace, _ catalog: AdapterCatalog) throws -> [Setting] {
        let manifest = try catalog.adapter(adapter).manifest
        let known = workspace.file.account(name)?.secretPlaces.map(\.key) ?? []
        let given = secrets.map(\.key) + typed.map(\.key) + known
        return manifest.settings.filter { $0.kind == .secret && !$0.isOptional && !given.contains($0.name) }
    }
}

extension Gateway {
    /// Adds or changes an account.
    ///
    /// What is wrong or missing refuses the whole change. It is checked against the account as it stands when it is
    /// written: what another command made of it meanwhile is checked anew.
    public func connect(_ request: ConnectRequest) async throws -> WorkspaceFile.AccountEntry {
        while true {
            let old = try Workspace(root: workspace.root).file.account(request.name)
            let entry = try await checked(request, over: old)
            let isWritten = try workspace.change { file in
                guard file.account(request.name) == old else { return false }
                file.accounts.removeAll { $0.name == entry.name }
                file.accounts.append(entry)
                return true
            }
            if isWritten { return entry }
        }
    }

    /// The account as the request makes it out of the one before, its typed secrets sealed.
    private func checked(
        _ request: ConnectRequest,
        over old: WorkspaceFile.AccountEntry?
    ) async throws -> WorkspaceFile.AccountEntry {
        let adapter = try catalog.adapter(request.adapter)
        let manifest = adapter.manifest
        var entry = old ?? .init(name: request.name, adapter: request.adapter)
        try refuseAddressSecrets(request, manifest)
        try check(request, entry)
        try refuseOpenSecrets(request, manifest)
        try LanguageTags.check(request.languages)
        for (key, value) in request.settings { entry.settings[key] = setting(value, key, manifest) }
        for (key, place) in request.secrets { entry.secretPlaces = replaced(entry.secretPlaces, key, place) }
        for (key, _) in request.typed { entry.secretPlaces = replaced(entry.secretPlaces, key, .sealed) }
        if !request.languages.isEmpty { entry.languages = request.languages }
        for step in request.acknowledged { entry.acknowledge(step) }
        if let baseURL = request.baseURL { entry.baseURL = baseURL }
        if request.allowsPrivateNetwork { entry.allowsPrivateNetwork = true }
        let lacks =
            AccountReadiness.unknown(entry, manifest: manifest)
            + AccountReadiness.otherShapes(request.acknowledged, than: adapter)
            + AccountReadiness.lacks(entry, manifest: manifest)
        guard lacks.isEmpty else {
            throw GatewayError(
                code: "account-incomplete",
                "The account \(request.name) was not saved: \(lacks.joined(separator: "; ")).",
                remedy: "Add what is missing to the same command."
            )
        }
        if !request.hasMoved, let old { try await refuseMoving(old, to: entry, manifest) }
        var unsealed = entry
        unsealed.secretPlaces = entry.secretPlaces.filter { $0.place != .sealed }
        _ = try await secrets.values(of: unsealed, ledger: nil)
        try await seal(request)
        return entry
    }

    private func check(_ request: ConnectRequest, _ entry: WorkspaceFile.AccountEntry) throws(GatewayError) {
        guard request.name.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) != nil else {
            throw GatewayError(
                code: "bad-name",
                "\"\(request.name)\" cannot be an account's name.",
                remedy: "Use lower-case letters, digits and hyphens."
            )
        }
        guard request.name != WorkspaceFile.everyAccount else {
            throw GatewayError(
                code: "bad-name",
                "\"\(request.name)\" means every account and cannot be the name of one.",
                remedy: "Choose another name."
            )
        }
        guard entry.adapter == request.adapter else {
            throw GatewayError(
                code: "other-adapter",
                "The account \(request.name) belongs to \(entry.adapter), not \(request.adapter).",
                remedy: "Choose another name, or remove the account first."
            )
        }
        if let base = request.baseURL, !base.hasPrefix("https://"), !base.hasPrefix("http://") {
            throw GatewayError(
                code: "bad-url",
                "\"\(base)\" is no address.",
                remedy: "Write --base-url with https:// or http://."
            )
        }
        if let base = request.baseURL, base.hasPrefix("http://"), !request.allowsPrivateNetwork,
            !entry.allowsPrivateNetwork
        {
            throw GatewayError(
                code: "plain-http",
                "\(base) is plain http, over which no credentials are sent.",
                remedy: "Use https, or --allow-private-network for a server on this machine or a private network."
            )
        }
    }

    /// Refuses a password in an address, before anything could show it.
    private func refuseAddressSecrets(_ request: ConnectRequest, _ manifest: Manifest) throws(GatewayError) {
        if let base = request.baseURL, AddressSecret.isInServer(base) {
            throw AddressSecret.refusal(of: "The address given with --base-url")
        }
        for (key, value) in request.settings {
            let kind = manifest.settings.first { $0.name == key }?.kind
            let isServer = kind == .host || kind == .url
            if isServer ? AddressSecret.isInServer(value) : AddressSecret.isIn(value) {
                throw AddressSecret.refusal(of: "The address given with --set \(key)=…")
            }
        }
    }

    /// Refuses a secret that is given as a setting: it would be written into the workspace's file.
    private func refuseOpenSecrets(_ request: ConnectRequest, _ manifest: Manifest) throws(GatewayError) {
        let secrets = manifest.settings.filter { $0.kind == .secret }.map(\.name)
        guard let key = request.settings.map(\.key).first(where: secrets.contains) else { return }
        throw GatewayError(
            code: "secret-as-argument",
            "\"\(key)\" is a secret, and a secret is never taken as an argument: others on this machine could read it.",
            remedy: "Write --secret \(key)=env:NAME or --secret \(key)=file:PATH, or leave it out and type it in."
        )
    }

    private func setting(_ value: String, _ key: String, _ manifest: Manifest) -> Value {
        let rule = manifest.settings.first { $0.name == key }
        guard rule?.list != nil else { return .text(value) }
        return .list(value.split(separator: ",").map { .text($0.trimmingPrefix(" ").description) })
    }

    private func replaced(
        _ entries: [WorkspaceFile.SecretEntry],
        _ key: String,
        _ place: SecretPlace
    ) -> [WorkspaceFile.SecretEntry] {
        entries.filter { $0.key != key } + [.init(key: key, place: place)]
    }

    private func seal(_ request: ConnectRequest) async throws {
        guard !request.typed.isEmpty else { return }
        let ledger = try await openLedger(.wishing)
        var changes: [Change] = []
        for (key, value) in request.typed {
            let sealed = try secrets.sealed(value, key: key, account: request.name)
            changes.append(.secret(name: sealed.name, sealed: sealed.bytes))
        }
        _ = try await ledger.commit([Step(changes)])
    }

    /// Makes the adapter's read-only call with an account's credentials and says what the board thinks of them.
    ///
    /// The board is asked as delivery asks it: not before it wants to be, within its limits, and on record.
    ///
    /// - Throws: ``GatewayError`` when the question cannot be written, such as to an address that is none.
    public func check(_ name: String) async throws -> CheckResult {
        let entry = try accountEntry(name)
        let ledger = try await openLedger(.writing)
        let account = try await deliveryAccount(entry, ledger: ledger)
        switch try await Reconciler(deliveryEnvironment([account], ledger)).check(name) {
        case .told(let verdict): return CheckResult(account: name, verdict: verdict)
        case .unprovable: return CheckResult(account: name, verdict: nil)
        case .waits(let until, let reason):
            let wait = Duration.seconds(until.timeIntervalSince(clock.now))
            let words = "\(reason), and is asked nothing before \(until.formatted(.iso8601))"
            return CheckResult(account: name, verdict: Verdict(.transient(wait: wait), reason: words))
        case .unwritable(let fault): throw GatewayError(code: fault.code.rawValue, fault.message, remedy: fault.remedy)
        }
    }
}

/// What a board thinks of an account's credentials.
public struct CheckResult: Sendable {
    /// Name of the account.
    public let account: String
    /// Nil when the adapter has no call that proves credentials.
    public let verdict: Verdict?
}
