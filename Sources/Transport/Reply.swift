public import FoundationEssentials

/// What a server answered.
public struct Reply: Sendable, Hashable {
    /// Status code, 200…999; interim replies are skipped.
    public var status: Int

    /// Header fields in the order received.
    public var headers: Headers

    /// Body after decompression.
    public var body: [UInt8]

    /// Whether the body was longer than the policy allows, and was cut there.
    public var truncated: Bool

    /// When the last byte arrived, by the machine's clock.
    public var receivedAt: Date

    /// Creates a reply.
    public init(
        status: Int,
        headers: Headers = [],
        body: [UInt8] = [],
        truncated: Bool = false,
        receivedAt: Date = Date(timeIntervalSince1970: 0)
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.truncated = truncated
        self.receivedAt = receivedAt
    }

    /// The reply as text: status line, headers, blank line and body, with every secret replaced by dots.
    ///
    /// - Parameter secrets: Values to hide, usually those of the request, since servers echo what they got.
    public func redacted(secrets: [String] = []) -> String {
        redacted(by: Redaction(secrets: secrets))
    }

    /// The same with what to hide made ready, usually for the request too.
    public func redacted(by hidden: Redaction) -> String {
        hidden.message(firstLine: "HTTP/1.1 \(status)", headers: headers, body: body)
    }

    /// The body's bytes with every secret replaced by dots.
    public func redactedBody(secrets: [String]) -> [UInt8] {
        Redaction(secrets: secrets).redact(body)
    }
}

extension Reply: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Status and length, without headers or body.
    public var description: String { "status \(status), \(body.count) bytes\(truncated ? " (cut)" : "")" }

    /// The same as ``description``, since a reply may hold a fresh token.
    public var debugDescription: String { description }

    /// A mirror that repeats ``description`` and hides the stored values.
    public var customMirror: Mirror { Mirror(self, children: ["reply": description]) }
}
