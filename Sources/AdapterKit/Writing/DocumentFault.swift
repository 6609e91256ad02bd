/// Why a document could not be written.
public struct DocumentFault: Error, Sendable, Hashable {
    /// Short stable name: `no-document`, `no-body`, `no-template`, `bad-template`, `too-many-ads`.
    public let code: String

    /// What is wrong, in one sentence, with the place in the template when there is one.
    public let message: String

    /// What to do about it.
    public let remedy: String

    /// Creates a fault.
    public init(_ code: String, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

extension DocumentFault: CustomStringConvertible {
    /// Message and remedy in one line.
    public var description: String { "\(message) \(remedy)" }
}
