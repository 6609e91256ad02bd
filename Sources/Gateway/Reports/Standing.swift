public import Ledger
import Postings

/// How a posting stands to what a command was asked for: what its sign in a table says.
public enum Standing: Sendable, Hashable {
    /// As far as it was to come.
    case reached
    /// Something is still to happen by itself.
    case waiting
    /// Somebody should look.
    case attention
    /// It went wrong, or could not be done.
    case failed
}

extension Report {
    /// How a posting stands.
    public func standing(of posting: Posting) -> Standing {
        // Where nothing else was asked for, what could not be done is what went wrong.
        if refused.contains(posting.id) { return exitStatus == 1 ? .failed : .attention }
        switch posting.state {
        case .rejected, .failed, .needsEdit: return .failed
        case .altered, .shadowed, .removed, .expired, .waitingForCustomer, .waitingForPerson, .outcomeUnknown:
            return .attention
        case .live, .acknowledged, .handedOver, .withdrawn:
            let isEndOwed = posting.desire == .absent && posting.state != .withdrawn
            // What a board took without showing it is no more than taken, except to who asked for no more.
            let isUnseen = goal != .accepted && unseen.contains(posting.id)
            return isEndOwed || isUnseen || !posting.isAtRest || isShort(posting) ? .waiting : .reached
        default: return .waiting
        }
    }
}
