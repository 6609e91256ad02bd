import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Wishes beside a worker")
struct WishTests {
    @Test("a command that read a posting before its answer came writes nothing over the answer")
    func answerMeanwhile() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let held = try await Self.held(bench)
        let store = bench.store
        var brought = held
        brought.state = .acknowledged
        brought.observed = .present
        brought.kept = ["remoteID": .text("7")]
        let guardian = Step.Guard(posting: held.id, epoch: held.epoch)
        _ = try await bench.gateway.wish(of: PostingFilter(), store) { [brought] postings, _ in
            // The answer comes while the command decides, and another worker's step is still under way.
            _ = try await store.commit([Step(guarding: guardian, [.delivered(brought, now: bench.clock.now)])])
            return postings.map { Declaring.step(Declaring.ended($0, now: bench.clock.now), over: $0) }
        }
        let after = try await bench.posting("main")
        #expect(after.observed == .present)
        #expect(after.remoteID == "7")
        #expect(after.phase == .leased)
        #expect(after.desire == .absent)
    }

    @Test("what was decided on a posting that its worker has let go of since is decided again")
    func letGoMeanwhile() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let held = try await Self.held(bench)
        let store = bench.store
        var brought = held
        brought.state = .acknowledged
        brought.observed = .present
        brought.phase = .idle
        let guardian = Step.Guard(posting: held.id, epoch: held.epoch)
        var rounds = 0
        _ = try await bench.gateway.wish(of: PostingFilter(), store) { [brought] postings, _ in
            rounds += 1
            _ = try await store.commit([Step(guarding: guardian, [.delivered(brought, now: bench.clock.now)])])
            return postings.map { Declaring.step(Declaring.ended($0, now: bench.clock.now), over: $0) }
        }
        #expect(rounds == 2)
        let after = try await bench.posting("main")
        #expect(after.observed == .present)
        #expect(after.desire == .absent && after.phase == .due)
    }

    @Test("a file is not written anew while a worker holds its posting")
    func rewriting() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let held = try await Self.held(bench)
        var accepted = held
        accepted.accepted = AcceptedAd(revision: "rev", contentHash: "h", values: [:], at: bench.clock.now)
        let step = Declaring.step(Declaring.rewritten(accepted, now: bench.clock.now), over: accepted)
        #expect(try await bench.store.commit([step]).map(\.written) == [false])
        #expect(try await bench.posting("main") == held)
    }

    @Test("nobody settles a posting that a worker holds, and a later run settles it by itself")
    func resolving() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let held = try await Self.held(bench)
        let error = try await bench.refusal { try await _ = $0.resolve(held.reference, .absent) }
        #expect(error.code == "under-delivery")
        #expect(try await bench.posting("main") == held)
        _ = try await bench.gateway.sync([])
        #expect(try await bench.posting("main").observed == .present)
    }

    @Test("two commands that read one posting do not write over each other")
    func twoCommands() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        let (store, now) = (bench.store, bench.clock.now)
        let reference = try await bench.posting("main").reference
        var rounds = 0
        _ = try await bench.gateway.wish(of: PostingFilter(), store) { postings, _ in
            rounds += 1
            if rounds == 1 { _ = try await bench.gateway.resolve(reference, .absent) }
            return postings.map { Declaring.step(Declaring.ended($0, now: now), over: $0) }
        }
        #expect(rounds == 2)
        #expect(try await bench.posting("main").observed == .absent)
    }

    /// A posting that a worker has claimed and sends.
    private static func held(_ bench: Bench) async throws -> Posting {
        let now = bench.clock.now
        _ = try await bench.post(at: now.addingTimeInterval(3600))
        try await bench.alter("main") { posting in
            posting.notBefore = nil
            posting.dueAt = now
        }
        let held = try await bench.store.claim(PostingFilter(), limit: 1, worker: "w", now: now, lease: .seconds(60))
        return try #require(held.first)
    }
}
