import FoundationEssentials
public import Ledger
import Postings

extension Gateway {
    /// Delivers and reads until nothing more will happen by itself; what is owed then counts as it does for `sync`.
    public func watch(
        _ names: [String],
        progress: @escaping @Sendable (Posting) -> Void
    ) async throws -> Report {
        let ledger = try await openLedger(.writing)
        let filter = try await known(names, ledger)
        let readied = try await readied(for: try await ledger.postings(filter), ledger)
        try await deliver(
            filter,
            accounts: readied.accounts,
            ledger: ledger,
            deadline: .distantFuture,
            progress: progress
        ) { posting in
            switch posting.state {
            case .queued, .sending, .scheduled, .withdrawing, .inReview: false
            default: posting.isAtRest
            }
        }
        let after = try await ledger.postings(filter)
        return try await told(
            Report(after, goal: .settled, boards: boardNames(readied.accounts), readied: readied),
            ledger
        )
    }
}
