import Foundation
import Testing

@testable import Gateway

@Suite("The workspace's files")
struct WorkspaceTests {
    @Test("accounts that are connected at the same time are all kept")
    func parallel() async throws {
        let bench = try Bench([:])
        defer { bench.remove() }
        let gateway = try bench.gateway
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<24 {
                group.addTask {
                    _ = try? await gateway.connect(ConnectRequest(adapter: "byhand", name: "account-\(number)"))
                }
            }
        }
        #expect(try Workspace(root: bench.folder).file.accounts.count == 24)
    }

    @Test("keys that are made at the same time are one")
    func oneKey() async throws {
        let bench = try Bench([:])
        defer { bench.remove() }
        let workspace = try bench.gateway.workspace
        @Sendable func tokens() throws -> SealedTokens {
            SealedTokens(seal: try Secrets(environment: [:], workspace: workspace).seal())
        }
        let sealed = await withTaskGroup(of: [UInt8]?.self) { group in
            for _ in 0..<24 { group.addTask { try? tokens().seal("x", account: "a") } }
            return await group.reduce(into: [[UInt8]]()) { all, next in if let next { all.append(next) } }
        }
        #expect(sealed.count == 24)
        for text in sealed { #expect(try tokens().open(text, account: "a") == "x") }
    }

    @Test("a ledger that is gone is told from one that never was")
    func lostLedger() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        #expect(try !bench.gateway.workspace.hasLostLedger)
        _ = try await bench.post()
        #expect(try bench.gateway.workspace.hasLostLedger)
        try bench.write("", to: "placard.db")
        #expect(try !bench.gateway.workspace.hasLostLedger)
    }
}
