public import FoundationEssentials
public import Transport

/// What a call needs beside the ads: credentials, clock and bounds.
///
/// Never printed, since it holds secrets.
public struct CallContext: Sendable {
    /// The account's secrets by name.
    public var secrets: [String: String]

    /// The cached access token, for adapters that fetch one.
    public var token: String?

    /// Id of the attempt, read as `attempt.id`.
    public var attempt: String

    /// The present, by the machine's clock.
    public var now: Date

    /// Where the last reading of an event feed ended; nil for its beginning.
    public var cursor: String?

    /// When what is looked for may have come about at the earliest; nil when nobody knows.
    ///
    /// A list that was cut short tells an absence only when it goes back beyond that.
    public var since: Date?

    /// What a request may reach.
    public var policy: NetworkPolicy

    /// Longest time for the whole exchange.
    public var timeout: Duration

    /// Creates a context.
    public init(
        secrets: [String: String] = [:],
        token: String? = nil,
        attempt: String,
        now: Date,
        cursor: String? = nil,
        since: Date? = nil,
        policy: NetworkPolicy = NetworkPolicy(),
        timeout: Duration = .seconds(30)
    ) {
        self.secrets = secrets
        self.token = token
        self.attempt = attempt
        self.now = now
        self.cursor = cursor
        self.since = since
        self.policy = policy
        self.timeout = timeout
    }
}

extension CallContext: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The attempt alone; neither secrets nor token.
    public var description: String { "attempt \(attempt)" }

    /// The same as ``description``, so that no debugger output shows a secret.
    public var debugDescription: String { description }

    /// A mirror that repeats ``description`` and hides the stored values.
    public var customMirror: Mirror { Mirror(self, children: ["context": description]) }
}
