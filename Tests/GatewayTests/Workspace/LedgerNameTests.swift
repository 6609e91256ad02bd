import Foundation
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing

@testable import Gateway

@Suite("The ledger that a workspace names")
struct LedgerNameTests {
    private func text(_ bench: Bench) throws -> String {
        try String(contentsOfFile: "\(bench.folder)/\(Workspace.fileName)", encoding: .utf8)
    }

    @Test("is named by the first command that writes, and by none that only looks")
    func named() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.gateway.status([])
        #expect(try !text(bench).contains("ledger:"))
        _ = try await bench.post()
        let id = try #require(try await bench.store.identity())
        #expect(try Workspace(root: bench.folder).file.ledger == id)
        #expect(try text(bench).contains("\nledger: \(id)\n"))
    }

    @Test("is added to the file, and everything else that people wrote there stays")
    func kept() throws {
        let bench = try Bench([:])
        defer { bench.remove() }
        let before = "# ours\nschema: 1 # one\nzone: Europe/Berlin\naccounts: {}\ngroups: {}\n# the end\n"
        try bench.write(before, to: Workspace.fileName)
        let workspace = try Workspace(root: bench.folder)
        #expect(try workspace.name(ledger: "lone") == "lone")
        #expect(try text(bench) == before.replacing("# one\n", with: "# one\nledger: lone\n"))
        #expect(try workspace.name(ledger: "ltwo") == "lone")
        #expect(try workspace.name(ledger: "ltwo", replaces: true) == "ltwo")
        #expect(try text(bench) == before.replacing("# one\n", with: "# one\nledger: ltwo\n"))
        try bench.write("{ schema: 1, accounts: {}, groups: {} }\n", to: Workspace.fileName)
        #expect(try workspace.name(ledger: "lone") == "lone")
        #expect(try Workspace(root: bench.folder).file.ledger == "lone")
    }

    @Test("is not written to when it is missing or another, and nothing is sent")
    func lost() async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.file.ledger = "lformer"
        let isOpened = Mutex(false)
        bench.onOpen = { isOpened.withLock { $0 = true } }
        let missing = try await bench.refusal { _ = try await $0.post(PostRequest(roles: ["cook"], to: ["all"])) }
        #expect(missing.code == "ledger-lost")
        #expect(missing.remedy.contains("placard ledger adopt") == true)
        #expect(!isOpened.withLock { $0 })
        #expect(try bench.gateway.workspace.warnings.map(\.code) == ["ledger-lost"])

        try bench.write("", to: "placard.db")
        let other = try await bench.refusal { _ = try await $0.post(PostRequest(roles: ["cook"], to: ["all"])) }
        #expect(other.code == "ledger-lost")
        #expect(other.message.contains("lformer"))
        #expect(bench.board.changes == [])
    }

    @Test("is told to whoever looks when it is another")
    func warned() async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.file.ledger = "lformer"
        try bench.write("", to: "placard.db")
        var gateway = try bench.gateway
        let warnings = Mutex<[String]>([])
        let told: @Sendable (GatewayWarning) -> Void = { warning in warnings.withLock { $0.append(warning.code) } }
        gateway.onWarning = told
        _ = try await gateway.status([])
        #expect(warnings.withLock { $0 } == ["ledger-lost"])
    }

    @Test("gives way to the one that is there when a person says so")
    func adopted() async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.file.ledger = "lformer"
        let id = try #require(try await bench.store.identity())
        let answer = try await bench.gateway.adoptLedger()
        #expect(answer.id == id && answer.former == "lformer")
        bench.file = try Workspace(root: bench.folder).file
        #expect(bench.file.ledger == id)
        try bench.write("", to: "placard.db")
        #expect(try await bench.post(waits: true).exitStatus == 0)
    }
}
