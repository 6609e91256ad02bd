/// Everything that is drawn for a run before it begins: who takes part, what is wanted, what goes wrong.
///
/// A value, so that a failing run can be made smaller: see ``Shrinker``.
public struct Plan: Sendable, Hashable {
    /// What a board offers against repetitions.
    enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Keeps idempotency keys for an hour; cannot be asked.
        case keyed
        /// Can be asked by our reference.
        case looked
        /// Can be asked for all of our ads.
        case listed
        /// Neither.
        case blind
        /// Takes several ads in one call; can be asked.
        case batch
        /// Can be asked; allows few calls.
        case limited
        /// Cannot change an ad; can be asked.
        case replacing
    }

    struct Account: Sendable, Hashable {
        let name: String
        let kind: Kind
    }

    /// Something that a person asks for.
    struct Wish: Sendable, Hashable {
        enum Act: Sendable, Hashable {
            /// Wants the ad with this content; a bad one is refused by the board.
            case present(version: Int, isBad: Bool)
            case renewed
            case absent
            /// A moderator takes the ad off the board.
            case removed
        }

        let time: Int64
        let account: Int
        let role: Int
        let act: Act
    }

    /// Something that happens to a worker.
    struct Blow: Sendable, Hashable {
        enum Act: Sendable, Hashable {
            /// Dies, and comes back after so many microseconds.
            case crash(backAfter: Int64)
            /// Is stopped between two instructions, for so long.
            case stop(Int64)
            /// Is asked to end, and begun anew.
            case drain
            /// Its clock is set.
            case step(Int64)
        }

        let worker: Int
        /// Before which of its jobs; nil when it happens at a time.
        let job: Int?
        let time: Int64
        let act: Act
    }

    /// How often things go wrong, as probabilities.
    struct Faults: Sendable, Hashable {
        var slowCommits = 0.0
        var lostCommits = 0.0
        var board = 0.0
        /// Which misbehaviour of boards may occur.
        var kinds: [BoardFault] = []
        /// Longest time that a board takes to show what it did.
        var lag: Int64 = 0
    }

    /// A time in which a board is down.
    struct Outage: Sendable, Hashable {
        let kind: Kind
        let from: Int64
        let until: Int64
        /// Whether it answers with faults rather than not at all.
        let answers: Bool
    }

    /// What everything is drawn from.
    public let seed: UInt64
    var workers: Int
    /// Whether each account belongs to one worker alone.
    var isSplit: Bool
    /// Whether workers share every account.
    var isStrict = false
    /// Whether a clock that was set stays so in the worker's next lives.
    var hasSteps = false
    var accounts: [Account]
    var wishes: [Wish]
    var blows: [Blow]
    var faults: Faults
    var outages: [Outage]
    /// Longest time for which a worker that has nothing to do looks away.
    var poll: Int64
    /// When all faults end.
    var healsAt: Int64

    /// How many parts it has that could be left out.
    public var size: Int {
        workers + accounts.count + wishes.count + blows.count + outages.count + faults.kinds.count
            + (faults.slowCommits > 0 ? 1 : 0) + (faults.lostCommits > 0 ? 1 : 0) + (faults.lag > 0 ? 1 : 0)
    }
}

/// How a board misbehaves on one request.
enum BoardFault: String, Sendable, Hashable, CaseIterable {
    /// Takes long.
    case slow
    /// The request never arrives, and nobody knows.
    case lostRequest
    /// Carried out, and the answer is lost.
    case lostAnswer
    /// Carried out forty seconds after the caller has given up.
    case late
    /// No connection.
    case refused
    /// Answers 200 with something that nobody can read.
    case garbage
    /// Answers 429 with or without the time to wait.
    case tooMany
    /// Answers 500 to 504, having carried it out or not.
    case serverFault
}
