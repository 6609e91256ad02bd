import Documents
import Foundation
import Testing
import Transport

/// A demonstration that is up: ten accounts connected to the sandbox, in a workspace of its own.
struct DemoBench {
    let bench: Workbench
    let demo: Running
    let document: Value
    let sandbox: String

    /// Runs a body while the demonstration is up, and ends it afterwards.
    static func with(_ body: (DemoBench) async throws -> Void) async throws {
        let bench = try Workbench()
        // Below the ports that the system hands out by itself.
        let port = 20_000 + Int.random(in: 0..<12_000)
        let arguments = ["demo", "--keep", "--json", "--workspace", bench.folder, "--port", "\(port)"]
        let demo = try bench.start(arguments, isServer: true)
        defer {
            demo.send(SIGINT)
            demo.endInTime()
            _ = demo.finish()
            bench.remove()
        }
        let document = try demo.firstDocument()
        try await body(DemoBench(bench: bench, demo: demo, document: document, sandbox: "http://127.0.0.1:\(port)"))
    }

    /// Asks the sandbox's admin interface.
    func ask(_ path: String, method: String = "GET", body: String? = nil) async throws -> Value {
        try await Local.ask("\(sandbox)\(path)", method: method, body: body)
    }

    /// Fetches an address of this machine.
    func fetch(_ url: String) async throws -> Reply { try await Local.fetch(url) }

    /// The sandbox's ads of a board that hold a text anywhere.
    func ads(of board: String, holding text: String) async throws -> [Value] {
        let state = try await ask("/_sandbox/ads?board=\(board)")
        let list = state.list ?? state["ads"]?.list ?? state[board]?.list ?? []
        return list.filter { JSON.text($0).contains(text) }
    }

    /// How many requests the boards have had.
    func requestCount() async throws -> Int {
        let log = try await ask("/_sandbox/log")
        return (log.list ?? log["requests"]?.list ?? []).count
    }
}
