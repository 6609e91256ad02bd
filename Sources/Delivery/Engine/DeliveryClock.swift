public import struct FoundationEssentials.Date

/// The time, and waiting for it.
///
/// Tests pass one that they move by hand.
public protocol DeliveryClock: Sendable {
    /// The present.
    var now: Date { get }

    /// Time since some moment, by a clock that nobody sets: it tells how long something took.
    var elapsed: Duration { get }

    /// Returns at an instant, or at once when the task is cancelled.
    func sleep(until instant: Date) async

    /// Like ``sleep(until:)``, while others are at work: a clock moved by hand must not run ahead of them.
    func alarm(at instant: Date) async
}

extension DeliveryClock {
    /// Sleeps.
    public func alarm(at instant: Date) async { await sleep(until: instant) }

    /// Time since 1970, for clocks that nobody sets.
    public var elapsed: Duration { .microseconds(now.microseconds) }
}

/// The machine's clock.
public struct SystemClock: DeliveryClock {
    private let start = ContinuousClock.now

    /// Creates the machine's clock.
    public init() {}

    /// Time since this value was made; a sleeping or stopped machine counts.
    public var elapsed: Duration { start.duration(to: .now) }

    /// The present.
    public var now: Date { Date() }

    /// Waits; a cancelled task returns at once.
    public func sleep(until instant: Date) async {
        let seconds = instant.timeIntervalSinceNow
        guard seconds > 0 else { return }
        try? await Task.sleep(for: .seconds(seconds), tolerance: .zero)
    }
}

/// A clock that begins with another one's time and is never set again: steps of that one do not reach it.
///
/// Waits, rate windows and the lives of keys are measured between instants of one clock. When an operator or a time
/// server sets the machine's clock during a run, all of them would become too short or too long. What an earlier run
/// wrote is read as it was written: a clock that was set between two runs still makes them so.
public struct SteadyClock: DeliveryClock {
    private let base: any DeliveryClock
    private let began: Date
    private let since: Duration

    /// Creates a clock that agrees with another one now.
    public init(_ base: any DeliveryClock = SystemClock()) {
        self.base = base
        began = base.now
        since = base.elapsed
    }

    /// The present as the other clock would tell it had nobody set it since.
    public var now: Date { began.addingTimeInterval((base.elapsed - since) / .seconds(1)) }

    /// Time since some moment.
    public var elapsed: Duration { base.elapsed }

    /// Waits for as long as it takes, whatever becomes of the other clock.
    public func sleep(until instant: Date) async {
        await base.sleep(until: base.now.addingTimeInterval(instant.timeIntervalSince(now)))
    }

    /// Waits, while others are at work.
    public func alarm(at instant: Date) async {
        await base.alarm(at: base.now.addingTimeInterval(instant.timeIntervalSince(now)))
    }
}
