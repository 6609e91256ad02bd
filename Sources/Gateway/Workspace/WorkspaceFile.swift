public import Documents

/// What `placard.yaml` says: where the ledger is, which accounts there are, and how they are grouped.
public struct WorkspaceFile: Sendable, Hashable {
    /// Path of the ledger below the workspace, an absolute one, or a database's address; see ``Store``.
    public var store: String
    /// Identity of the ledger that knows what was posted from here; nil before the first command that writes to one.
    public var ledger: String?
    /// Zone of days where a role names none; nil means UTC.
    public var zone: String?
    /// The accounts by name, in the file's order.
    public var accounts: [AccountEntry]
    /// What `--to` takes for every account.
    static let everyAccount = "all"

    /// The groups by name, in the file's order.
    public var groups: [Group]

    /// Some accounts under one name.
    public struct Group: Sendable, Hashable {
        /// Name, as in `--to`.
        public var name: String
        /// Names of accounts.
        public var members: [String]
    }

    /// One account as the file describes it.
    public struct AccountEntry: Sendable, Hashable {
        /// Name, as in `--to`.
        public var name: String
        /// Id of the adapter.
        public var adapter: String
        /// Settings that are no secrets.
        public var settings: Members
        /// Where each secret is kept.
        public var secretPlaces: [SecretEntry]
        /// Languages in which ads are posted; empty means the role's own.
        public var languages: [String]
        /// Ids of the steps that a person has confirmed.
        public var acknowledged: [String]
        /// What stands in for the board's server.
        public var baseURL: String?
        /// Whether loopback and private addresses may be reached, over plain http too.
        public var allowsPrivateNetwork: Bool
        /// Where the entry stands in the file.
        public var location: SourceLocation?

        /// Creates an account without settings.
        public init(name: String, adapter: String) {
            self.name = name
            self.adapter = adapter
            settings = [:]
            secretPlaces = []
            languages = []
            acknowledged = []
            allowsPrivateNetwork = false
        }
    }

    /// A secret's name and place.
    public struct SecretEntry: Sendable, Hashable {
        /// The adapter's name of the secret.
        public var key: String
        /// Where it is kept.
        public var place: SecretPlace
    }

    /// Creates an empty workspace's file.
    public init(store: String = "placard.db", zone: String? = nil) {
        self.store = store
        self.zone = zone
        accounts = []
        groups = []
    }

    /// The account of a name.
    public func account(_ name: String) -> AccountEntry? { accounts.first { $0.name == name } }
}

/// Where a secret is kept.
///
/// The secret itself never stands in the workspace's file.
public enum SecretPlace: Sendable, Hashable {
    /// In an environment variable.
    case environment(String)
    /// In a file, without its last line break.
    case file(String)
    /// Sealed in the ledger.
    case sealed

    /// The form in the file: `env:NAME`, `file:PATH` or `sealed`.
    public var text: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .sealed: "sealed"
        }
    }

    /// Reads ``text``; nil for anything else, such as a secret written out.
    public init?(_ text: String) {
        if text == "sealed" {
            self = .sealed
        } else if text.hasPrefix("env:"), text.count > 4 {
            self = .environment(String(text.dropFirst(4)))
        } else if text.hasPrefix("file:"), text.count > 5 {
            self = .file(String(text.dropFirst(5)))
        } else {
            return nil
        }
    }
}
