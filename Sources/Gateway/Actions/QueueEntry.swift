import Delivery
public import FoundationEssentials
public import Ledger
public import Postings

/// Something that waits to be delivered.
public struct QueueEntry: Sendable {
    /// What is in its way.
    public enum Hold: String, Sendable, Hashable, CaseIterable {
        /// Nothing: the next delivery takes it.
        case nothing
        /// A worker has it in hand.
        case leased
        /// Its account is paused: somebody has to act.
        case pause
        /// The board asked to be left alone for a while.
        case cooldown
        /// The way to the board failed several times, and rests.
        case breaker
        /// It is to start later.
        case schedule
        /// A limit of the board is used up, or it wants time between two creations.
        case limit
        /// A try failed, and the next has its time.
        case retry
        /// What became of the last call is to be found out.
        case unknown
        /// Its account is not in order, or its adapter.
        case account
        /// A person has to act.
        case person
    }

    /// The posting.
    public let posting: Posting
    /// What is to be done: `create`, `update`, `renew`, `withdraw` or `find`.
    public let wish: Operation
    /// What is in its way.
    public let hold: Hold
    /// The same as a sentence.
    public let reason: String
    /// When it is taken up at the earliest; nil when nothing is due by itself.
    public let due: Date?

    /// - Parameters:
    ///   - memory: What the ledger remembers of its account.
    ///   - isKnown: Whether the workspace has its account.
    ///   - now: The present.
    init(_ posting: Posting, memory: AccountState?, isKnown: Bool, now: Date) {
        self.posting = posting
        wish = posting.waitingOperation
        let held = memory?.heldUntil(at: now)
        let start = posting.notBefore.flatMap { $0 > now && posting.desire != .absent ? $0 : nil }
        let failed = "\(posting.tries) of \(RetryPolicy().mostTries) tries failed"
        let message = posting.error?.message
        switch posting.phase {
        case .leased:
            (hold, due) = (.leased, posting.leaseUntil)
            reason = "Its call is under way, by \(posting.leaseOwner ?? "a worker")."
        case .parked:
            (hold, due) = (.person, nil)
            reason = message ?? "A person has to act."
        case _ where !isKnown:
            (hold, due) = (.account, nil)
            reason = "The account \(posting.key.account) is no longer in \(Workspace.fileName)."
        case _ where memory?.paused != nil:
            (hold, due) = (.pause, nil)
            reason = memory?.paused?.message ?? ""
        case _ where memory?.openUntil.map { $0 > now } == true && memory?.openUntil == held:
            (hold, due) = (.breaker, held)
            reason = "The way to the board failed \(memory?.failures ?? 0) times in a row, and rests."
        case _ where held != nil:
            (hold, due) = (.cooldown, held)
            reason = "The board asked to be left alone for a while."
        case .ambiguous:
            (hold, due) = (.unknown, posting.dueAt)
            reason = message ?? "What became of the last call is to be found out."
        case _ where start != nil:
            (hold, due) = (.schedule, start)
            reason = "It is to start then."
        case _ where ["limit-waits", "too-soon"].contains(posting.error?.code):
            (hold, due) = (.limit, posting.dueAt)
            reason = message ?? ""
        case _ where posting.tries > 0:
            (hold, due) = (.retry, posting.dueAt)
            reason = [failed.asSentence, message].compactMap(\.self).joined(separator: " ")
        case _ where posting.state == .waitingForCustomer:
            (hold, due) = (.account, posting.dueAt)
            reason = message ?? "Its account is not in order."
        default:
            (hold, due) = (.nothing, posting.dueAt)
            reason = message ?? "The next delivery takes it."
        }
    }

    /// Whether making it due now does not get it past what is in its way.
    public var holdsAnyway: Bool { [.pause, .cooldown, .breaker, .schedule, .account, .leased].contains(hold) }
}

extension Posting {
    /// Whether something is wanted of it that has still to be delivered.
    var isWaiting: Bool {
        // An end of what was never sent is only to be noted.
        if self.desire == .absent, [.none, .absent].contains(self.observed), self.phase != .leased { return false }
        return self.phase != .idle
    }

    /// What is to be done next, as far as the ledger tells.
    fileprivate var waitingOperation: Operation {
        switch (self.desire, self.observed) {
        case _ where self.phase == .ambiguous || self.observed == .unknown: .find
        case (.absent, _): .withdraw
        case (.present, .present): self.renewalsAsked > self.renewalsDone ? .renew : .update
        case (.present, _): .create
        }
    }
}
