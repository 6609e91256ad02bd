public import Ledger
public import Postings

/// What to do for one posting next, and why.
public struct Intention: Sendable, Hashable {
    /// Next steps.
    public enum Action: Sendable, Hashable {
        /// Nothing.
        case nothing
        /// An operation on the board.
        case perform(Operation)
        /// Withdraw, and create when it is seen gone.
        case replace
        /// A person has to act; the posting rests.
        case person
    }

    /// The next step.
    public let action: Action

    /// Why, in words that complete "…, because".
    public let reason: String

    /// Creates an intention.
    public init(_ action: Action, _ reason: String) {
        self.action = action
        self.reason = reason
    }
}

/// Decides from what should be and what is, without clock, task or chance.
public enum Planner: Sendable {
    /// The next step of a posting whose last call's effect is known.
    ///
    /// - Parameters:
    ///   - posting: What should be, and what is.
    ///   - contentHash: Hash of the ad as it would be rendered now; nil when none is wanted.
    ///   - can: What the adapter can do.
    public static func intention(for posting: Posting, contentHash: String?, can: Capabilities) -> Intention {
        switch (posting.desire, posting.observed) {
        case (.absent, .none): Intention(.nothing, "nothing was ever sent")
        case (.absent, .absent): Intention(.nothing, "it is gone from the board")
        case (.absent, .present), (.absent, .unknown): ending(posting, can: can)
        case (.present, .none): Intention(.perform(.create), "it is not on the board yet")
        case (.present, .unknown): Intention(.perform(.find), "the last call's effect is not known")
        case (.present, .absent) where posting.awaitsProofOfEnd:
            Intention(.perform(.find), "the old ad has not been seen gone yet")
        case (.present, .absent): returning(posting)
        case (.present, .present) where posting.awaitsProofOfEnd:
            Intention(.replace, "the old ad is still there and has to go before a new one comes")
        case (.present, .present): keeping(posting, contentHash: contentHash, can: can)
        }
    }

    private static func ending(_ posting: Posting, can: Capabilities) -> Intention {
        if can.isManual {
            let isKnown = posting.witness == .person
            return Intention(
                .person,
                isKnown ? "a person put it there and has to take it down" : "if you have put it up, take it down"
            )
        }
        guard can.withdraws else { return Intention(.person, "this board has no way to end an ad") }
        return Intention(.perform(.withdraw), "it is no longer wanted")
    }

    private static func returning(_ posting: Posting) -> Intention {
        switch posting.state {
        case .removed, .expired:
            guard posting.renewalsAsked > posting.renewalsDone else {
                return Intention(.nothing, "the board ended it; `renew` creates it anew")
            }
            return Intention(.perform(.create), "a renewal was asked for and the board has ended the old ad")
        default:
            return Intention(.perform(.create), "it is not on the board")
        }
    }

    private static func keeping(_ posting: Posting, contentHash: String?, can: Capabilities) -> Intention {
        if let contentHash, contentHash != posting.accepted?.contentHash {
            switch can.updating {
            case .inPlace: return Intention(.perform(.update), "its content has changed")
            case .replace: return Intention(.replace, "its content has changed and this board has no update")
            case .none: return Intention(.person, "its content has changed and this board cannot change an ad")
            }
        }
        if posting.renewalsAsked > posting.renewalsDone {
            guard can.renews else { return Intention(.nothing, "this board has no renewal") }
            return Intention(.perform(.renew), "a renewal was asked for")
        }
        return Intention(.nothing, "the board has this content")
    }
}

extension Posting {
    /// Whether the board took a withdrawal and nobody has seen the ad gone: nothing is created beside it.
    var awaitsProofOfEnd: Bool { self.state == .withdrawing || self.error?.code == PostingError.Code.notSeenGone }
}
