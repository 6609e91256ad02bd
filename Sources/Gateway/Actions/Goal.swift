import AdapterKit
import Delivery
public import Ledger
import Postings

/// A goal, as far as each account's board lets anyone see it reached.
struct GoalReach: Sendable {
    let goal: Goal
    private let furthest: [String: PostingState]
    /// Accounts on whose boards the end of an ad can be seen.
    private let seesEnds: Set<String>

    init(goal: Goal, accounts: [DeliveryAccount]) {
        self.goal = goal
        seesEnds = Set(accounts.filter { Self.seesEnds($0.adapter.manifest) }.map(\.name))
        furthest = Dictionary(accounts.map { ($0.name, Reach.furthest($0.adapter.manifest)) }) { first, _ in first }
    }

    /// Whether a posting is as far as it was to come, or as its board lets anyone see.
    func isReached(_ posting: Posting) -> Bool {
        if posting.desire == .absent { return ending.isReached(posting) }
        if goal.isReached(posting) { return true }
        guard posting.phase == .idle, posting.state != .waitingForPerson else { return false }
        return goal == .live && posting.state == furthest[posting.key.account]
    }

    /// Whether nothing more will happen to a posting by itself.
    func isSettled(_ posting: Posting) -> Bool {
        if isReached(posting) { return true }
        guard posting.desire == .absent else { return goal.isSettled(posting) }
        // Where nothing can see the end, nobody waits for the sight of it: a person has to say so.
        let isBlind = posting.state == .withdrawing && !seesEnds.contains(posting.key.account)
        return isBlind && Goal.ended.isReached(posting) || ending.isSettled(posting)
    }

    /// What is wanted of a posting that is to end: who waits for ads to be seen waits for them to be seen gone.
    private var ending: Goal { [.live, .gone].contains(goal) ? .gone : .ended }

    static func seesEnds(_ manifest: Manifest) -> Bool {
        manifest.watches.flatMap(\.states).compactMap(\.state).contains {
            [.withdrawn, .removed, .expired].contains($0)
        }
    }
}

/// How far a command has to bring its postings before it returns.
public enum Goal: Sendable, Hashable {
    /// The board has taken it: acknowledged, or handed over where that is all there is.
    case accepted
    /// Seen on the board.
    case live
    /// The board has taken the withdrawal, or nothing was there.
    case ended
    /// Seen gone.
    case gone
    /// Nothing is owed now: neither an answer, nor a delivery, nor a step of a person.
    case settled
    /// As settled, and seen as far as its board lets anyone see.
    case seen
    /// The board has taken the renewal.
    case renewed

    /// Whether a posting has reached the goal.
    public func isReached(_ posting: Posting) -> Bool {
        switch self {
        case .accepted, .renewed:
            [.acknowledged, .inReview, .live, .altered, .shadowed, .handedOver].contains(posting.state)
                && !isPending(posting)
        case .live: posting.state == .live && !isPending(posting)
        case .ended: [.withdrawing, .withdrawn].contains(posting.state) && !isPending(posting)
        case .gone: posting.state == .withdrawn && !isPending(posting)
        case .settled, .seen:
            posting.state == .scheduled
                || !isPending(posting) && posting.phase != .leased
                    && ![.outcomeUnknown, .waitingForPerson, .waitingForCustomer].contains(posting.state)
        }
    }

    /// Whether nothing more will happen to a posting by itself.
    public func isSettled(_ posting: Posting) -> Bool {
        if isReached(posting) || posting.phase == .parked { return true }
        switch posting.state {
        case .rejected, .failed, .needsEdit, .waitingForPerson, .outcomeUnknown, .removed, .expired, .shadowed,
            .scheduled:
            return posting.phase != .due || posting.state == .scheduled
        default: return false
        }
    }

    /// Whether a posting went wrong for good.
    public static func isFailed(_ posting: Posting) -> Bool {
        [.failed, .rejected, .needsEdit].contains(posting.state)
    }

    private func isPending(_ posting: Posting) -> Bool { posting.phase == .due || posting.phase == .ambiguous }
}
