import FoundationEssentials
public import Ledger

extension Gateway {
    /// Opens the ledger.
    ///
    /// - Throws: ``GatewayError`` when the workspace names another ledger than the one that is there, and the command
    ///   would write: without the one that knows what was posted, ads that are up would be posted again.
    public func openLedger(_ access: Access) async throws -> any Ledger {
        let isThere = FileManager.default.fileExists(atPath: workspace.ledgerPath)
        if access == .writing, !isThere, let named = workspace.file.ledger {
            throw missing(named)
        }
        let ledger = try await opener(workspace, access)
        switch access {
        case .writing:
            guard let id = try await ledger.identity(), workspace.file.ledger != id else { break }
            if try workspace.name(ledger: id) != id { throw lost(beside: id) }
        case .reading:
            guard isThere, let named = workspace.file.ledger, let id = try await ledger.identity(), id != named else {
                break
            }
            let error = lost(beside: id)
            onWarning(GatewayWarning(code: error.code, message: error.message, remedy: error.remedy))
        }
        return ledger
    }

    /// Refuses what would be told from a ledger that is not the one the workspace names: it knows nothing of what was
    /// posted.
    func refuseLostLedger() async throws {
        guard let named = workspace.file.ledger else { return }
        guard FileManager.default.fileExists(atPath: workspace.ledgerPath) else { throw missing(named) }
        if let id = try await opener(workspace, .reading).identity(), id != named { throw lost(beside: id) }
    }

    /// Has the workspace use the ledger that is there, or a new one where there is none.
    ///
    /// - Returns: The ledger's identity, and the one that it takes the place of.
    public func adoptLedger() async throws -> (id: String, former: String?) {
        let ledger = try await opener(workspace, .writing)
        guard let id = try await ledger.identity() else {
            throw GatewayError(code: "no-ledger", "The ledger has no identity.", remedy: "Run `placard doctor`.")
        }
        let former = workspace.file.ledger
        _ = try workspace.name(ledger: id, replaces: true)
        return (id, former == id ? nil : former)
    }

    private func missing(_ named: String) -> GatewayError {
        lost("\(workspace.ledgerPath) is not there, and \(Workspace.fileName) names the ledger \(named)")
    }

    private func lost(beside id: String) -> GatewayError {
        lost(
            "\(workspace.ledgerPath) is the ledger \(id), and \(Workspace.fileName) names "
                + "\((try? Workspace(root: workspace.root))?.file.ledger ?? "another")"
        )
    }

    private func lost(_ what: String) -> GatewayError {
        GatewayError(
            code: "ledger-lost",
            "\(what): nobody knows what was posted from here.",
            remedy: "Restore the file from a copy. If it is gone for good, `placard ledger adopt` begins a new one; "
                + "ads that are up are then posted a second time, unless you take them down first."
        )
    }
}
