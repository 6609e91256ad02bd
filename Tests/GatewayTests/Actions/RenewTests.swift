import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Renew")
struct RenewTests {
    @Test("a board without a renewal says so, and nothing is asked for")
    func without() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        let report = try await bench.gateway.renew(["cook"], to: [])
        #expect(report.postings.first?.error?.code == "no-renewal")
        #expect(report.postings.first?.state == .live)
        #expect(report.exitStatus == 1)
        #expect(try await bench.posting("main").renewalsAsked == 0)
    }

    @Test("what is withdrawn or was never sent is not renewed; the others are")
    func others() async throws {
        let renewing = Manifests.plain(id: "renewing", more: Manifests.renewCall)
        let bench = try Bench(
            ["main": "renewing", "gone": "plain", "later": "plain"],
            manifests: ["renewing": renewing]
        )
        defer { bench.remove() }
        _ = try await bench.post(to: ["main", "gone"], waits: true)
        _ = try await bench.gateway.withdraw(["cook"], to: ["gone"], waits: true)
        _ = try await bench.post(to: ["later"], at: bench.clock.now.addingTimeInterval(86_400))
        let report = try await bench.gateway.renew(["cook"], to: [])
        #expect(report.postings.map(\.error?.code) == ["withdrawn", "never-sent", nil])
        #expect(report.exitStatus == 0)
        #expect(try await bench.store.postings(PostingFilter()).map(\.renewalsAsked) == [0, 0, 1])
        #expect(try await bench.posting("main").renewalsDone == 1)
        #expect(bench.board.changes == ["POST", "POST", "DELETE", "PUT"])
    }

    @Test("a replacement that comes too soon is planned as one that waits")
    func tooSoon() async throws {
        let manifest = Manifests.plain(updateRepeats: nil, more: "  update: { via: replace }")
            .replacing("closing: by itself", with: "closing: by itself, minimumBetween: 7d")
        let bench = try Bench(["main": "plain"], manifests: ["plain": manifest])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try bench.write(role: "cook", title: "Chef")
        let entry = try #require(try await bench.gateway.plan(["cook"], to: []).entries.first)
        #expect(entry.action == "replace")
        let report = try await bench.post()
        #expect(report.exitStatus == 4)
        let due = try #require(try await bench.posting("main").dueAt)
        #expect(entry.reason.contains("not before \(due.formatted(.iso8601))"))
        #expect(report.postings.first?.error?.code == "too-soon")
        #expect(bench.board.changes == ["POST"])
    }
}
