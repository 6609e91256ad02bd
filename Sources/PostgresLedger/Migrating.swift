public import Ledger
import Synchronization

extension PostgresLedger {
    /// Makes the ledger's tables, or brings those that are there to the version of this program.
    ///
    /// - Throws: As ``open(_:password:settings:)`` does.
    public static func migrate(
        _ address: String,
        password: String? = nil,
        settings: Settings = Settings()
    ) async throws(LedgerError) -> Migration {
        let ledger = PostgresLedger(try ServerAddress(address, password: password), settings)
        let found = try await ledger.translatedOpening { () async throws(Fault) -> Int in
            try await ledger.migrator.open(heldFor: settings.patienceForName)
            return ledger.versionFound.withLock { $0 }
        }
        await ledger.close()
        return Migration(from: found, to: Schema.version)
    }
}
