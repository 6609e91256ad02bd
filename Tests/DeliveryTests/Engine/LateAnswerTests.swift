import Documents
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Testing
import Transport

@Suite("Answers that come late")
struct LateAnswerTests {
    /// Runs one posting whose lease ends while its creation is under way, and tells how it stands right after.
    ///
    /// - Parameter change: What another worker makes of the posting meanwhile.
    private func outlived(_ bench: Bench, _ change: @escaping @Sendable (inout Posting) -> Void) async throws -> Posting
    {
        try await bench.want("Cook")
        let (store, clock, once) = (bench.store, bench.clock, Once())
        let transport = HookedTransport(bench.board) { _ in
            guard once.first() else { return }
            clock.move(by: 70)
            guard var posting = try? await store.recoverOwn(worker: "w", now: clock.now).first else { return }
            change(&posting)
            posting.epoch += 1
            _ = try? await store.commit([Step([.posting(posting)])])
        }
        try await bench.run(for: 60, transport: transport)
        return try await bench.posting
    }

    @Test("an answer that the posting still waits for is taken over: nobody need ask the board")
    func doubted() async throws {
        let bench = try Bench()
        let posting = try await outlived(bench) { _ in }
        #expect(posting.observed == .present)
        #expect(posting.remoteID != nil)
        #expect(bench.board.log == ["POST /ads"])
        #expect(try await bench.timeline().attempts.map(\.ending) == [.ended])
    }

    @Test("an ad that was taken for never made is not made again when its answer comes after all")
    func givenUp() async throws {
        let bench = try Bench()
        let posting = try await outlived(bench) { posting in
            posting.observed = .none
            posting.unknownOperation = nil
            posting.unknownSince = nil
            posting.phase = .due
        }
        #expect(posting.observed == .present)
        #expect(bench.board.created == 1)
    }

    @Test("an ad beside the one that the posting has is told to a person, and the posting keeps its own")
    func extra() async throws {
        let bench = try Bench()
        let posting = try await outlived(bench) { posting in
            posting.observed = .present
            posting.unknownOperation = nil
            posting.kept = ["remoteID": .text("999")]
            posting.state = .live
            posting.phase = .idle
            posting.dueAt = nil
        }
        #expect(posting.remoteID == "999")
        #expect(posting.state == .live && posting.phase == .idle)
        #expect(posting.error?.code == "extra-ad")
        #expect(posting.error?.remedy.contains("off the board") == true)
        let timeline = try await bench.timeline()
        #expect(timeline.attempts.map(\.ending) == [.late])
        #expect(timeline.evidence.contains { $0.note.contains("a second ad") })
    }

    @Test("a posting that another worker holds is left to that one")
    func held() async throws {
        let bench = try Bench()
        let posting = try await outlived(bench) { posting in
            posting.phase = .leased
            posting.leaseOwner = "another"
        }
        #expect(posting.phase == .leased && posting.observed == .unknown)
        #expect(try await bench.timeline().attempts.map(\.ending) == [.late])
    }
}
