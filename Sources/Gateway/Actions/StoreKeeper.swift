public import Ledger

/// What is done to a ledger as a whole, by whoever knows its store.
public protocol StoreKeeper: Sendable {
    /// Brings the workspace's ledger to the version of this program, making it where there is none.
    func migrate(_ workspace: Workspace) async throws -> Migration

    /// Opens a ledger to copy it whole, while nobody else writes to it.
    ///
    /// - Parameter makes: Whether it is made where there is none.
    func archive(_ store: Store, of workspace: Workspace, makes: Bool) async throws -> any LedgerArchive
}

extension Gateway {
    /// Brings the ledger to the version of this program, making it where the workspace names none.
    public func migrateLedger() async throws -> Migration {
        try await refuseLostLedger()
        let migration = try await storeKeeper().migrate(workspace)
        // The workspace names what it has now, and the key leaves its fingerprint.
        _ = try await openLedger(.wishing)
        return migration
    }

    /// Everything that is wrong with the ledger.
    public func checkLedger() async throws -> [LedgerFinding] {
        try await refuseLostLedger()
        return try await openLedger(.reading).findings()
    }

    func storeKeeper() throws -> any StoreKeeper {
        guard let keeper else {
            throw GatewayError(code: "no-store", "Nothing here knows the ledger's store.", remedy: "Use the program.")
        }
        return keeper
    }
}
