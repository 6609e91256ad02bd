/// Why a command could not begin: what is wrong and what to do, fit to be shown as it stands.
public struct GatewayError: Error, Sendable, Hashable {
    /// Short stable name.
    public let code: String
    /// What is wrong, in one sentence.
    public let message: String
    /// What to do about it.
    public let remedy: String

    /// Creates an error.
    public init(code: String, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

extension GatewayError: CustomStringConvertible {
    /// Message and remedy.
    public var description: String { "\(message) \(remedy)" }
}
