import Documents
import FoundationEssentials
import Sandbox
import Signing

/// A board of the sandbox on the bench: requests go in, answers come out, no sockets and no waiting.
struct Bench {
    static let adapters = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Adapters")

    /// Sunday 22 November 2026, 10:00 UTC.
    static let epoch = 1_795_341_600
    static let start = Date(timeIntervalSince1970: Double(epoch))

    var board: Board
    var headers: [String: String]

    /// Seconds since the start at which the next request arrives.
    var clock = 0.0

    init(_ id: String, headers: [String: String] = [:]) throws {
        let file = Bench.adapters.appendingPathComponent(id).appendingPathComponent("contract.yaml")
        let contract = try Contract(String(contentsOf: file, encoding: .utf8), file: "\(id)/contract.yaml")
        board = Board(contract, url: "http://127.0.0.1:1/\(id)")
        self.headers = headers
    }

    var now: Date { Bench.start.addingTimeInterval(clock) }

    /// Sends a request; headers given here win over those of the bench, an empty one is not sent.
    mutating func send(
        _ method: String,
        _ target: String,
        _ body: String? = nil,
        headers extra: [String: String] = [:]
    ) -> Answer {
        var all = headers
        if let body, all["Content-Type"] == nil {
            all["Content-Type"] = body.hasPrefix("<") ? "application/xml" : "application/json"
        }
        all.merge(extra) { $1 }
        let list = all.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { SandboxHeader($0.key, $0.value) }
        return board.answer(SandboxRequest(method, target, headers: list, body: Array((body ?? "").utf8)), now: now)
    }

    /// Every record that the board keeps now.
    var ads: [Value] { board.state(now: now)["ads"]?.list ?? [] }

    /// The records that visitors see now.
    var visible: [Value] { ads.filter { $0["visible"]?.boolean == true } }

    /// What the board found wrong with the document fetched last.
    var feedFaults: [String] {
        (board.state(now: now)["feed"]?.at("faults")?.list ?? []).compactMap(\.text)
    }
}

extension Answer {
    var status: Int { reply.status }
    var text: String { String(decoding: reply.body, as: UTF8.self) }
    var json: Value { JSON.parse(reply.body) ?? .null }

    /// The number at a path of a JSON answer, or nil.
    func number(_ path: String) -> Double? { json.number(path) }
}

extension Value {
    /// What stands at a path such as `errors.0.message`, or nil.
    func at(_ path: String) -> Value? {
        path.split(separator: ".").reduce(self as Value?) { here, step in
            if let list = here?.list { return Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil } }
            return here?[String(step)]
        }
    }
}

/// A request that is good but for one thing.
struct Bad: Sendable, CustomStringConvertible {
    let name: String
    let old: String
    let new: String
    let status: Int
    let says: String

    /// - Parameters:
    ///   - old: Part of the good body that is replaced; empty for nothing.
    ///   - says: What the answer must contain.
    init(_ name: String, _ old: String = "", _ new: String = "", status: Int, says: String) {
        self.name = name
        self.old = old
        self.new = new
        self.status = status
        self.says = says
    }

    var description: String { name }

    /// The good body with the one thing changed.
    ///
    /// - Throws: ``NotThere`` when the part to replace is not in it.
    func body(from good: String) throws -> String {
        guard old.isEmpty || good.contains(old) else { throw NotThere(part: old) }
        return old.isEmpty ? good : good.replacing(old, with: new)
    }

    struct NotThere: Error, Sendable {
        let part: String
    }
}

extension Value {
    /// The number at a path, or nil.
    func number(_ path: String) -> Double? { at(path)?.number.flatMap { Double($0.description) } }
}

extension String {
    /// The text so many times.
    func times(_ count: Int) -> String { String(repeating: self, count: count) }

    /// The text in Base64.
    var base64: String { Base64.encode(utf8) }
}
