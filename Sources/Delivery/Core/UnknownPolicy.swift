public import AdapterKit
public import Ledger
public import Postings

/// What may follow a call whose effect is not known: a look-up wherever there is one, never a blind repeat.
public enum UnknownStep: Sendable, Hashable {
    /// The same call again; the board makes it one.
    case repeatCall(Operation)
    /// Ask the board.
    case find
    /// Not before this many seconds have passed since the last look.
    case wait(seconds: Double)
    /// The board was seen, twice and after its settling time, not to have the ad.
    case settled(Observed)
    /// Only a person can tell.
    case person
}

/// Decides on unknown outcomes.
public enum UnknownPolicy: Sendable {
    /// Looks that must come back empty before an absence counts.
    public static let looksNeeded = 2

    /// The next step for a posting in ``Phase/ambiguous``.
    ///
    /// - Parameters:
    ///   - posting: The posting, with `unknownSince` and `unknownOperation`.
    ///   - call: The call whose effect is not known.
    ///   - can: What the adapter can do.
    ///   - sinceUnknown: Seconds since the call first left.
    public static func next(for posting: Posting, call: Call, can: Capabilities, sinceUnknown: Double) -> UnknownStep {
        let operation = posting.unknownOperation ?? .create
        switch call.repeats {
        case .safe:
            return .repeatCall(operation)
        case .key(_, let keptFor):
            if let keptFor, sinceUnknown >= keptFor / .seconds(1) * keyMargin { break }
            return .repeatCall(operation)
        case .find, .never:
            break
        }
        guard can.finds else { return .person }
        let settle = (call.settle ?? defaultSettle) / .seconds(1)
        guard posting.absences > 0 else { return .find }
        if posting.absences >= looksNeeded, sinceUnknown >= settle { return .settled(.absent) }
        return sinceUnknown >= settle ? .find : .wait(seconds: settle - sinceUnknown)
    }

    /// A key is trusted for nine tenths of its life: clocks differ, and the answer takes its time.
    private static let keyMargin = 0.9

    /// Settling time where the adapter names none.
    public static let defaultSettle = Duration.seconds(30)
}
