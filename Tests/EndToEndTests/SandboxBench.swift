import Documents
import Foundation
import Testing

/// The sandbox as a process of its own.
struct SandboxBench {
    private let process: Running
    let document: Value

    /// Runs a body while the sandbox is up.
    static func with(_ body: (SandboxBench) async throws -> Void) async throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let process = try bench.start(["sandbox", "--json"], isServer: true)
        defer {
            process.send(SIGINT)
            process.endInTime()
            _ = process.finish()
        }
        try await body(SandboxBench(process: process, document: try process.firstDocument()))
    }

    /// The address that stands in for a board's server.
    func url(of board: String) -> String { document["boards"]?[board]?["url"]?.text ?? "" }

    /// Forgets every ad.
    func reset() async throws { _ = try await Local.fetch("\(root)/_sandbox/reset", method: "POST") }

    /// How many ads a board has ever made.
    func creations(at board: String) async throws -> Int {
        let state = try await Local.ask("\(root)/_sandbox/ads?board=\(board)")
        return try #require(state["creations"]?.scalarText.flatMap { Int($0) })
    }

    private var root: String { document["url"]?.text ?? "" }
}
