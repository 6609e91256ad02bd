import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Plan and post agree")
struct AgreementTests {
    private func actions(_ bench: Bench) async throws -> [String] {
        try await bench.gateway.plan(["cook"], to: []).entries.map(\.action)
    }

    @Test("after post has reached its goal, plan says nothing and post sends nothing", arguments: ["plain", "feed"])
    func reached(adapter: String) async throws {
        let bench = try Bench(["main": adapter])
        defer { bench.remove() }
        #expect(try await actions(bench) == ["create"])
        #expect(try await bench.post(waits: true).exitStatus == 0)
        let sent = bench.board.changes
        for _ in 0..<3 {
            #expect(try await actions(bench) == ["nothing"])
            let before = try await bench.posting("main")
            #expect(try await bench.post(waits: true).exitStatus == 0)
            #expect(bench.board.changes == sent)
            let after = try await bench.posting("main")
            #expect(after.state == before.state && after.phase == .idle && after.generation == before.generation)
        }
    }

    @Test("a second post asks nothing of a board, even when it is time to look at the ad")
    func silent() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        let asked = bench.board.requests
        bench.clock.move(by: 86_400)
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.requests == asked)
        _ = try await bench.gateway.sync([])
        #expect(bench.board.requests > asked)
    }

    @Test("another setting, adapter or title is planned as one update and sent as one", arguments: 0..<3)
    func changed(what: Int) async throws {
        var bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        switch what {
        case 0: try bench.edit("main") { $0.settings["team"] = .text("Night") }
        case 1:
            try bench.write(
                Manifests.plain().replacing("team: { from: settings.team }", with: "team: { const: Day }"),
                to: "adapters/plain/manifest.yaml"
            )
        default: try bench.write(role: "cook", title: "Chef")
        }
        #expect(try await actions(bench) == ["update"])
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.changes == ["POST", "PUT"])
        #expect(try await actions(bench) == ["nothing"])
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.changes == ["POST", "PUT"])
    }

    @Test(
        "what a person has put up stays as it is, and so does what a person has changed",
        arguments: ["byhand", "fixed"]
    )
    func byHand(adapter: String) async throws {
        let fixed = Manifests.plain(id: "fixed", updateRepeats: nil)
        let bench = try Bench(["main": adapter], manifests: ["fixed": fixed])
        defer { bench.remove() }
        _ = try await bench.post()
        if adapter == "fixed" {
            try bench.write(role: "cook", title: "Chef")
            #expect(try await actions(bench) == ["person"])
            _ = try await bench.post()
        }
        let waiting = try await bench.posting("main")
        #expect(waiting.phase == .parked)
        _ = try await bench.gateway.resolve(waiting.reference, .live(url: "https://board.example/1"))
        let seen = try await bench.posting("main")
        #expect(seen.state == .live && seen.phase == .idle)
        #expect(try await actions(bench) == ["nothing"])
        _ = try await bench.post()
        #expect(try await bench.posting("main").phase == .idle)
        #expect(try await bench.posting("main").error == nil)
    }

    @Test(
        "what the board ended can be withdrawn, and posted anew afterwards",
        arguments: [PostingState.removed, .expired]
    )
    func ended(state: PostingState) async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try await bench.alter("main") { ($0.state, $0.observed) = (state, .absent) }
        #expect(try await bench.gateway.withdraw(["cook"], to: [], waits: true).exitStatus == 0)
        #expect(try await bench.posting("main").state == .withdrawn)
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.changes == ["POST", "POST"])
    }

    @Test("a start that has passed is refused, and nothing is written")
    func pastStart() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let past = bench.clock.now.addingTimeInterval(-2 * 86_400)
        let refusal = try await bench.refusal { gateway in
            _ = try await gateway.post(PostRequest(roles: ["cook"], to: ["all"], at: past))
        }
        #expect(refusal.code == "past-start")
        #expect(try await bench.store.postings(PostingFilter()).isEmpty)
    }

    @Test("plan names a board by its adapter, as the reports do")
    func board() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        #expect(try await bench.gateway.plan(["cook"], to: []).entries.map(\.board) == ["plain"])
    }

    @Test("a scheduled ad can be moved earlier, later and to now")
    func rescheduled() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let start = bench.clock.now
        for days in [3.0, 1, 2] {
            let at = start.addingTimeInterval(days * 86_400)
            _ = try await bench.post(at: at)
            let posting = try await bench.posting("main")
            #expect(posting.dueAt == at && posting.notBefore == at && posting.state == .scheduled)
        }
        #expect(bench.board.changes.isEmpty)
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.changes == ["POST"])
        #expect(bench.clock.now < start.addingTimeInterval(3_600))
    }

    @Test("a dry run is refused where the post would be, and is the plan elsewhere")
    func dryRun() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let past = bench.clock.now.addingTimeInterval(-7 * 86_400)
        for (request, code) in [
            (PostRequest(roles: ["cook"], to: []), "no-accounts"),
            (PostRequest(roles: ["cook"], to: ["all"], at: past), "past-start"),
            (PostRequest(roles: ["cook"], to: ["mian"]), "unknown-account"),
        ] {
            #expect(try await bench.refusal { _ = try await $0.dryRun(request) }.code == code)
            #expect(try await bench.refusal { _ = try await $0.post(request) }.code == code)
        }
        let plan = try await bench.gateway.dryRun(PostRequest(roles: ["cook"], to: ["main"]))
        #expect(plan.entries.map(\.action) == ["create"])
        #expect(bench.board.requests == 0)
    }

    @Test("of a board that a person serves, plan says that a text is prepared, and the history which of two it is")
    func prepared() async throws {
        let bench = try Bench(["main": "byhand"])
        defer { bench.remove() }
        func reason() async throws -> String? { try await bench.gateway.plan(["cook"], to: []).entries.first?.reason }
        #expect(try await reason() == "it is not on the board yet; a text is prepared for a person to put there")
        _ = try await bench.post()
        #expect(try await reason() == "the prepared text is the same as handed over")
        try bench.write(role: "cook", title: "Chef")
        #expect(try await reason() == "its content has changed; a new text is prepared for a person to put there")
        bench.clock.move(by: 60)
        _ = try await bench.post()
        let log = try await bench.gateway.log(try await bench.posting("main").reference)
        #expect(
            log.timeline.evidence.map(\.note) == [
                "The text was prepared for a person.",
                "A new text was prepared for a person; it takes the place of the one before.",
            ]
        )
        let texts = log.timeline.exchanges.filter(\.isPreparedText).map(\.request)
        #expect(texts.count == 2 && texts.last?.contains("Chef") == true)
    }
}
