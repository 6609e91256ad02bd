/// An invariant that did not hold, and where.
public struct Violation: Sendable, Hashable, CustomStringConvertible {
    /// Name of the invariant, as the delivery paper numbers them.
    public let invariant: String
    /// The seed of the run.
    public let seed: UInt64
    /// Reference of the posting, or name of the account, that it was broken for.
    public let posting: String
    /// Simulated time in microseconds since the run began.
    public let time: Int64
    /// What was seen.
    public let text: String

    /// All of it in one line.
    public var description: String { "seed \(seed): \(invariant) at \(time.inSeconds) s, \(posting): \(text)" }
}
