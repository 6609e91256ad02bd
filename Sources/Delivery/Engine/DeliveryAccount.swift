public import AdapterKit
public import Documents
public import Transport

/// One employer's access to one board, as delivery needs it.
///
/// Never printed, since it holds secrets.
public final class DeliveryAccount: Sendable {
    /// Name in the workspace.
    public let name: String
    /// The compiled adapter.
    public let adapter: Adapter
    /// Settings that are no secrets.
    public let settings: Members
    /// Secrets by name.
    public let secrets: [String: String]
    /// What stands in for the board's server, without a slash at the end.
    public let baseURL: String?
    /// What its calls may reach.
    public let policy: NetworkPolicy
    /// Changes whenever settings or secrets do: a pause for refused credentials ends with it.
    public let fingerprint: String
    /// Folder that its documents are written to.
    public let directory: String?
    /// Ids of the steps that a person has confirmed.
    public let acknowledged: [String]

    /// Creates an account.
    public init(
        name: String,
        adapter: Adapter,
        settings: Members,
        secrets: [String: String],
        baseURL: String?,
        policy: NetworkPolicy,
        fingerprint: String,
        directory: String?,
        acknowledged: [String] = []
    ) {
        self.name = name
        self.adapter = adapter
        self.settings = settings
        self.secrets = secrets
        self.baseURL = baseURL
        self.policy = policy
        self.fingerprint = fingerprint
        self.directory = directory
        self.acknowledged = acknowledged
    }
}

extension DeliveryAccount: CustomStringConvertible, CustomReflectable {
    /// Name and adapter alone.
    public var description: String { "\(name) (\(adapter.manifest.id))" }
    /// A mirror that hides settings and secrets.
    public var customMirror: Mirror { Mirror(self, children: ["account": description]) }
}
