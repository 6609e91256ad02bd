import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("One account does not stop the others")
struct OtherAccountsTests {
    private func bench() throws -> Bench {
        var bench = try Bench(["first": "plain", "second": "plain"])
        try bench.edit("second") { $0.secretPlaces = [.init(key: "key", place: .environment("OTHER"))] }
        bench.environment["OTHER"] = "other-key-123456"
        return bench
    }

    @Test("post serves the others and says per posting why one waits")
    func post() async throws {
        var bench = try bench()
        defer { bench.remove() }
        bench.environment["OTHER"] = nil
        let report = try await bench.post(waits: true)
        #expect(report.exitStatus == 4)
        #expect(report.postings.map(\.key.account) == ["first", "second"])
        #expect(report.postings.map(\.state) == [.live, .waitingForCustomer])
        #expect(report.postings.last?.error?.message.contains("OTHER") == true)
        #expect(bench.board.titles == ["Cook"])
        bench.environment["OTHER"] = "other-key-123456"
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.titles == ["Cook", "Cook"])
    }

    @Test(
        "an account with a setting that is wrong, or an adapter that is broken, waits alone",
        arguments: [true, false]
    )
    func incomplete(hasBrokenAdapter: Bool) async throws {
        var bench = try bench()
        defer { bench.remove() }
        if hasBrokenAdapter {
            try bench.write("schema: 1\nid: broken\nkynd: api\n", to: "adapters/broken/manifest.yaml")
            try bench.edit("second") { $0.adapter = "broken" }
        } else {
            try bench.edit("second") { $0.settings["taem"] = .text("x") }
        }
        let report = try await bench.post()
        #expect(report.exitStatus == 4)
        #expect(Set(report.postings.map(\.state)).contains(.waitingForCustomer))
        #expect(bench.board.titles == ["Cook"])
    }

    @Test("when no account is in order the wish is written down all the same, and carried out when one is")
    func all() async throws {
        var bench = try bench()
        defer { bench.remove() }
        let secrets = bench.environment
        bench.environment = [:]
        let held = try await bench.post(waits: true)
        #expect(held.exitStatus == 4)
        #expect(held.postings.map(\.state) == [.waitingForCustomer, .waitingForCustomer])
        #expect(held.postings.allSatisfy { $0.error?.code == "secret-missing" })
        bench.environment = secrets
        #expect(try await bench.gateway.sync([]).exitStatus == 0)
        #expect(bench.board.titles == ["Cook", "Cook"])

        bench.environment = [:]
        #expect(try await bench.gateway.sync([]).exitStatus == 4)
        #expect(try await bench.gateway.watch([]) { _ in }.exitStatus == 4)
        let ended = try await bench.gateway.withdraw(["cook"], to: [], waits: true)
        #expect(ended.exitStatus == 4)
        #expect(ended.postings.allSatisfy { $0.error?.code == "secret-missing" })
        bench.environment = secrets
        #expect(try await bench.gateway.sync([]).exitStatus == 0)
        #expect(bench.board.titles.isEmpty)
    }

    @Test("an end is written down though the adapter is broken; nothing can be declared of a new ad")
    func brokenAdapter() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try bench.write("schema: 1\nid: plain\nkynd: api\n", to: "adapters/plain/manifest.yaml")
        try bench.write(role: "baker")
        let gateway = try bench.gateway
        await #expect(throws: Diagnostics.self) { try await gateway.post(PostRequest(roles: ["baker"], to: ["main"])) }
        #expect(try await bench.gateway.withdraw(["cook"], to: [], waits: true).exitStatus == 4)
        try bench.write(Manifests.plain(), to: "adapters/plain/manifest.yaml")
        #expect(try await bench.gateway.sync([]).exitStatus == 0)
        #expect(bench.board.titles.isEmpty)
    }

    @Test("withdraw and sync serve the others; the one that waits is withdrawn when its account is in order")
    func withdraw() async throws {
        var bench = try bench()
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        bench.environment["OTHER"] = nil
        let report = try await bench.gateway.withdraw(["cook"], to: [], waits: true)
        #expect(report.exitStatus == 4)
        #expect(report.postings.map(\.state) == [.withdrawn, .waitingForCustomer])
        #expect(bench.board.titles.count == 1)
        #expect(try await bench.gateway.sync([]).exitStatus == 4)
        bench.environment["OTHER"] = "other-key-123456"
        #expect(try await bench.gateway.sync([]).exitStatus == 0)
        #expect(bench.board.titles.isEmpty)
    }

    @Test("what is settled on a removed account is simply shown, what is not is reported")
    func removed() async throws {
        var bench = try bench()
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        bench.file.accounts.removeAll { $0.name == "second" }
        let shown = try await bench.gateway.sync([])
        #expect(shown.exitStatus == 0)
        #expect(shown.postings.map(\.state) == [.live, .live])
        let report = try await bench.gateway.withdraw(["cook"], to: [], waits: true)
        #expect(report.exitStatus == 4)
        #expect(report.postings.map(\.state) == [.withdrawn, .waitingForCustomer])
        #expect(report.postings.last?.error?.code == "account-removed")
    }
}
