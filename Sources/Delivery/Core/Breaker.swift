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

    /// Whether a call may leave now.
    ///
    /// While ``openUntil`` is set, one at a time: a trial.
    public func allows(now: Double) -> Bool {
        guard let openUntil else { return true }
        return now >= openUntil
    }

    /// Notes that a trial is on its way, so that no second one leaves beside it, a restart included.
    public mutating func reserveTrial(now: Double) {
        guard openUntil != nil else { return }
        openUntil = now + 60
    }

    /// Notes an answer of any kind.
    public mutating func succeeded() {
        failures = 0
        openUntil = nil
    }

    /// Notes a failure of the way: the threshold opens for 30 s, each failed trial for twice as long, up to 30 min.
    ///
    /// - Parameters:
    ///   - now: The present, in seconds since 1970.
    ///   - wasTrial: Whether the call left as a trial. Calls that left together before the breaker opened, and
    ///     fail after that, make nothing worse.
    public mutating func failed(now: Double, wasTrial: Bool) {
        if openUntil != nil, !wasTrial { return }
        failures += 1
        guard failures >= Self.threshold else { return }
        let doublings = min(failures - Self.threshold, 6)
        openUntil = now + min(30 * Double(1 << doublings), 1800)
    }
}
