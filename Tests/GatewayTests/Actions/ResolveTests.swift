import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Resolve")
struct ResolveTests {
    private let url = "https://plain.example/ads/1"

    @Test("an ad that was to be gone and is seen live is still to be withdrawn")
    func stillThere() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        bench.board.fail("DELETE", .losesAnswer, times: 50)
        _ = try await bench.gateway.withdraw(["cook"], to: [], waits: false)
        try await bench.alter("main") { posting in
            posting.observed = .unknown
            posting.unknownOperation = .withdraw
            posting.phase = .parked
            posting.state = .outcomeUnknown
        }
        let reference = try await bench.posting("main").reference
        _ = try await bench.gateway.resolve(reference, .live(url: url))
        let posting = try await bench.posting("main")
        #expect(posting.observed == .present)
        #expect(posting.phase == .due && posting.dueAt == bench.clock.now)
        #expect(posting.state == .withdrawing)
        #expect(posting.appliedGeneration != posting.generation)
    }

    @Test("the content after a lost update is not known, and the change is sent")
    func lostUpdate() async throws {
        let bench = try Bench(["main": "plain"], manifests: ["plain": Manifests.plain(updateRepeats: "never")])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try bench.write(role: "cook", title: "Chef")
        bench.board.fail("PUT", .losesAnswer)
        _ = try await bench.post()
        let lost = try await bench.posting("main")
        #expect(lost.state == .outcomeUnknown)
        _ = try await bench.gateway.resolve(lost.reference, .live(url: url))
        let posting = try await bench.posting("main")
        #expect(posting.appliedGeneration != posting.generation)
        #expect(posting.phase == .due)
        #expect(try await bench.post(waits: true).exitStatus == 0)
        #expect(bench.board.changes == ["POST", "PUT", "PUT"])
        #expect(bench.board.titles == ["Chef"])
    }

    @Test("the content after a lost creation is what it carried")
    func lostCreation() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.board.fail("POST", .losesAnswer)
        _ = try await bench.post()
        let lost = try await bench.posting("main")
        #expect(lost.state == .outcomeUnknown)
        _ = try await bench.gateway.resolve(lost.reference, .live(url: url))
        let posting = try await bench.posting("main")
        #expect(posting.appliedGeneration == posting.generation)
        #expect(posting.accepted == lost.sent && posting.accepted != nil)
        #expect(posting.phase == .idle && posting.state == .live)
        #expect(try await bench.gateway.plan(["cook"], to: []).hasChanges == false)
    }

    @Test("a person's ad that is seen live again is asked to be taken down again")
    func manual() async throws {
        let bench = try Bench(["notices": "byhand"])
        defer { bench.remove() }
        _ = try await bench.post()
        let reference = try await bench.posting("notices").reference
        _ = try await bench.gateway.resolve(reference, .live(url: "https://notices.example/7"))
        #expect(try await bench.posting("notices").phase == .idle)
        let first = try await bench.gateway.withdraw(["cook"], to: [], waits: false)
        #expect(first.postings.first?.error?.remedy.contains("--absent") == true)
        _ = try await bench.gateway.resolve(reference, .live(url: "https://notices.example/7"))
        // Whatever an earlier command left: a wish for no ad and an ad that is there.
        try await bench.alter("notices") { posting in
            posting.phase = .idle
            posting.dueAt = nil
        }
        let second = try await bench.gateway.withdraw(["cook"], to: [], waits: false)
        #expect(second.postings.first?.state == .waitingForPerson)
        #expect(second.postings.first?.error?.remedy.contains("--absent") == true)
        _ = try await bench.gateway.resolve(reference, .absent)
        let generation = try await bench.posting("notices").generation
        #expect(try await bench.gateway.withdraw(["cook"], to: [], waits: true).exitStatus == 0)
        #expect(try await bench.posting("notices").generation == generation)
    }

    @Test("an end that is called off before a person acted asks for the text again, not for its end")
    func calledOff() async throws {
        let bench = try Bench(["notices": "byhand"])
        defer { bench.remove() }
        _ = try await bench.post()
        _ = try await bench.gateway.withdraw(["cook"], to: [], waits: false)
        let report = try await bench.post()
        let posting = try await bench.posting("notices")
        #expect(report.exitStatus == 4)
        #expect(posting.state == .waitingForPerson && posting.phase == .parked)
        #expect(posting.error?.code == "paste")
        #expect(posting.error?.remedy.contains("--live") == true)
        _ = try await bench.gateway.resolve(posting.reference, .live(url: "https://notices.example/7"))
        #expect(try await bench.posting("notices").state == .live)
    }

    @Test("a scheduled ad that was never sent cannot be seen live")
    func scheduled() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(at: bench.clock.now.addingTimeInterval(86_400))
        let before = try await bench.posting("main")
        let refusal = try await bench.refusal { try await _ = $0.resolve(before.reference, .live(url: url)) }
        #expect(refusal.code == "never-sent")
        #expect(refusal.remedy.contains("placard post"))
        #expect(try await bench.posting("main") == before)
    }
}
