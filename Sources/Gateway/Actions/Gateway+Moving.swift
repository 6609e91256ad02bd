import AdapterKit
import Documents
import Ledger

extension Gateway {
    /// Refuses to point an account at another server while it has ads on the one before.
    func refuseMoving(
        _ old: WorkspaceFile.AccountEntry,
        to new: WorkspaceFile.AccountEntry,
        _ manifest: Manifest
    ) async throws {
        let servers = manifest.settings.filter(\.isServer).map(\.name)
        let isMoved =
            Self.address(old.baseURL) != Self.address(new.baseURL)
            || servers.contains { old.settings[$0] != new.settings[$0] }
        guard isMoved else { return }
        guard let ledger = try await openKnownLedger() else { return }
        let left = try await ledger.postings(PostingFilter(accounts: [old.name])).filter(\.mayBeOnItsBoard)
        guard left.isEmpty else {
            throw GatewayError(
                code: "ads-left",
                "The account \(old.name) still has ads on the server it is connected to: "
                    + "\(left.map(\.hold).joined(separator: "; ")).",
                remedy: "Add --moved when the board itself moved there with its ads; otherwise choose another name for "
                    + "the other server, or withdraw these ads first."
            )
        }
    }

    private static func address(_ url: String?) -> String? {
        url.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    }
}
