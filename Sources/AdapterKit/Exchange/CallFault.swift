/// Why a request could not be written.
///
/// No secret ever stands in it.
public struct CallFault: Error, Sendable, Hashable {
    /// Kinds of fault.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The adapter declares no such call, look-up or watch, or none that is made of a request.
        case noSuchCall = "no-such-call"
        /// Something that the request cannot do without is absent.
        case missingValue = "missing-value"
        /// A secret of the account, or its access token, is not there.
        case missingSecret = "missing-secret"
        /// An address cannot be made of what is there.
        case badAddress = "bad-address"
        /// The postings do not go into one request.
        case badBatch = "bad-batch"
        /// A signature could not be made.
        case notSigned = "not-signed"
        /// The body could not be written.
        case badBody = "bad-body"
    }

    /// Kind of fault.
    public let code: Code

    /// What is wrong, in one sentence, naming adapter, call and part.
    public let message: String

    /// What to do about it.
    public let remedy: String

    /// Creates a fault.
    public init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

extension CallFault: CustomStringConvertible {
    /// Message and remedy in one line.
    public var description: String { "\(message) \(remedy)" }
}
