import AdapterKit
import Delivery
import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import RoleFiles
import Testing

@testable import Gateway

@Suite("Shown as it is delivered")
struct SameInputTests {
    @Test("a preview and a document are made from what delivery makes the ad from")
    func same() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.board.fail("POST", .losesAnswer)
        _ = try await bench.post()
        try await bench.alter("main") { posting in
            posting.kept["mark"] = .text("m")
            posting.kept["pass"] = .object(["sealed": .text("xyz")])
        }
        let posting = try await bench.posting("main")
        let sent = try #require(posting.sent)
        #expect(posting.accepted == nil)
        let gateway = try bench.gateway
        let account = try gateway.renderAccount(bench.file.accounts[0])
        let role = try gateway.roles(["cook"])[0].role
        let kept: Members = ["mark": .text("m"), "pass": .text("secret-pass-stands-in")]
        let delivered = account.input(for: posting, role: role, kept: kept, zone: "UTC", now: bench.clock.now)
        #expect(delivered.accepted == sent.values)

        let shown = try #require(try await gateway.drafts(["cook"], to: []).first)
        #expect(shown.input == delivered)
        let written = try #require(try await gateway.wanted(posting, account, nil, bench.store))
        #expect(written.input == delivered)
    }

    @Test("a posting that is not there yet is shown under a name that stands in")
    func new() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let input = try #require(try await bench.gateway.drafts(["cook"], to: []).first?.input)
        #expect(input.reference == "preview0" && input.creation == 1 && input.accepted == nil)
        #expect(input.opened == bench.clock.now && input.places.count == 1)
    }
}
