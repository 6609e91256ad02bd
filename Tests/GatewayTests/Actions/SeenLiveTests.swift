import Documents
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("What a posting is after a person or a withdrawal")
struct SeenLiveTests {
    private static let now = Sample.time(100)

    private static func posting(_ change: (inout Posting) -> Void = { _ in }) -> Posting {
        var posting = Sample.posting(1)
        posting.generation = 4
        posting.appliedGeneration = 3
        posting.renewalsAsked = 2
        posting.phase = .idle
        posting.dueAt = nil
        posting.sent = AcceptedAd(revision: "rev", contentHash: "sent", values: [:], at: Sample.start)
        change(&posting)
        return posting
    }

    @Test("an ad that is wanted and seen is live, with what was sent last, and nothing more to do")
    func wanted() {
        let old = Self.posting { ($0.observed, $0.unknownOperation) = (.unknown, .create) }
        var posting = old
        SeenLive(old: old, handmade: nil, now: Self.now).settle(&posting)
        #expect(posting.state == .live && posting.observed == .present && posting.phase == .idle)
        #expect(posting.accepted?.contentHash == "sent")
        #expect(posting.appliedGeneration == 4 && posting.renewalsDone == 2)
    }

    @Test("a change that may not have arrived is made again, since an address does not show it")
    func changed() {
        let old = Self.posting {
            ($0.observed, $0.unknownOperation) = (.unknown, .update)
            $0.accepted = AcceptedAd(revision: "rev", contentHash: "accepted", values: [:], at: Sample.start)
        }
        var posting = old
        SeenLive(old: old, handmade: nil, now: Self.now).settle(&posting)
        #expect(posting.state == .live && posting.phase == .due && posting.dueAt == Self.now)
        #expect(posting.accepted?.contentHash == "" && posting.appliedGeneration == 0)
    }

    @Test("an ad that was to end and is seen is ended next, by the values that it has")
    func unwanted() {
        let old = Self.posting { $0.desire = .absent }
        var posting = old
        SeenLive(old: old, handmade: nil, now: Self.now).settle(&posting)
        #expect(posting.state == .withdrawing && posting.observed == .present)
        #expect(posting.phase == .due && posting.dueAt == Self.now)
        #expect(posting.accepted?.contentHash == "sent")
    }

    @Test("a posting is ended when it is to be gone, is not on its board, and nobody works on it")
    func ended() {
        for desire in [Desire.absent, .present(revision: "rev")] {
            for observed in Observed.allCases {
                for phase in Phase.allCases {
                    let posting = Self.posting {
                        $0.desire = desire
                        $0.observed = observed
                        $0.phase = phase
                    }
                    let isGone = observed == .none || observed == .absent
                    let isAtRest = phase == .idle || phase == .parked
                    #expect(
                        posting.isEnded == (desire == .absent && isGone && isAtRest),
                        "\(desire) \(observed) \(phase)"
                    )
                }
            }
        }
    }
}
