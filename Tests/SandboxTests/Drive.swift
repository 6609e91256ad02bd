import Documents
import Foundation
import Sandbox

/// Contracts of the tests, and short ways to drive a board without sockets.
enum Drive {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Contracts")

    /// Sunday 22 November 2026, 10:00 UTC.
    static let start = Date(timeIntervalSince1970: 1_795_341_600)

    static func contract(_ name: String) throws -> Contract {
        let file = folder.appendingPathComponent(name + ".yaml")
        return try Contract(String(contentsOf: file, encoding: .utf8), file: name + ".yaml")
    }

    static func board(_ name: String, capWaits: Duration? = nil) throws -> Board {
        let contract = try contract(name)
        return Board(contract, url: "http://127.0.0.1:1/\(contract.id)", capWaits: capWaits)
    }
}

extension Board {
    /// Sends JSON with the main bearer token and returns the answer.
    mutating func send(
        _ method: String,
        _ target: String,
        _ json: String? = nil,
        token: String = "sandbox-acorn-token",
        headers: [String: String] = [:],
        at seconds: Double = 0
    ) -> Answer {
        var all = ["Authorization": "Bearer \(token)", "User-Agent": "Placard/1"]
        if json != nil { all["Content-Type"] = "application/json" }
        all.merge(headers) { $1 }
        let request = SandboxRequest(
            method,
            target,
            headers: all.sorted { $0.key < $1.key }.map { SandboxHeader($0.key, $0.value) },
            body: Array((json ?? "").utf8)
        )
        return answer(request, now: Drive.start.addingTimeInterval(seconds))
    }

    func ads(at seconds: Double = 0) -> [Value] {
        state(now: Drive.start.addingTimeInterval(seconds))["ads"]?.list ?? []
    }
}

extension Answer {
    var status: Int { reply.status }
    var text: String { String(decoding: reply.body, as: UTF8.self) }
    var json: Value { JSON.parse(reply.body) ?? .null }
}
