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
        let report = try await bench.gateway.renew(["cook"], to: ["all"])
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
        let report = try await bench.gateway.renew(["cook"], to: ["all"])
        #expect(report.postings.map(\.error?.code) == ["withdrawn", "never-sent", nil])
        #expect(report.exitStatus == 0)
        #expect(try await bench.store.postings(PostingFilter()).map(\.renewalsAsked) == [0, 0, 1])
        #expect(try await bench.posting("main").renewalsDone == 1)
        #expect(bench.board.changes == ["POST", "POST", "DELETE", "PUT"])
    }

    @Test("no account is renewed that is not named: a renewal can cost")
    func named() async throws {
        let bench = try Bench(
            ["main": "renewing"],
            manifests: ["renewing": Manifests.plain(id: "renewing", more: Manifests.renewCall)]
        )
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        #expect(try await bench.refusal { _ = try await $0.renew(["cook"], to: []) }.code == "no-accounts")
        #expect(try await bench.posting("main").renewalsAsked == 0)
    }

    @Test("what a board has taken and nobody has seen since is not shown as done")
    func unseen() async throws {
        let renewing = Manifests.plain(id: "renewing", more: Manifests.renewCall)
        let bench = try Bench(["main": "renewing", "other": "plain"], manifests: ["renewing": renewing])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        let report = try await bench.gateway.renew(["cook"], to: ["main", "other"])
        let posting = try #require(report.postings.first { $0.key.account == "main" })
        #expect(posting.state == .acknowledged && posting.renewalsDone == 1)
        #expect(report.exitStatus == 0)
        #expect(report.standing(of: posting) == .waiting)
        let reason = try #require(report.waits[posting.id]?.reason)
        #expect(reason == "The renewal was taken. It has not been seen live yet.")
        #expect(report.waits[posting.id]?.until != nil)
        // The one beside it has no way, and says so.
        let other = try #require(report.postings.first { $0.key.account == "other" })
        #expect(report.standing(of: other) == .attention)
        #expect(try await bench.gateway.watch(["cook"]) { _ in }.postings.map(\.state) == [.live, .live])
    }

    @Test("why a row could not be renewed and what its ad waits for are two matters")
    func remarks() async throws {
        let slow = Manifests.plain().replacing("first: 5s", with: "first: 1h")
        let bench = try Bench(["main": "plain"], manifests: ["plain": slow])
        defer { bench.remove() }
        _ = try await bench.post()
        let report = try await bench.gateway.renew(["cook"], to: ["all"])
        #expect(report.exitStatus == 1)
        let remarks = report.remarks(on: try #require(report.postings.first))
        #expect(remarks.map(\.next) == [nil, report.waits.values.first?.until])
        #expect(remarks.first?.remedy?.hasPrefix("Withdraw the ad") == true)
        #expect(remarks.last?.message.contains("not been seen live") == true)
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
