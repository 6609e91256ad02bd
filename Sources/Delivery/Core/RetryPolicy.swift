/// Decides whether a step that failed is tried again, and how long to wait before it is.
///
/// The wait before retry *n* is drawn evenly from zero up to `base × 2ⁿ⁻¹`, never more than ``longest``,
/// so that postings which failed together do not come back together. A board that names its own wait is
/// obeyed whenever it asks for longer. A policy holds neither clock nor counter nor generator.
public struct RetryPolicy: Sendable, Hashable {
    /// Failed tries after which a posting is given up.
    public let mostTries: Int

    /// Longest wait before the first retry.
    public let base: Duration

    /// Longest wait before any retry, unless the board asks for more.
    public let longest: Duration

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - mostTries: Failed tries after which a posting is given up; at least 1.
    ///   - base: Longest wait before the first retry.
    ///   - longest: Longest wait before any retry.
    public init(mostTries: Int = 8, base: Duration = .seconds(2), longest: Duration = .seconds(3600)) {
        self.mostTries = max(1, mostTries)
        self.base = base
        self.longest = max(base, longest)
    }

    /// The wait after a number of failures, in whole milliseconds; nil means that it is given up.
    ///
    /// - Parameters:
    ///   - failures: Failed tries so far, this one included; from 1.
    ///   - asked: What the board asked for.
    ///   - generator: Source of the jitter.
    public func wait(
        afterFailures failures: Int,
        asked: Duration?,
        using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        guard failures < mostTries else { return nil }
        var ceiling = base
        for _ in 1..<max(failures, 1) where ceiling < longest { ceiling *= 2 }
        let milliseconds = Int64(min(ceiling, longest) / .milliseconds(1))
        let drawn = Duration.milliseconds(Int64.random(in: 0...max(milliseconds, 0), using: &generator))
        return max(asked ?? .zero, drawn)
    }
}
