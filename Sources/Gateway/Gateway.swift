import AdapterKit
public import Delivery
import Documents
import FoundationEssentials
public import Ledger
public import RoleFiles
import Roles
import Signing
public import Transport

/// What every action works with: a workspace, its adapters, and the ways to the store and to the boards.
public struct Gateway: Sendable {
    /// How an action uses the ledger.
    public enum Access: Sendable, Hashable {
        /// Looks only.
        case reading
        /// Writes, and waits for another process for ten seconds.
        case writing
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

    /// Creates a gateway.
    public init(
        workspace: Workspace,
        catalog: AdapterCatalog,
        pageTemplates: [String: String],
        environment: [String: String],
        transport: any Transport,
        clock: any DeliveryClock = SystemClock(),
        cap: Duration? = nil,
        ledger: @escaping LedgerOpener
    ) {
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
        guard !values.isEmpty, let seal = try? access == .writing ? secrets.seal() : secrets.knownSeal() else {
            return String(Digest.hex(Digest.sha256(open)).prefix(16))
        }
        let hidden = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
        return seal.fingerprint(of: "\(open)\n\(hidden)")
    }

    /// Reads role files; every fault of every file is reported.
    ///
    /// - Throws: ``Diagnostics``, or ``GatewayError`` when a file is missing or two roles share an id.
    public func roles(_ paths: [String]) throws -> [RoleFile] {
        var files: [RoleFile] = []
        var faults: [Diagnostic] = []
        for path in paths {
            do {
                files.append(try RoleFile.read(path: rolePath(path)))
            } catch {
                try refuseUnknown(path)
                faults += error.all
            }
        }
        guard faults.isEmpty else { throw Diagnostics(faults) }
        for (index, file) in files.enumerated() where files[..<index].contains(where: { $0.role.id == file.role.id }) {
            throw GatewayError(
                code: "same-role",
                "Two of the files describe the role \(file.role.id).",
                remedy: "Give each role an id of its own, or name one file only."
            )
        }
        return files
    }

    /// Whether a name is that of a role's file.
    func isRoleFile(_ name: String) -> Bool { FileManager.default.fileExists(atPath: rolePath(name)) }

    /// Refuses a name that is no file, with the nearest role of the workspace.
    ///
    /// - Parameter others: Further roles that could be meant.
    func refuseUnknown(_ name: String, beside others: [String] = []) throws(GatewayError) {
        guard !isRoleFile(name) else { return }
        if let link = brokenLink(name) {
            throw GatewayError(
                code: "unknown-role",
                "\(link.path) is a link to \(link.target), and there is nothing.",
                remedy: "Put the role's file there, or remove the link."
            )
        }
        let endings = [".yaml", ".yml", ".json"]
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(workspace.root)/roles")) ?? []
        let written = files.compactMap { file in
            endings.first(where: file.hasSuffix).map { String(file.dropLast($0.count)) }
        }
        let known = Set(written + others).sorted()
        let asked = String(name.split(separator: "/").last ?? "")
        let hint = Nearest.name(to: asked, among: known).map { "Did you mean \"\($0)\"? " } ?? ""
        throw GatewayError(
            code: "unknown-role",
            "There is no role file \"\(name)\", neither here nor in \(workspace.root)/roles"
                + (others.isEmpty ? "." : ", and no posting of such a role."),
            remedy: hint
                + (known.isEmpty ? "`placard new` writes one." : "There are: \(known.joined(separator: ", ")).")
        )
    }

    /// A role may be named by its file, or by its id when the file is `roles/ID.yaml`.
    private func rolePath(_ name: String) -> String {
        rolePaths(name).first { FileManager.default.fileExists(atPath: $0) } ?? name
    }

    private func rolePaths(_ name: String) -> [String] {
        [name] + ["yaml", "yml", "json"].map { "\(workspace.root)/roles/\(name).\($0)" }
    }

    /// The link that stands where a role's file is looked for and leads nowhere.
    private func brokenLink(_ name: String) -> (path: String, target: String)? {
        for path in rolePaths(name) {
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) { return (path, target) }
        }
        return nil
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
