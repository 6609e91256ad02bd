import AdapterKit
public import Delivery
import Documents
import FoundationEssentials
public import Ledger
import Roles
import Signing
public import Transport

/// What every action works with: a workspace, its adapters, and the ways to the store and to the boards.
public struct Gateway: Sendable {
    /// How an action uses the ledger.
    public enum Access: Sendable, Hashable {
        /// Looks only.
        case reading
        /// Writes what is wanted, and delivers nothing.
        case wishing
        /// Writes and delivers; waits for another process for ten seconds.
        case writing
        /// The same, and begins a new ledger even where the workspace names one that is not there.
        case making

        /// Whether anything is written.
        public var writes: Bool { self != .reading }
    }

    /// Opens the workspace's ledger.
    public typealias LedgerOpener = @Sendable (_ workspace: Workspace, _ access: Access) async throws -> any Ledger

    /// The workspace.
    public let workspace: Workspace
    /// Where adapters are found.
    public let catalog: AdapterCatalog
    /// The page templates by name.
    public let pageTemplates: [String: String]
    /// The process's environment.
    public let environment: [String: String]
    /// The way to the boards.
    public let transport: any Transport
    /// The time.
    public let clock: any DeliveryClock
    /// Longest wait for what boards ask to wait for, in demonstrations.
    public let cap: Duration?
    /// Is told what is waited for whenever nothing can be done at once.
    public var onWait: @Sendable ([Posting], [Int64: Wait]) -> Void = { _, _ in }
    /// Is told what a person should know though the command goes on.
    public var onWarning: @Sendable (GatewayWarning) -> Void = { _ in }
    let secrets: Secrets
    let opener: LedgerOpener
    let keeper: (any StoreKeeper)?

    /// Creates a gateway.
    public init(
        workspace: Workspace,
        catalog: AdapterCatalog,
        pageTemplates: [String: String],
        environment: [String: String],
        transport: any Transport,
        clock: any DeliveryClock = SystemClock(),
        cap: Duration? = nil,
        keeper: (any StoreKeeper)? = nil,
        ledger: @escaping LedgerOpener
    ) {
        self.keeper = keeper
        self.workspace = workspace
        self.catalog = catalog
        self.pageTemplates = pageTemplates
        self.environment = environment
        self.transport = transport
        self.clock = clock
        self.cap = cap
        secrets = Secrets(environment: environment, workspace: workspace)
        opener = ledger
    }

    /// Zone of days where a role names none.
    public var zone: String { workspace.file.zone ?? "UTC" }

    /// Makes an account ready for rendering only: its secrets are not read.
    public func renderAccount(_ entry: WorkspaceFile.AccountEntry) throws -> DeliveryAccount {
        try account(entry, adapter: catalog.adapter(entry.adapter), secrets: [:], for: .reading)
    }

    /// Makes an account ready for delivery.
    ///
    /// - Parameter access: Whether the workspace's key is made when there is none; who only looks makes none.
    /// - Throws: ``GatewayError`` naming everything that it lacks.
    public func deliveryAccount(
        _ entry: WorkspaceFile.AccountEntry,
        ledger: any Ledger,
        for access: Access = .writing
    ) async throws -> DeliveryAccount {
        let adapter = try catalog.adapter(entry.adapter)
        let lacks =
            AccountReadiness.unknown(entry, manifest: adapter.manifest)
            + AccountReadiness.lacks(entry, manifest: adapter.manifest)
        guard lacks.isEmpty else {
            throw GatewayError(
                code: "account-incomplete",
                "The account \(entry.name) is not ready: \(lacks.joined(separator: "; ")).",
                remedy: "Complete it with `placard connect \(entry.adapter) --name \(entry.name) …`."
            )
        }
        let values = try await secrets.values(of: entry, ledger: ledger)
        return try account(entry, adapter: adapter, secrets: values, for: access)
    }

    private func account(
        _ entry: WorkspaceFile.AccountEntry,
        adapter: Adapter,
        secrets: [String: String],
        for access: Access
    ) throws -> DeliveryAccount {
        var policy = NetworkPolicy()
        policy.allowsPrivateNetwork = entry.allowsPrivateNetwork
        let directorySetting = adapter.manifest.document?.directory
        let directory = directorySetting.flatMap { entry.settings[$0]?.text }.map(workspace.absolute)
        return DeliveryAccount(
            name: entry.name,
            adapter: adapter,
            settings: entry.settings,
            secrets: secrets,
            baseURL: entry.baseURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 },
            policy: policy,
            fingerprint: fingerprint(entry, secrets, access),
            directory: directory,
            acknowledged: entry.acknowledged
        )
    }

    /// What tells that an account's settings or secrets are others now.
    ///
    /// Secrets count only under the workspace's key: a plain hash would let who has the ledger try guesses.
    private func fingerprint(
        _ entry: WorkspaceFile.AccountEntry,
        _ values: [String: String],
        _ access: Access
    ) -> String {
        let open = "\(entry.adapter)\n\(entry.baseURL ?? "")\n\(JSON.text(.object(entry.settings)))"
        guard !values.isEmpty, let seal = try? access.writes ? secrets.seal() : secrets.knownSeal() else {
            return String(Digest.hex(Digest.sha256(open)).prefix(16))
        }
        let hidden = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        return seal.fingerprint(of: "\(open)\n\(hidden)")
    }
}

/// Seals access tokens with the workspace's key.
struct SealedTokens: TokenVault {
    let seal: Seal

    func seal(_ token: String, account: String) -> [UInt8]? {
        (try? seal.seal(token, for: "token/\(account)")).map { [UInt8]($0.utf8) }
    }

    func open(_ sealed: [UInt8], account: String) -> String? {
        try? seal.open(String(decoding: sealed, as: UTF8.self), for: "token/\(account)")
    }
}
