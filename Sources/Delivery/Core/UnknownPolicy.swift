public import AdapterKit
public import Ledger
public import Postings

/// What may follow a call whose effect is not known: a look-up wherever there is one, never a blind repeat.
public enum UnknownStep: Sendable, Hashable {
    /// The same call again with the same content; the board makes it one.
    case repeatCall(Operation)
    /// Ask the board.
    case find
    /// Not before this many seconds have passed.
    case wait(seconds: Double)
    /// It is known enough: the ad was seen absent, twice and after the settling time, or is there in any case.
    case settled(Observed)
    /// End the ad, seen or not, where the board can be told so by our reference alone.
    case withdrawUnseen
    /// Only a person can tell.
    case person
}

/// Decides on unknown outcomes.
public struct UnknownPolicy: Sendable, Hashable {
    /// The call whose effect is not known.
    public let call: Call
    /// What the adapter can do.
    public let can: Capabilities
    /// Seconds since the call left for the first time: what a key's life counts from.
    public let sinceFirst: Double
    /// Seconds since its last try ended, as far as we know: what a board's settling time counts from.
    public let sinceLast: Double

    /// Looks that must come back empty before an absence counts.
    public static let looksNeeded = 2

    /// Settling time where the adapter names none, counted from the end of the last try: a slow server finishes what
    /// it began after we stopped waiting for its answer.
    public static let defaultSettle = Duration.seconds(30)

    /// How long a board may take to show what a call did; after an end also what the creation before it did: an ad
    /// that is not shown yet looks like one that is gone.
    static func settle(of operation: Operation, in adapter: Adapter) -> Duration {
        let counted: [Operation] = operation == .withdraw ? [.withdraw, .create] : [operation]
        return counted.map { adapter.call(for: $0)?.settle ?? defaultSettle }.max() ?? defaultSettle
    }

    /// How long a call may go on after its start when nobody saw its end: the longest time for one exchange.
    public static let longestCall = Duration.seconds(35)

    /// A key is not trusted in the last quarter of an hour of its life, or in the last half of a short one: clocks
    /// differ, those of one machine at two times included, and the answer takes its time.
    private static func trusted(_ life: Double) -> Double { max(life / 2, life - 900) }

    /// Creates a policy for one call.
    public init(call: Call, can: Capabilities, sinceFirst: Double, sinceLast: Double) {
        self.call = call
        self.can = can
        self.sinceFirst = sinceFirst
        self.sinceLast = sinceLast
    }

    /// The next step for a posting in ``Phase/ambiguous``, with `unknownOperation` and what it is to become.
    public func next(for posting: Posting) -> UnknownStep {
        let operation = posting.unknownOperation ?? .create
        if case .absent = posting.desire, operation != .withdraw { return ending(posting, operation) }
        // A key's life is told by clocks, and whether the ad is there by the board: it is asked first, and once when
        // it cannot tell: the key may have ended before it can.
        if isKeyed, can.finds, operation == .create, posting.absences == 0, !hasLooked(posting) { return .find }
        if mayRepeat(posting) { return .repeatCall(operation) }
        switch (operation, call.repeats) {
        // That the ad is there says nothing of a renewal, and nothing of a change that must not be made twice.
        case (.renew, _), (.update, .never): return .person
        default: return can.finds ? looking(posting) : .person
        }
    }

    /// The ad is to end: nothing is created or changed any more.
    ///
    /// What is under way may still take effect, and on some boards brings an ended ad back, so that the end waits
    /// until it cannot.
    private func ending(_ posting: Posting, _ operation: Operation) -> UnknownStep {
        if operation == .create, can.finds { return looking(posting) }
        guard sinceLast >= settle else { return .wait(seconds: settle - sinceLast) }
        if operation != .create { return .settled(.present) }
        return can.withdraws ? .withdrawUnseen : .person
    }

    private func mayRepeat(_ posting: Posting) -> Bool {
        // The board has answered a repetition in a way that tells nothing new: the next answer would be the same.
        guard ![PostingError.Code.repeatRefused, PostingError.Code.alreadyThere].contains(posting.error?.code) else {
            return false
        }
        switch call.repeats {
        case .safe: return true
        case .key(_, nil): return true
        case .key(_, let keptFor?): return sinceFirst < Self.trusted(keptFor / .seconds(1))
        case .find, .never: return false
        }
    }

    private func hasLooked(_ posting: Posting) -> Bool { posting.error?.code == PostingError.Code.lookToldNothing }

    private var isKeyed: Bool { if case .key = call.repeats { true } else { false } }

    private func looking(_ posting: Posting) -> UnknownStep {
        guard posting.absences > 0 else { return .find }
        guard sinceLast >= settle else { return .wait(seconds: settle - sinceLast) }
        return posting.absences >= Self.looksNeeded ? .settled(.absent) : .find
    }

    private var settle: Double { (call.settle ?? Self.defaultSettle) / .seconds(1) }
}

extension UnknownPolicy {
    /// When a call whose effect is not known left for the first and for the last time.
    ///
    /// Its tries stand at the end of the posting's attempts: those of the same operation that got no answer, or
    /// one that tells nothing. Look-ups between them change nothing.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - attempts: The posting's attempts, oldest first.
    public static func sendings(of operation: Operation, in attempts: [Attempt]) -> (first: Attempt, last: Attempt)? {
        let tries = attempts.reversed().filter { $0.operation != .find }.prefix { attempt in
            attempt.operation == operation && (attempt.ending == .sending || !Self.telling.contains(attempt.verdict))
        }
        guard let last = tries.first else { return nil }
        let first = tries.last { $0.ending == .sending || $0.verdict == Verdict(.unknown).label }
        return (first ?? last, last)
    }

    /// Verdicts after which a call's effect was known.
    private static let telling: Set<String?> = [Verdict(.accepted).label, Verdict(.refused).label]
}
