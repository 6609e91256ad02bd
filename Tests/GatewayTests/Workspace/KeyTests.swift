import Foundation
import Ledger
import Synchronization
import Testing

@testable import Gateway

@Suite("The key of a ledger that machines share")
struct KeyTests {
    /// A workspace that keeps its ledger in a database; the bench opens its own in its place.
    private func bench() throws -> Bench {
        var bench = try Bench(["main": "plain"])
        bench.file.store = "postgresql://me@db/jobs"
        return bench
    }

    @Test("leaves its fingerprint with the first command that writes, and nothing of itself")
    func kept() async throws {
        let bench = try bench()
        defer { bench.remove() }
        _ = try await bench.gateway.status([])
        #expect(try await bench.store.text(of: .key) == nil)
        _ = try await bench.post()
        let noted = try #require(try await bench.store.text(of: .key))
        #expect(noted.wholeMatch(of: /[0-9a-f]{16}/) != nil)
        #expect(try await bench.post().exitStatus == 0)
        #expect(try await bench.store.text(of: .key) == noted)
    }

    @Test("that is another one, or is missing, refuses what writes, and warns who looks", arguments: [true, false])
    func other(isThere: Bool) async throws {
        let bench = try bench()
        defer { bench.remove() }
        try await bench.store.write("0123456789abcdef", to: .key, over: nil)
        if isThere { _ = try Secrets(environment: [:], workspace: bench.gateway.workspace).seal() }
        let refusal = try await bench.refusal { _ = try await $0.post(PostRequest(roles: ["cook"], to: ["all"])) }
        #expect(refusal.code == "other-key")
        #expect(refusal.message.contains("0123456789abcdef"))
        #expect(refusal.message.contains(isThere ? "is another key" : "is not there"))
        #expect(refusal.remedy.contains("Copy .placard-key"))
        #expect(bench.board.changes == [])
        let path = try bench.gateway.workspace.keyPath
        #expect(FileManager.default.fileExists(atPath: path) == isThere)
        var gateway = try bench.gateway
        let warnings = Mutex<[String]>([])
        gateway.onWarning = { warning in warnings.withLock { $0.append(warning.code) } }
        _ = try await gateway.status([])
        #expect(warnings.withLock { $0 } == ["other-key"])
    }

    @Test("takes the place of one that is lost when a person says so")
    func adopted() async throws {
        let bench = try bench()
        defer { bench.remove() }
        try await bench.store.write("0123456789abcdef", to: .key, over: nil)
        #expect(try await bench.gateway.adoptLedger().isNewKey)
        #expect(try await !bench.gateway.adoptLedger().isNewKey)
        #expect(try await bench.post(waits: true).exitStatus == 0)
    }

    @Test("a ledger that was copied elsewhere takes nothing any more, and says where it went")
    func moved() async throws {
        let bench = try bench()
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try await bench.store.write("postgresql://me@other/jobs", to: .moved, over: nil)
        for action: @Sendable (Gateway) async throws -> Void in [
            { _ = try await $0.post(PostRequest(roles: ["cook"], to: ["all"])) },
            { _ = try await $0.adoptLedger() },
        ] {
            let gateway = try bench.gateway
            let error = await #expect(throws: LedgerError.self) { try await action(gateway) }
            #expect(error?.remedy.contains("postgresql://me@other/jobs") == true)
        }
        var gateway = try bench.gateway
        let warnings = Mutex<[String]>([])
        gateway.onWarning = { warning in warnings.withLock { $0.append(warning.code) } }
        _ = try await gateway.status([])
        #expect(warnings.withLock { $0 } == ["ledger-moved"])
    }
}
