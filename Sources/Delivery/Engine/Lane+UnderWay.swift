import AdapterKit
import FoundationEssentials
import Ledger
import Postings

extension Lane {
    /// How long an end waits for the board's word on what went before it.
    private static let patience = 3600.0

    /// A posting whose end has to wait, or nil.
    ///
    /// While the board works at a call that it took, and has not said what became of it, an end that overtook it would
    /// find nothing, and the ad would come up afterwards.
    func behindCreation(
        _ action: Intention.Action,
        _ claimed: Posting,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> Posting? {
        guard action == .perform(.withdraw) || action == .replace else { return nil }
        let tasks = account.adapter.manifest.watches.filter { $0.scope == .delivery }.map(\.name)
        guard !tasks.isEmpty else { return nil }
        let now = environment.clock.now
        let watches = try await environment.ledger.watches(PostingFilter(ids: [claimed.id]), dueBy: nil, limit: 64)
        let own = watches.first { watch in
            watch.posting == claimed.id && watch.operation != .withdraw && tasks.contains(watch.name)
                && now.timeIntervalSince(watch.startedAt) < Self.patience
        }
        guard let watch = own else { return nil }
        var posting = claimed
        posting.phase = .due
        posting.dueAt = max(watch.dueAt ?? now, now).addingTimeInterval(1)
        if watch.readings == 0, watch.dueAt.map({ $0 > now }) ?? true {
            // Somebody waits for it: it is read at once, and then as often as its rule says.
            try await record([.wakeWatch(watch.owner, name: watch.name, at: now)])
            posting.dueAt = now.addingTimeInterval(environment.capped(.seconds(5)) / .seconds(1))
        }
        posting.error = PostingError(
            code: "under-way",
            message: "The board has not said yet what became of the last call; the ad is ended after that.",
            remedy: "Run `placard sync` in a moment."
        )
        return posting
    }
}
