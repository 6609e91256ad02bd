/// Stops sending to a server that keeps failing, and lets one trial through from time to time.
///
/// Only failures of the way to the board count: refused connections, timeouts, server errors. What a
/// board says about an ad never does.
public struct Breaker: Sendable, Hashable {
    /// Failures in a row.
    public private(set) var failures: Int

    /// Nothing is sent before this instant, in seconds since 1970; nil while closed.
    public private(set) var openUntil: Double?

    /// Failures in a row that open it.
    public static let threshold = 5

    /// Creates a breaker from what the ledger remembers.
    public init(failures: Int = 0, openUntil: Double? = nil) {
        self.failures = failures
        self.openUntil = openUntil
    }

    /// Whether a call may leave now. After the wait exactly one trial is let through: the caller that
    /// gets a yes moves ``openUntil`` forward by ``reserveTrial(now:)`` in the same commit.
    public func allows(now: Double) -> Bool {
        guard let openUntil else { return true }
        return now >= openUntil
    }

    /// Notes that a trial is on its way, so that no second one leaves beside it.
    public mutating func reserveTrial(now: Double) {
        guard openUntil != nil else { return }
        openUntil = now + 60
    }

    /// Notes an answer of any kind.
    public mutating func succeeded() {
        failures = 0
        openUntil = nil
    }

    /// Notes a failure of the way; opens for 30 s, doubling to 30 min, at the threshold and beyond.
    public mutating func failed(now: Double) {
        failures += 1
        guard failures >= Self.threshold else { return }
        let doublings = min(failures - Self.threshold, 6)
        openUntil = now + min(30 * Double(1 << doublings), 1800)
    }
}
