/// One header field of a request or a reply.
public struct Header: Sendable, Hashable {
    /// Name as written; compared without regard to case.
    public let name: String

    /// Value as sent or received, without the line end.
    public let value: String

    /// Whether the whole value is replaced by dots wherever the header is shown or kept.
    public let isSensitive: Bool

    /// Creates a header.
    ///
    /// - Parameters:
    ///   - name: Name of the field, such as `Content-Type`.
    ///   - value: Value of the field.
    ///   - isSensitive: Whether to hide the value; unless said, true for the fields that carry credentials or cookies.
    public init(_ name: String, _ value: String, isSensitive: Bool? = nil) {
        self.name = name
        self.value = value
        self.isSensitive = isSensitive ?? Self.credentialFields.contains(name.lowercased())
    }

    private static let credentialFields: Set<String> = [
        "authorization", "proxy-authorization", "authentication-info", "cookie", "set-cookie",
    ]

    private static let shownSchemes: Set<String> = ["basic", "bearer", "digest", "oauth", "token"]

    /// Value as it may be shown: dots in place of a sensitive one, after the authentication scheme if that is known.
    var shownValue: String {
        guard isSensitive else { return value }
        guard let space = value.firstIndex(of: " ") else { return Redaction.dots }
        let scheme = value[..<space]
        return Self.shownSchemes.contains(scheme.lowercased()) ? "\(scheme) \(Redaction.dots)" : Redaction.dots
    }
}

extension Header: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The field as one line, with a sensitive value replaced by dots.
    public var description: String { "\(name): \(shownValue)" }

    /// The same as ``description``, so that no debugger output shows a secret.
    public var debugDescription: String { description }

    /// A mirror that repeats ``description`` and hides the stored value.
    public var customMirror: Mirror { Mirror(self, children: ["field": description]) }
}
