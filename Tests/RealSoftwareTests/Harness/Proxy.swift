import Foundation

/// mitmproxy before a receiver: it counts what passes and loses answers on demand.
struct Proxy: Sendable {
    /// What befalls a request; the script in Tests/Peers/mitm explains each.
    enum Effect: String, Sendable, Encodable {
        case lose, drop, busy, html, truncate
    }

    /// A request that passed.
    struct Passed: Sendable, Decodable {
        let method: String
        let path: String
        let key: String?
        let status: Int?
        let fault: String?
    }

    private struct Fault: Encodable {
        let method: String
        let path: String
        let effect: Effect
        let times: Int
    }

    let process: PeerProcess

    /// Lets the next request with this method whose path matches suffer an effect.
    func expect(_ effect: Effect, _ method: String, _ path: String, times: Int = 1) async throws {
        let fault = Fault(method: method, path: path, effect: effect, times: times)
        let json = String(decoding: try JSONEncoder().encode([fault]), as: UTF8.self)
        let reply = try await Web.send("PUT", "\(process.url)/.faults", json: json)
        guard reply.status == 200 else { throw HarnessError("The proxy refused the fault: \(reply.body)") }
    }

    /// What passed since the last call of ``forget()``.
    func passed() async throws -> [Passed] {
        try await Web.send("GET", "\(process.url)/.requests").decoded(as: [Passed].self)
    }

    /// Begins to count anew, without faults.
    func forget() async throws {
        _ = try await Web.send("PUT", "\(process.url)/.faults", json: "[]")
        _ = try await Web.send("DELETE", "\(process.url)/.requests")
    }
}
