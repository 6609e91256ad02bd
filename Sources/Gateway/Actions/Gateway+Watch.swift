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
        let postings = try await ledger.postings(filter)
        let readied = try await readied(for: postings, ledger)
        let forgotten = try await forgotten(postings, filter, ledger)
        let unread = Unread()
        try await deliver(
            filter,
            accounts: readied.accounts,
            ledger: ledger,
            deadline: .distantFuture,
            unread: unread,
            progress: progress
        ) { posting in
            switch posting.state {
            case .queued, .sending, .scheduled, .withdrawing, .inReview: false
            default: posting.isAtRest && (forgotten.contains(posting.id) || !isUnseen(posting))
            }
        }
        let after = try await ledger.postings(filter)
        return try await told(
            Report(after, goal: .seen, boards: boardNames(readied.accounts), readied: readied),
            ledger,
            unread
        )
    }

    /// Row numbers of postings at rest that no watch looks for any more: nobody waits for the sight of them.
    private func forgotten(
        _ postings: [Posting],
        _ filter: PostingFilter,
        _ ledger: any Ledger
    ) async throws -> Set<Int64> {
        let unseen = postings.filter(isUnseen)
        guard !unseen.isEmpty else { return [] }
        let watches = try await ledger.watches(filter, dueBy: nil, limit: 100_000).filter { $0.dueAt != nil }
        return Set(unseen.filter { posting in !watches.contains { $0.concerns(posting) } }.map(\.id))
    }
}
