/// One HTTP request, complete but for what the connection adds.
public struct Request: Sendable, Hashable {
    /// Method in capitals, such as `POST`.
    public var method: String

    /// Absolute URL without user name or password, already percent-encoded.
    public var url: String

    /// Header fields in the order they are sent; length, host and connection are the transport's.
    public var headers: Headers

    /// Body; empty for none.
    public var body: [UInt8]

    /// Whether sending the request twice does no more than sending it once.
    ///
    /// The transport never re-sends any other request by itself, nor aborts one that is under way.
    public var repeatable: Bool

    /// What the request may reach and bring back.
    public var policy: NetworkPolicy

    /// Longest time for the whole exchange, connection included.
    public var timeout: Duration

    /// Host that the URL must name, or nil when any will do; a guard against a value that changes the host.
    public var expectedHost: String?

    /// Values that must not be shown or kept; each is replaced by dots in every encoding of ``Redaction``.
    public var secrets: [String]

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - method: Method in capitals.
    ///   - url: Absolute URL, percent-encoded.
    ///   - headers: Header fields in order.
    ///   - body: Body, empty for none.
    ///   - repeatable: Whether a second sending is harmless; unless said, true for GET, HEAD and OPTIONS.
    ///   - policy: What the request may reach.
    ///   - timeout: Longest time for the whole exchange.
    ///   - expectedHost: Host that the URL must name.
    ///   - secrets: Values that must not be shown or kept.
    public init(
        method: String,
        url: String,
        headers: Headers = [],
        body: [UInt8] = [],
        repeatable: Bool? = nil,
        policy: NetworkPolicy = NetworkPolicy(),
        timeout: Duration = .seconds(30),
        expectedHost: String? = nil,
        secrets: [String] = []
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.repeatable = repeatable ?? ["GET", "HEAD", "OPTIONS"].contains(method)
        self.policy = policy
        self.timeout = timeout
        self.expectedHost = expectedHost
        self.secrets = secrets
    }

    /// The request as text: request line, headers, blank line and body, with every secret replaced by dots.
    ///
    /// Lines end with a line feed. A body that is not UTF-8 is replaced by a note of its length;
    /// ``redactedBody()`` has its bytes.
    ///
    /// - Parameter hidden: What to hide; by default the request's own secrets.
    public func redacted(by hidden: Redaction? = nil) -> String {
        let hidden = hidden ?? Redaction(secrets: secrets)
        return hidden.message(firstLine: "\(method) \(url) HTTP/1.1", headers: headers, body: body)
    }

    /// The body's bytes with every secret replaced by dots.
    public func redactedBody() -> [UInt8] {
        Redaction(secrets: secrets).redact(body)
    }
}

extension Request: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Method and URL on one line, without secrets, headers or body.
    public var description: String { Redaction(secrets: secrets).redact("\(method) \(url)") }

    /// The same as ``description``, so that no debugger output shows a secret.
    public var debugDescription: String { description }

    /// A mirror that repeats ``description`` and hides the stored values.
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
