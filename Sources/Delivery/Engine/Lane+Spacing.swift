import AdapterKit
import FoundationEssentials
import Ledger
import Postings

extension Lane {
    /// Until when an action has to wait because the board wants time between two creations; nil when it may go.
    ///
    /// The ledger is read only for adapters that name such a time, and only before a creation or renewal.
    func mustWait(
        _ action: Intention.Action,
        of posting: Posting,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> Date? {
        guard let least = account.adapter.manifest.life.minimumBetween, Spacing.concerns(action) else { return nil }
        // A replacement under way is seen through: only its creation waits.
        if action == .replace, posting.awaitsProofOfEnd { return nil }
        let attempts = try await environment.ledger.timeline(of: posting.id).attempts
        let now = environment.clock.now
        return Spacing.earliest(for: posting, least: environment.capped(least), attempts: attempts, now: now)
    }

    /// A posting whose creation or renewal comes too soon: it stays due, and what is on the board stays there.
    func tooSoon(_ claimed: Posting, until instant: Date, _ account: DeliveryAccount) -> Posting {
        var posting = claimed
        posting.phase = .due
        posting.dueAt = instant
        if posting.observed != .present { posting.state = .queued }
        let least = account.adapter.manifest.life.minimumBetween ?? .zero
        posting.error = PostingError(
            code: PostingError.Code.tooSoon,
            message: "The board wants \(least.inWords) between two creations or renewals of an ad, and took the last "
                + "one too recently: the next may be sent from \(instant.formatted(.iso8601)) on.",
            remedy: "Run `placard sync` then."
        )
        return posting
    }
}
