import FoundationEssentials
public import Ledger
import Signing

extension Gateway {
    /// Opens the ledger.
    ///
    /// - Throws: ``GatewayError`` when the workspace names another ledger than the one that is there, and the command
    ///   would write: without the one that knows what was posted, ads that are up would be posted again. The same when
    ///   what is secret in it was sealed with another key.
    public func openLedger(_ access: Access) async throws -> any Ledger {
        if access.writes, let named = workspace.file.ledger, isFileMissing { throw missing(named) }
        let ledger: any Ledger
        do {
            ledger = try await opener(workspace, access)
        } catch LedgerError.missing(let name) {
            guard let named = workspace.file.ledger else { throw LedgerError.missing(ledger: name) }
            throw missing(named)
        }
        // A file that is not there reads as one with nothing in it, whose name is drawn anew.
        guard access.writes || !isFileMissing else { return ledger }
        if let id = try await ledger.identity() { try tell(otherLedger(id, access), access) }
        if let place = try await ledger.text(of: .moved) {
            let error = LedgerError.moved(ledger: workspace.ledgerName, to: place)
            if access.writes { throw error }
            onWarning(GatewayWarning(code: error.code, message: error.message, remedy: error.remedy))
        }
        try tell(try await otherKey(ledger, access), access)
        return ledger
    }

    /// Opens the ledger to look; nil where a database holds none yet.
    func openKnownLedger() async throws -> (any Ledger)? {
        do {
            return try await openLedger(.reading)
        } catch LedgerError.missing {
            return nil
        }
    }

    /// Refuses what would be told from a ledger that is not the one the workspace names: it knows nothing of what was
    /// posted.
    func refuseLostLedger() async throws {
        guard let named = workspace.file.ledger else { return }
        if isFileMissing { throw missing(named) }
        do {
            if let id = try await opener(workspace, .reading).identity(), id != named { throw lost(beside: id) }
        } catch LedgerError.missing {
            throw missing(named)
        }
    }

    /// Has the workspace use the ledger that is there, or a new one where there is none, with the workspace's key.
    ///
    /// - Returns: The ledger's identity, the one that it takes the place of, and whether the key is another than the
    ///   one that its secrets were sealed with.
    public func adoptLedger() async throws -> (id: String, former: String?, isNewKey: Bool) {
        let ledger = try await opener(workspace, .making)
        guard let id = try await ledger.identity() else {
            throw GatewayError(code: "no-ledger", "The ledger has no identity.", remedy: "Run `placard doctor`.")
        }
        if let place = try await ledger.text(of: .moved) {
            throw LedgerError.moved(ledger: workspace.ledgerName, to: place)
        }
        var isNewKey = false
        if isShared {
            let (known, own) = (try await ledger.text(of: .key), try secrets.seal().fingerprint(of: Self.keyName))
            isNewKey = known != nil && known != own
            if known != own { try await ledger.write(own, to: .key, over: known) }
        }
        let former = workspace.file.ledger
        _ = try workspace.name(ledger: id, replaces: true)
        return (id, former == id ? nil : former, isNewKey)
    }

    // MARK: What stands in the way

    /// Whether other machines may use the ledger too.
    private var isShared: Bool { workspace.ledgerFile == nil }

    private var isFileMissing: Bool {
        workspace.ledgerFile.map { !FileManager.default.fileExists(atPath: $0) } ?? false
    }

    /// Ends a command that writes, and tells one that looks.
    private func tell(_ error: GatewayError?, _ access: Access) throws {
        guard let error else { return }
        if access.writes { throw error }
        onWarning(GatewayWarning(code: error.code, message: error.message, remedy: error.remedy))
    }

    /// What is wrong when the workspace names another ledger; who writes has it name this one where it names none.
    private func otherLedger(_ id: String, _ access: Access) throws -> GatewayError? {
        guard workspace.file.ledger != id else { return nil }
        let named = access.writes ? try workspace.name(ledger: id) : workspace.file.ledger
        return named == nil || named == id ? nil : lost(beside: id)
    }

    /// What is wrong when secrets were sealed with another key than the workspace's.
    ///
    /// Who writes first to a ledger that others may use leaves the fingerprint of its key there.
    private func otherKey(_ ledger: any Ledger, _ access: Access) async throws -> GatewayError? {
        guard isShared else { return nil }
        var known = try await ledger.text(of: .key)
        guard known != nil || access.writes else { return nil }
        let seal = known == nil ? try secrets.seal() : try secrets.knownSeal()
        let own = seal?.fingerprint(of: Self.keyName)
        if known == nil, try await ledger.write(own, to: .key, over: nil) { return nil }
        known = try await ledger.text(of: .key)
        guard known != own else { return nil }
        let what = own == nil ? "is not there" : "is another key"
        return GatewayError(
            code: "other-key",
            "\(workspace.ledgerName) is used with a key whose fingerprint is \(known ?? "unknown"), and "
                + "\(workspace.keyPath) \(what): what is sealed in the ledger does not open with it.",
            remedy: "Copy .placard-key from the machine that used the ledger first. If that key is gone for good, "
                + "`placard ledger adopt` takes the one here; then enter each sealed secret again with "
                + "`placard accounts rotate NAME`."
        )
    }

    /// Under which name the workspace's key has its fingerprint taken.
    private static let keyName = "ledger"

    private func missing(_ named: String) -> GatewayError {
        let what = isShared ? "holds no ledger" : "is not there"
        return lost("\(workspace.ledgerName) \(what), and \(Workspace.fileName) names the ledger \(named)")
    }

    private func lost(beside id: String) -> GatewayError {
        lost(
            "\(workspace.ledgerName) is the ledger \(id), and \(Workspace.fileName) names "
                + "\((try? Workspace(root: workspace.root))?.file.ledger ?? "another")"
        )
    }

    private func lost(_ what: String) -> GatewayError {
        GatewayError(
            code: "ledger-lost",
            "\(what): nobody knows what was posted from here.",
            remedy: (isShared ? "Name the right database, or restore it from a copy." : "Restore the file from a copy.")
                + " If it is gone for good, `placard ledger adopt` begins a new one; ads that are up are then posted a "
                + "second time, unless you take them down first."
        )
    }
}
