/// Misbehaviour that a board shows on request.
public struct SandboxFault: Sendable, Hashable {
    /// What goes wrong.
    public enum Kind: Sendable, Hashable {
        /// The answer comes late.
        case latency(Duration)

        /// The connection is reset before anything is done.
        case resetBefore

        /// Everything is done, then the connection is reset without an answer.
        case resetAfter

        /// Everything is done, and half of the answer arrives.
        case truncated

        /// The board's own "too many requests", with the wait in seconds or as a date.
        case tooMany(wait: Duration, asDate: Bool)

        /// This status, with the board's plain error body.
        case status(Int)

        /// The accepted answer is sent and nothing is done.
        case drop

        /// What was to be made is made twice.
        case duplicate

        /// Everything is done, and the body is an HTML page.
        case malformed

        /// The `Date` header is off by this much.
        case skew(Duration)

        /// A moderator removes the ad right after the request.
        case remove

        /// Reads and lists see the change only after this long.
        case lag(Duration)
    }

    /// What goes wrong.
    public let kind: Kind

    /// Name of the route that it happens on; nil for every route.
    public let route: String?

    /// How many matching requests are hit before the fault is spent; nil for all of them.
    public var times: Int?

    /// Share of matching requests that are hit, from 0 to 1.
    public let probability: Double

    /// Creates a fault.
    public init(_ kind: Kind, route: String? = nil, times: Int? = 1, probability: Double = 1) {
        self.kind = kind
        self.route = route
        self.times = times
        self.probability = probability
    }
}
