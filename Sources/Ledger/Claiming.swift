import Postings

public import struct FoundationEssentials.Date

extension PostingFilter {
    /// Whether a posting is meant.
    public func matches(_ posting: Posting) -> Bool {
        roles?.contains(posting.key.role) != false
            && accounts?.contains(posting.key.account) != false
            && (reference == nil || reference == posting.reference)
            && ids?.contains(posting.id) != false
    }

    /// Whether the filter can mean one posting of an account and not another.
    public var namesPostings: Bool { roles != nil || reference != nil || ids != nil }
}

extension AccountState {
    /// Until when none of the account's postings may be taken: nil when they may be, the distant future when paused.
    public func heldUntil(at now: Date) -> Date? {
        if paused != nil { return .distantFuture }
        return [cooldownUntil, openUntil].compactMap { $0 }.filter { $0 > now }.max()
    }
}

extension Posting {
    /// The posting as a worker holds it: leased, under a new epoch.
    public func claimed(by worker: String, now: Date, lease: Duration) -> Posting {
        var copy = self
        copy.phase = .leased
        copy.epoch += 1
        copy.leaseOwner = worker
        copy.leaseUntil = now.addingTimeInterval(lease / .seconds(1))
        return copy
    }

    /// The posting after the worker that held it has died, ready to be claimed at once.
    ///
    /// An interrupted call that may have changed the board leaves its effect unknown. An interrupted look-up
    /// changed nothing, and yet a posting whose earlier call is still unanswered stays ambiguous after it. The epoch
    /// rises: what the dead worker, or who read the posting under its lease, still writes is refused.
    ///
    /// - Parameters:
    ///   - interrupted: The attempt of the posting's present epoch that is still `sending`, if there is one.
    ///   - now: The present.
    public func recovered(interrupted: Attempt?, now: Date) -> Posting {
        var copy = self
        copy.epoch += 1
        copy.leaseOwner = nil
        copy.leaseUntil = nil
        copy.dueAt = now
        if let interrupted, interrupted.operation != .find {
            copy.observed = .unknown
            copy.unknownSince = interrupted.startedAt
            copy.unknownOperation = interrupted.operation
            copy.absences = 0
        }
        copy.phase = copy.observed == .unknown ? .ambiguous : .due
        return copy
    }
}
