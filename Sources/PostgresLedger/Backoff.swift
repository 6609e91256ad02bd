/// How long to wait before the next try, at random, so that many who failed together do not come back together.
///
/// The wait before try *n* is drawn evenly from zero up to `base × 2ⁿ`, never more than `cap`.
struct Backoff: Sendable {
    /// Longest wait before the first repetition.
    static let base = Duration.milliseconds(20)
    /// Longest wait before any.
    static let cap = Duration.seconds(2)

    private var ceiling = Backoff.base

    /// The next wait.
    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let wait = Duration.microseconds(Int64.random(in: 0...Int64(ceiling / .microseconds(1)), using: &generator))
        ceiling = min(ceiling * 2, Self.cap)
        return wait
    }
}

/// What is left of the time and the tries that one call has.
struct Patience: Sendable {
    /// So often a transaction is repeated because others stood in its way.
    static let conflicts = 8

    private let deadline: ContinuousClock.Instant
    private let deadlineForHeld: ContinuousClock.Instant
    private var backoff = Backoff()
    private var conflicts = 0

    /// Sets out with a time, and another for what somebody else has.
    init(_ time: Duration, forHeld: Duration? = nil) {
        deadline = .now + time
        deadlineForHeld = .now + (forHeld ?? time)
    }

    /// How long to wait before the work is tried again after a fault, or nil when it is not to be.
    mutating func wait(after fault: Fault) -> Duration? {
        switch fault {
        case .final, .damaged: return nil
        case .server(let error):
            conflicts += 1
            guard error.isConflict, conflicts <= Self.conflicts else { return nil }
        case .lost, .uncertain, .held: break
        }
        var generator = SystemRandomNumberGenerator()
        let wait = backoff.next(using: &generator)
        if case .held = fault { return .now + wait < deadlineForHeld ? wait : nil }
        return .now + wait < deadline ? wait : nil
    }
}
