public import AdapterKit

/// What an adapter can do, as far as decisions need it.
public struct Capabilities: Sendable, Hashable {
    /// How a change reaches the board.
    public enum Updating: Sendable, Hashable {
        /// In place.
        case inPlace
        /// By withdrawing and creating anew.
        case replace
        /// Not at all.
        case none
    }

    /// How a change reaches the board.
    public let updating: Updating
    /// Whether ads can be ended.
    public let withdraws: Bool
    /// Whether ads can be prolonged.
    public let renews: Bool
    /// Whether the board can be asked for our ad.
    public let finds: Bool
    /// Whether the ad is handed to a person.
    public let isManual: Bool

    /// Creates capabilities.
    public init(updating: Updating, withdraws: Bool, renews: Bool, finds: Bool, isManual: Bool) {
        self.updating = updating
        self.withdraws = withdraws
        self.renews = renews
        self.finds = finds
        self.isManual = isManual
    }

    /// Reads them off an adapter's manifest.
    public init(_ manifest: Manifest) {
        func call(_ name: String) -> Call? { manifest.operations.first { $0.name == name } }
        isManual = manifest.kind == .manual
        switch call("update")?.via {
        case .replace?: updating = .replace
        case .operation?: updating = .inPlace
        case nil:
            updating = call("update") != nil || manifest.document?.scope == .account || isManual ? .inPlace : .none
        }
        withdraws = call("withdraw") != nil || manifest.document?.scope == .account
        renews = call("renew") != nil
        finds = call("find") != nil
    }
}
