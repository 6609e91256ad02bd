/// One header of a request or an answer.
public struct SandboxHeader: Sendable, Hashable {
    /// Name as written.
    public let name: String

    /// Value as written.
    public let value: String

    /// Creates a header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One request to a board, as it came over the wire.
public struct SandboxRequest: Sendable, Hashable {
    /// Method in capitals.
    public let method: String

    /// Path below the board's base path, still percent-encoded, starting with `/`.
    public let path: String

    /// Query parameters in order, decoded.
    public let query: [SandboxHeader]

    /// Headers in order.
    public let headers: [SandboxHeader]

    /// The body.
    public let body: [UInt8]

    /// Address of the caller.
    public let peer: String

    /// Creates a request.
    ///
    /// - Parameter target: Path below the board's base path, with its query, as in the request line.
    public init(
        _ method: String,
        _ target: String,
        headers: [SandboxHeader] = [],
        body: [UInt8] = [],
        peer: String = "127.0.0.1"
    ) {
        self.method = method
        let pieces = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = pieces.first.map(String.init) ?? "/"
        query = pieces.count > 1 ? PercentCoding.pairs(String(pieces[1])) : []
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The first value of a header, whatever its case, or nil.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// One answer of a board, before any disturbance.
public struct SandboxAnswer: Sendable, Hashable {
    /// Status code.
    public var status: Int

    /// Headers in order, without those that the server adds (`Date`, `Content-Length`).
    public var headers: [SandboxHeader]

    /// The body.
    public var body: [UInt8]

    /// Creates an answer.
    public init(status: Int, headers: [SandboxHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whatever its case, or nil.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What a board decided about one request: the answer, how it is delivered, and what is fetched afterwards.
public struct Answer: Sendable, Hashable {
    /// How the answer reaches the caller.
    public enum Ending: Sendable, Hashable {
        /// Whole.
        case complete

        /// The connection is reset without a byte of the answer.
        case reset

        /// Headers and half of the body arrive, then the connection is reset.
        case truncated
    }

    /// The answer itself.
    public var reply: SandboxAnswer

    /// How it reaches the caller.
    public var ending = Ending.complete

    /// How long the caller waits for it.
    public var delay = Duration.zero

    /// How far the `Date` header is off.
    public var skew = Duration.zero

    /// Documents that the board wants to fetch now.
    public var fetches: [FetchOrder] = []

    /// Name of the route that answered, or what did instead.
    public var route = ""

    /// What was decided, in a word or a refusal's message.
    public var decision = ""

    init(_ reply: SandboxAnswer, route: String = "", decision: String = "") {
        self.reply = reply
        self.route = route
        self.decision = decision
    }
}

/// A document that a board wants to see.
public struct FetchOrder: Sendable, Hashable {
    /// Why it is fetched.
    public enum Purpose: Sendable, Hashable {
        /// It is the feed.
        case feed

        /// The page was said to have an ad.
        case page

        /// The page was said to be gone.
        case goneCheck
    }

    /// Id of the board that asks.
    public let board: String

    /// Where it stands.
    public let url: String

    /// Why it is fetched.
    public let purpose: Purpose

    /// How long to wait before.
    public let wait: Duration

    let number: Int
}

/// What came of a fetch.
public enum FetchedDocument: Sendable, Hashable {
    /// The server answered.
    case answered(SandboxAnswer)

    /// No answer came; the text says why.
    case failed(String)
}
