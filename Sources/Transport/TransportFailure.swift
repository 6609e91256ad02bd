/// Why no reply arrived.
public struct TransportFailure: Error, Sendable, Hashable {
    /// Kind of failure, fit for metrics and tables.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The request itself cannot be sent: bad URL, method or header.
        case invalidRequest = "invalid-request"
        /// The policy does not allow the scheme or the address.
        case addressRefused = "address-refused"
        /// The host name has no address.
        case hostUnresolved = "host-unresolved"
        /// No connection could be made.
        case connectionFailed = "connection-failed"
        /// The TLS handshake failed or the certificate is not trusted.
        case tlsFailed = "tls-failed"
        /// The server turned the request away before looking at it.
        case requestRefused = "request-refused"
        /// The time allowed ran out.
        case timedOut = "timed-out"
        /// The connection broke before the reply was complete.
        case connectionLost = "connection-lost"
        /// The reply is not HTTP, is badly compressed, or has too long a head.
        case invalidReply = "invalid-reply"
        /// The caller's task was cancelled.
        case cancelled
        /// The transport is shut down.
        case shutDown = "shut-down"
        /// The transport itself failed, for want of memory or handles for example.
        case transportBroken = "transport-broken"
    }

    /// Kind of failure.
    public let code: Code

    /// What happened, in plain language, with host and port but without path or secrets.
    public let message: String

    /// What a person can do about it.
    public let remedy: String

    /// libcurl's number for the failure, where it came from there.
    public let curlCode: Int?

    /// Bytes of head and body handed to the connection; zero where none can have left.
    public let bytesSent: Int

    /// Creates a failure.
    ///
    /// - Parameters:
    ///   - code: Kind of failure.
    ///   - message: What happened, in plain language.
    ///   - remedy: What to do; unless said, the usual advice for the code.
    ///   - curlCode: libcurl's number.
    ///   - bytesSent: Bytes handed to the connection.
    public init(code: Code, message: String, remedy: String? = nil, curlCode: Int? = nil, bytesSent: Int = 0) {
        self.code = code
        self.message = message
        self.remedy = remedy ?? code.remedy
        self.curlCode = curlCode
        self.bytesSent = bytesSent
    }
}

extension TransportFailure: CustomStringConvertible {
    /// Message and remedy in one line.
    public var description: String { "\(message). \(remedy)" }
}

extension TransportFailure.Code {
    /// Advice that fits every failure of the kind.
    public var remedy: String {
        switch self {
        case .invalidRequest: "Correct the value named here in the account's settings or in the adapter."
        case .addressRefused: "If the server is meant to be on your own network, connect with --allow-private-network."
        case .hostUnresolved: "Check the host name for typing errors, then the machine's name service."
        case .connectionFailed: "Check that the server is up and that no firewall stands between."
        case .tlsFailed: "Check the server's certificate and the machine's clock; verification cannot be turned off."
        case .requestRefused: "Send it again later."
        case .timedOut: "Try again when the server answers faster."
        case .connectionLost: "Try again; if it persists, the server or something on the way drops connections."
        case .invalidReply: "Check that the URL is that of the service and not of something in front of it."
        case .cancelled: "Run the command again."
        case .shutDown: "Run the command again."
        case .transportBroken: "Check the machine's memory and its limit of open files."
        }
    }
}
