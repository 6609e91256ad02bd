import Documents
import Signing

public import struct FoundationEssentials.Date

/// One board of the sandbox: everything it remembers, and every decision it takes.
///
/// A value without clock, sockets or threads: give it requests and the time, and it gives answers.
public struct Board: Sendable {
    /// The contract it keeps.
    public let contract: Contract

    /// Its base URL, without a slash at the end.
    public let url: String

    /// Credentials it accepts: fields by credential name; generated keys are filled in.
    public let credentials: [String: [String: String]]

    let capWaits: Duration?
    var random: SeededGenerator
    var counters: [String: Int] = [:]
    var records: [String: [Record]] = [:]
    var lagging: [String: Lag] = [:]
    var tasks: [TaskRecord] = []
    var coming: [EventRecord] = []
    var events: [EventRecord] = []
    var tokens: [String: Token] = [:]
    var remembered: [String: Remembered] = [:]
    var windows: [String: Window] = [:]
    var faults: [SandboxFault] = []
    var feed = FeedState()
    var orders: [Int: Scope] = [:]
    var creations = 0
    var log: [LogEntry] = []

    /// A change that reads do not see yet; `before` is nil for a record that was not there.
    struct Lag: Sendable, Hashable {
        let until: Date
        let before: Record?
    }

    struct EventRecord: Sendable, Hashable {
        var id: Int
        let type: String
        let time: Date
        let data: Value
    }

    struct Token: Sendable, Hashable {
        let account: String
        let scheme: String
        let ends: Date
    }

    struct Remembered: Sendable, Hashable {
        let ends: Date
        let collection: String
        let number: String?
        let task: TaskRecord?
    }

    struct Window: Sendable, Hashable {
        var ends: Date
        var used: Int
    }

    struct LogEntry: Sendable, Hashable {
        let time: Date
        let method: String
        let path: String
        let route: String
        let status: Int
        let decision: String
    }

    /// Creates a board that remembers nothing.
    ///
    /// - Parameters:
    ///   - url: Its base URL, without a slash at the end.
    ///   - capWaits: Longest wait of any task, review or event; nil leaves the contract's.
    ///   - seed: Fixes ids and chances.
    public init(_ contract: Contract, url: String, capWaits: Duration? = nil, seed: UInt64 = 1) {
        self.contract = contract
        self.url = url
        self.capWaits = capWaits
        random = SeededGenerator(seed: seed)
        credentials = contract.credentials.mapValues { fields in
            var fields = fields
            for (name, value) in fields where value == "generated-rsa" {
                guard let keys = try? TestKeys() else { continue }
                fields[name] = keys.publicKeyPEM
                fields["private_key"] = keys.privateKeyPEM
            }
            return fields
        }
    }

    /// Answers one request.
    ///
    /// - Parameters:
    ///   - request: The request, its path relative to the board's base URL.
    ///   - now: The time.
    public mutating func answer(_ request: SandboxRequest, now: Date) -> Answer {
        settle(now: now)
        let answer = misbehaving(request, now)
        log.append(
            LogEntry(
                time: now,
                method: request.method,
                path: request.path,
                route: answer.route,
                status: answer.ending == .reset ? 0 : answer.reply.status,
                decision: answer.decision
            )
        )
        if log.count > 10_000 { log.removeFirst(1000) }
        return answer
    }

    /// Asks the board to misbehave.
    public mutating func misbehave(_ fault: SandboxFault) {
        faults.append(fault)
    }

    /// Ends all misbehaviour.
    public mutating func behave() {
        faults = []
    }

    /// Forgets everything but the contract, the credentials and the feed's address.
    public mutating func reset() {
        let address = feed.url
        let random = random
        self = Board(contract, url: url, credentials: credentials, capWaits: capWaits, random: random)
        feed.url = address
    }

    private init(
        _ contract: Contract,
        url: String,
        credentials: [String: [String: String]],
        capWaits: Duration?,
        random: SeededGenerator
    ) {
        self.contract = contract
        self.url = url
        self.credentials = credentials
        self.capWaits = capWaits
        self.random = random
    }

    /// A wait of the contract, capped when waits are.
    func capped(_ wait: Duration) -> Duration { capWaits.map { min($0, wait) } ?? wait }

    func after(_ wait: Duration, _ now: Date) -> Date { now.addingTimeInterval(capped(wait).inSeconds) }

    mutating func count(_ name: String, from start: Int = 1) -> Int {
        defer { counters[name] = (counters[name] ?? start) + 1 }
        return counters[name] ?? start
    }
}
