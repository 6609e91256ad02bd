import Documents
import Foundation
import Ledger
import Postings
import Testing

@testable import AdapterKit
@testable import Delivery

/// Histories that once ended badly.
@Suite("Ends that must hold")
struct EndTests {
    @Test(
        "an ad that comes up after its withdrawal found nothing is withdrawn again",
        arguments: [Operation.create, .update]
    )
    func comesBack(operation: Postings.Operation) {
        let observer = Observer(rule: ObserverTests.rule(.delivery), now: ObserverTests.now)
        let gone = ObserverTests.there { posting in
            (posting.desire, posting.generation, posting.appliedGeneration) = (.absent, 2, 2)
            (posting.observed, posting.state) = (.absent, .withdrawn)
        }
        let watch = ObserverTests.watch(operation, generation: 1)
        let sight = observer.look(at: gone, watch: watch, reading: ObserverTests.seen(.live), exchange: "x")
        #expect(sight.posting.observed == .present)
        #expect(sight.posting.state == .withdrawing)
        #expect(sight.posting.phase == .due)
        #expect(sight.posting.dueAt == ObserverTests.now)
        #expect(sight.posting.accepted == gone.accepted, "a withdrawal is made from what was accepted")
        #expect(sight.evidence.count == 1)
        // An ad that is wanted says nothing of an older delivery.
        let wanted = ObserverTests.there { $0.generation = 2 }
        let other = observer.look(at: wanted, watch: watch, reading: ObserverTests.seen(.live), exchange: "x")
        #expect(other.posting == wanted)
    }

    @Test(
        "an ad that may not be shown yet is not taken for gone while its withdrawal is in doubt",
        arguments: [5.0, 60]
    )
    func doubtfulEnd(age: Double) {
        let observer = Observer(rule: ObserverTests.rule(), now: ObserverTests.now, settle: .seconds(30))
        let doubtful = ObserverTests.there { posting in
            (posting.desire, posting.generation) = (.absent, 2)
            (posting.observed, posting.state, posting.phase) = (.unknown, .sending, .ambiguous)
            posting.unknownOperation = .withdraw
            let at = ObserverTests.now.addingTimeInterval(-age)
            posting.accepted = AcceptedAd(revision: "r1", contentHash: "h", values: [:], at: at)
        }
        let unseen = observer.look(
            at: doubtful,
            watch: ObserverTests.watch(),
            reading: ObserverTests.seen(.withdrawn),
            exchange: "x"
        )
        #expect(unseen.posting.observed == (age < 30 ? .unknown : .absent))
        #expect(unseen.posting.state == (age < 30 ? .sending : .withdrawn))
        #expect(unseen.posting.phase == (age < 30 ? .ambiguous : .idle))
        if age < 30 { #expect(unseen.watch != nil, "it is looked at again") }
    }

    @Test("an end is looked for when the ad would be shown, were it still there")
    func settlesLikeItsCreation() throws {
        let slow = try TinyAdapter.load(TinyAdapter.text(create: "    settle: 90s"))
        #expect(UnknownPolicy.settle(of: .withdraw, in: slow) == .seconds(90))
        #expect(UnknownPolicy.settle(of: .update, in: slow) == UnknownPolicy.defaultSettle)
    }

    @Test("a refused end of an ad that nobody has seen asks a person, and is not tried on and on")
    func refusedUnseenEnd() throws {
        let doubtful = DecisionTests.posting { posting in
            (posting.desire, posting.observed, posting.unknownOperation) = (.absent, .unknown, .create)
        }
        let refused = try settle(doubtful, .withdraw, Verdict(.refused, reason: "no such job"))
        #expect(refused.phase == .parked)
        #expect(refused.state == .outcomeUnknown)
        #expect(refused.error?.remedy.contains("--absent") == true)
        // A refused repetition of the same call is looked into, as before.
        let repeated = try settle(doubtful, .create, Verdict(.refused, reason: "key used"))
        #expect(repeated.phase == .ambiguous)
    }

    @Test(
        "a board that asks for no wait is not asked again in the same breath",
        arguments: [Duration.zero, .milliseconds(1)]
    )
    func noWait(wait: Duration) throws {
        let later = try settle(DecisionTests.posting(), .create, Verdict(.transient(wait: wait)))
        #expect(later.dueAt == ObserverTests.now.addingTimeInterval(1))
        #expect(later.tries == 0)
    }

    private func settle(_ posting: Posting, _ operation: Postings.Operation, _ verdict: Verdict) throws -> Posting {
        let adapter = try TinyAdapter.load(TinyAdapter.text())
        let settler = Settler(retry: RetryPolicy(), manifest: adapter.manifest, now: ObserverTests.now, cap: nil)
        var generator = SystemRandomNumberGenerator()
        let sent = Settler.Sent(
            operation: operation,
            generation: posting.generation,
            renewals: 0,
            accepted: posting.sent,
            exchange: "x",
            at: ObserverTests.now
        )
        return settler.settle(posting, sent: sent, reading: ElementReading(verdict: verdict), using: &generator).posting
    }
}
