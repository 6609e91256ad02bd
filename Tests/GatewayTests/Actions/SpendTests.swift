import AdapterKit
import Delivery
import Documents
import Foundation
import Ledger
import Postings
import Testing

@testable import Gateway

@Suite("What a role lets an account spend")
struct SpendTests {
    /// A board that takes a credit for an ad, and bills again for another title.
    static let paid = Manifests.plain(id: "paid")
        .replacing("json: ad }\n    repeat: never", with: "json: ad }\n    spends: { credits: 1 }\n    repeat: never")
        .replacing("need: always, size", with: "need: always, title: Job title, bills: on-change, size")

    private func bench(_ adapter: String = "paid") throws -> Bench {
        try Bench(["main": adapter], manifests: ["paid": Self.paid])
    }

    private func allow(_ spend: String?, title: String = "Cook", _ bench: Bench) throws {
        try bench.write(role: "cook", title: title, more: spend.map { "boards: { main: { spend: { \($0) } } }" } ?? "")
    }

    @Test("where nothing may be spent, a call that spends is not sent: post holds it and says what it would spend")
    func held() async throws {
        let bench = try bench()
        defer { bench.remove() }
        try allow("atMost: 0, currency: EUR", bench)
        let plan = try await bench.gateway.plan(["cook"], to: [])
        #expect(plan.entries.map(\.action) == ["blocked"])
        #expect(plan.entries[0].reason.contains("spends 1 credit"), "\(plan.entries[0].reason)")
        let finding = try await bench.gateway.drafts(["cook"], to: []).first?.ad.findings.first { $0.code == "spend" }
        #expect(finding?.severity == .error)
        #expect(finding?.field == "boards.main.spend.atMost")

        let report = try await bench.post()
        #expect(bench.board.requests == 0)
        let posting = try await bench.posting("main")
        #expect(posting.state == .needsEdit && posting.phase == .parked)
        #expect(posting.error?.code == "spend")
        #expect(posting.error?.message.contains("spends 1 credit") == true)
        #expect(posting.error?.remedy.contains("boards.main.spend.atMost") == true)
        #expect(report.exitStatus != 0)

        try allow(nil, bench)
        #expect(try await bench.post().exitStatus == 0)
        #expect(bench.board.changes == ["POST"])
    }

    @Test("a change that may bill is held too, one that does not is sent, and an end is never held")
    func changed() async throws {
        var bench = try bench()
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try allow("atMost: 0", bench)
        #expect(try await bench.gateway.plan(["cook"], to: []).entries.map(\.action) == ["nothing"])
        try bench.edit("main") { $0.settings["team"] = .text("Night") }
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.changes == ["POST", "PUT"])

        try allow("atMost: 0", title: "Chef", bench)
        let plan = try await bench.gateway.plan(["cook"], to: [])
        #expect(plan.entries.map(\.action) == ["blocked"])
        #expect(plan.entries[0].reason.contains("may bill: Job title"), "\(plan.entries[0].reason)")
        _ = try await bench.post(waits: true)
        #expect(bench.board.changes == ["POST", "PUT"])
        #expect(try await bench.posting("main").error?.code == "spend")
        #expect(bench.board.titles == ["Cook"])

        #expect(try await bench.gateway.withdraw(["cook"], to: [], waits: true).exitStatus == 0)
        #expect(bench.board.titles.isEmpty)
    }

    @Test("an ad that can only be replaced is not taken down when its successor would spend")
    func replaced() async throws {
        let fixed = Manifests.plain(id: "fixed", updateRepeats: nil, more: "  update: { via: replace }")
            .replacing("repeat: never", with: "spends: { credits: 2 }\n    repeat: never")
        let bench = try Bench(["main": "fixed"], manifests: ["fixed": fixed])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try allow(nil, title: "Chef", bench)
        let free = try await bench.gateway.plan(["cook"], to: []).entries
        #expect(free.map(\.action) == ["replace"])
        #expect(free[0].cost == "spends 2 credits")
        try allow("atMost: 0", title: "Chef", bench)
        #expect(try await bench.gateway.plan(["cook"], to: []).entries.map(\.action) == ["blocked"])
        _ = try await bench.post(waits: true)
        #expect(bench.board.titles == ["Cook"])
    }

    @Test("a bound above nothing cannot be checked where no price is known, and says so")
    func unchecked() async throws {
        for (adapter, spend, severity) in [
            ("paid", "atMost: 200, currency: EUR", Severity.warning),
            ("plain", "atMost: 200, currency: EUR", .warning), ("plain", "atMost: 0", .note),
        ] {
            let bench = try bench(adapter)
            defer { bench.remove() }
            try allow(spend, bench)
            let found = try await bench.gateway.drafts(["cook"], to: [])[0].ad.findings.filter { $0.code == "spend" }
            #expect(found.map(\.severity) == [severity], "\(adapter) \(spend)")
            #expect(try await bench.post().exitStatus == 0)
            #expect(bench.board.changes == ["POST"])
        }
    }
}
