/// What a person should know before a command goes on, fit to be shown as it stands.
public struct GatewayWarning: Sendable, Hashable {
    /// Short stable name.
    public let code: String
    /// What is wrong, in one sentence.
    public let message: String
    /// What to do about it.
    public let remedy: String
}

extension Workspace {
    /// What is wrong with the workspace though commands can run in it.
    public var warnings: [GatewayWarning] {
        guard hasLostLedger else { return [] }
        return [
            GatewayWarning(
                code: "ledger-lost",
                message: "\(ledgerName) is not there, though this workspace was used before.",
                remedy: file.ledger == nil
                    ? "Restore it from a copy before you post: without it, ads that are up are posted again."
                    : "Restore it from a copy: nothing is sent without it, since ads that are up would be posted again."
            )
        ]
    }
}
