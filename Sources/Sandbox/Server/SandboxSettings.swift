public import struct FoundationEssentials.Date

/// What a sandbox is started with.
public struct SandboxSettings: Sendable {
    /// Port on 127.0.0.1; 0 lets the system choose one.
    public var port: Int

    /// One contract per board.
    public var contracts: [Contract]

    /// Folder served under `/site/`; nil serves none.
    public var siteRoot: String?

    /// Longest wait of any task, review or event; nil leaves what the contracts say.
    public var capWaits: Duration?

    /// Tells the time that boards decide by.
    public var clock: @Sendable () -> Date

    /// Fixes ids and chances.
    public var seed: UInt64

    /// Creates settings; the clock is the wall clock unless another is given.
    public init(
        port: Int = 0,
        contracts: [Contract],
        siteRoot: String? = nil,
        capWaits: Duration? = nil,
        clock: @escaping @Sendable () -> Date = { Date() },
        seed: UInt64 = 1
    ) {
        self.port = port
        self.contracts = contracts
        self.siteRoot = siteRoot
        self.capWaits = capWaits
        self.clock = clock
        self.seed = seed
    }
}

/// A sandbox that is listening.
public struct RunningSandbox: Sendable {
    /// Where it listens, such as `http://127.0.0.1:49152`, without a slash at the end.
    public let baseURL: String

    /// Its port.
    public let port: Int

    let switchboard: Switchboard

    /// Base URL of one board, to be used in place of the board's own hosts.
    public func url(of board: String) -> String { "\(baseURL)/\(board)" }

    /// Credentials that a board accepts: fields by credential name; nil for a board that is not here.
    public func credentials(of board: String) -> [String: [String: String]]? {
        switchboard.inspect(board) { $0.credentials }
    }

    /// Asks a board to misbehave.
    public func misbehave(_ fault: SandboxFault, on board: String) {
        _ = switchboard.inspect(board) { $0.misbehave(fault) }
    }

    /// Looks at a board, or changes it; nil for a board that is not here.
    public func with<Result: Sendable>(_ board: String, _ body: (inout Board) -> Result) -> Result? {
        switchboard.inspect(board, body)
    }

    /// Lets a board fetch its feed now; false when it has none or knows no address.
    public func fetchFeed(of board: String) async -> Bool {
        guard let order = switchboard.inspect(board, { $0.feedOrder() }) ?? nil else { return false }
        await switchboard.carryOut(order)
        return true
    }
}
