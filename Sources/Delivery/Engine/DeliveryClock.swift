public import struct FoundationEssentials.Date

/// The time, and waiting for it.
///
/// Tests pass one that they move by hand.
public protocol DeliveryClock: Sendable {
    /// The present.
    var now: Date { get }

    /// Returns at an instant, or at once when the task is cancelled.
    func sleep(until instant: Date) async

    /// Like ``sleep(until:)``, while others are at work: a clock moved by hand must not run ahead of them.
    func alarm(at instant: Date) async
}

extension DeliveryClock {
    /// Sleeps.
    public func alarm(at instant: Date) async { await sleep(until: instant) }
}

/// The machine's clock.
public struct SystemClock: DeliveryClock {
    /// Creates the machine's clock.
    public init() {}

    /// The present.
    public var now: Date { Date() }

    /// Waits; a cancelled task returns at once.
    public func sleep(until instant: Date) async {
        let seconds = instant.timeIntervalSinceNow
        guard seconds > 0 else { return }
        try? await Task.sleep(for: .seconds(seconds), tolerance: .zero)
    }
}
