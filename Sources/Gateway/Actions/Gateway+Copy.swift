import Dispatch
import Documents
import Ledger

/// What copying a ledger came to.
public struct LedgerCopy: Sendable {
    /// What people know the former place by.
    public let from: String
    /// What people know the new place by, fit for `store:`.
    public let to: String
    /// What was copied.
    public let tally: LedgerTally
    /// Whether the workspace's file names the new place now.
    public let isSwitched: Bool
}

extension Gateway {
    /// Copies the ledger to another store, whole, and retires the present one.
    ///
    /// - Parameters:
    ///   - text: Where to, as `store:` takes it.
    ///   - switches: Whether the workspace's file is to name the new store.
    public func copyLedger(to text: String, switches: Bool) async throws -> LedgerCopy {
        let store = try Self.store(text)
        guard name(of: store) != name(of: workspace.store) else {
            throw GatewayError(
                code: "same-store",
                "The ledger is in \(name(of: store)) already.",
                remedy: "Name another file or database with --to."
            )
        }
        try await refuseLostLedger()
        let keeper = try storeKeeper()
        let source = try await keeper.archive(workspace.store, of: workspace, makes: false)
        defer { source.close() }
        let target = try await keeper.archive(store, of: workspace, makes: true)
        defer { target.close() }
        let copying = LedgerCopying(source: source, target: target, place: store.name)
        // It waits for the stores: not where other tasks would have to wait with it.
        let result = await withCheckedContinuation {
            (done: CheckedContinuation<Result<LedgerTally, any Error>, Never>) in
            DispatchQueue.global().async { done.resume(returning: Result { try copying.run() }) }
        }
        let tally = try result.get()
        if switches { try workspace.change { $0.store = store.name } }
        return LedgerCopy(from: workspace.ledgerName, to: store.name, tally: tally, isSwitched: switches)
    }

    private func name(of store: Store) -> String {
        if case .file(let path) = store { workspace.absolute(path) } else { store.name }
    }

    /// Reads a store that was given as an argument, where others on the machine may read it.
    private static func store(_ text: String) throws(GatewayError) -> Store {
        do throws(StoreFault) {
            let store = try Store(text)
            if store.holdsPassword { throw StoreFault.passwordAsArgument }
            return store
        } catch {
            throw error.error(in: "The store given with --to")
        }
    }
}
