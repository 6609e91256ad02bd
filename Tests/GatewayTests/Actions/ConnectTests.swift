import Delivery
import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Connecting")
struct ConnectTests {
    @Test("what another command makes of the account meanwhile is checked, not written over")
    func meanwhile() async throws {
        var bench = try Bench([:])
        defer { bench.remove() }
        bench.onOpen = Self.other(in: bench.folder, Bench.entry("main", "byhand"))
        let refusal = try await bench.refusal { _ = try await $0.connect(Self.request) }
        #expect(refusal.code == "other-adapter")
        #expect(try Workspace(root: bench.folder).file.account("main")?.adapter == "byhand")
    }

    @Test("what another command adds to the account meanwhile is kept")
    func kept() async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        var night = Bench.entry("main", "plain")
        night.settings["team"] = .text("Night")
        bench.onOpen = Self.other(in: bench.folder, night)
        _ = try await bench.gateway.connect(Self.request)
        let written = try #require(try Workspace(root: bench.folder).file.account("main"))
        #expect(written.settings["team"] == .text("Night"))
        #expect(written.secretPlaces == [.init(key: "key", place: .sealed)])
    }

    @Test("a secret given as a setting is refused without being shown, and nothing is written")
    func openSecret() async throws {
        let bench = try Bench([:])
        defer { bench.remove() }
        var request = ConnectRequest(adapter: "plain", name: "main")
        request.settings = [("key", "open-key-123456")]
        let refusal = try await bench.refusal { [request] in _ = try await $0.connect(request) }
        #expect(refusal.code == "secret-as-argument")
        #expect(!refusal.description.contains("open-key"))
        #expect(try Workspace(root: bench.folder).file.accounts.isEmpty)
    }

    /// A board that can be asked who an account is.
    private static let asked = Manifests.plain(
        id: "asked",
        more: "  check:\n    request: { method: GET, path: \"/ads/1\" }\n    success: { status: [200, 404] }"
    )

    @Test("a check obeys what the board asked for: a second one sends nothing and says until when")
    func checkWaits() async throws {
        let bench = try Bench(["main": "asked"], manifests: ["asked": Self.asked])
        defer { bench.remove() }
        bench.board.fail("GET", .asksToWait(120))
        let first = try await bench.gateway.check("main")
        guard case .transient(.some) = first.verdict?.kind else {
            Issue.record("\(first)")
            return
        }
        let until = bench.clock.now.addingTimeInterval(120)
        let second = try await bench.gateway.check("main")
        #expect(bench.board.requests == 1)
        #expect(second.verdict?.label == "transient")
        #expect(second.verdict?.reason?.contains(until.formatted(.iso8601)) == true, "\(second)")
        #expect(try await bench.store.accounts(["main"]).first?.cooldownUntil == until)
        #expect(bench.store.exchanges.map(\.call) == ["check"])
        bench.clock.move(by: 121)
        #expect(try await bench.gateway.check("main").verdict?.label == "accepted")
        #expect(bench.store.exchanges.count == 2)
    }

    @Test("a check keeps within the board's limits, and draws from them")
    func checkLimits() async throws {
        let limited = Self.asked.replacing(
            "limits: []",
            with: "limits: [{ count: 1, unit: requests, per: 1h, of: account, src: \"https://plain.example/limits\" }]"
        )
        let bench = try Bench(["main": "asked"], manifests: ["asked": limited])
        defer { bench.remove() }
        #expect(try await bench.gateway.check("main").verdict?.label == "accepted")
        #expect(try await bench.gateway.check("main").verdict?.label == "transient")
        #expect(bench.board.requests == 1)
    }

    @Test("a board that cannot be reached is not asked without end, and a check ends a pause")
    func checkBreaks() async throws {
        let bench = try Bench(["main": "asked"], manifests: ["asked": Self.asked])
        defer { bench.remove() }
        var memory = AccountState(name: "main")
        memory.paused = PostingError(code: "credentials", message: "Refused.", remedy: "Mend it.")
        memory.fingerprint = try await bench.gateway.deliveryAccount(bench.file.accounts[0], ledger: bench.store)
            .fingerprint
        _ = try await bench.store.commit([Step([.account(memory)])])
        bench.board.fail("GET", .losesAnswer, times: 6)
        for _ in 0..<8 { #expect(try await bench.gateway.check("main").verdict?.label == "transient") }
        #expect(bench.board.requests == 5)
        #expect(try await bench.store.accounts(["main"]).first?.paused != nil)
        bench.clock.move(by: 3600)
        #expect(try await bench.gateway.check("main").verdict?.label == "transient")
        bench.clock.move(by: 3600)
        #expect(try await bench.gateway.check("main").verdict?.label == "accepted")
        #expect(try await bench.store.accounts(["main"]).first?.paused == nil)
    }

    @Test("an address that is none is said to be one, and nothing about credentials")
    func checkFault() async throws {
        let placed = Self.asked.replacing("path: \"/ads/1\"", with: "path: \"/ads/{settings.team}\"")
        let bench = try Bench(["main": "asked"], manifests: ["asked": placed])
        defer { bench.remove() }
        let refusal = try await bench.refusal { _ = try await $0.check("main") }
        #expect(["missing-value", "bad-address"].contains(refusal.code))
        #expect(bench.board.requests == 0)
    }

    /// A typed secret is sealed in the ledger, which is opened for that after every check.
    private static let request = {
        var request = ConnectRequest(adapter: "plain", name: "main")
        request.typed = [("key", "typed-key-123456")]
        return request
    }()

    /// Another command that writes an account.
    private static func other(
        in folder: String,
        _ entry: WorkspaceFile.AccountEntry
    ) -> @Sendable () throws -> Void {
        {
            try Workspace(root: folder).change { file in
                file.accounts.removeAll { $0.name == entry.name && $0.adapter != entry.adapter }
                guard file.account(entry.name)?.secretPlaces.contains(where: { $0.place == .sealed }) != true else {
                    return
                }
                file.accounts = file.accounts.filter { $0.name != entry.name } + [entry]
            }
        }
    }
}
