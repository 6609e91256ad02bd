import Documents
import FoundationEssentials
import Ledger
import Postings
import Testing

@testable import AdapterKit
@testable import Delivery

@Suite("Sights")
struct ObserverTests {
    static let now = Date(timeIntervalSince1970: 1_000_000)

    static func rule(_ scope: WatchRule.Scope = .posting, states: [StateRow] = [], otherwise: PostingState? = nil)
        -> WatchRule
    {
        WatchRule(
            name: "w",
            scope: scope,
            reading: .find,
            every: .init(
                first: .seconds(5),
                then: .seconds(3600),
                until: otherwise == nil ? nil : .seconds(600),
                otherwise: otherwise
            ),
            keep: [],
            states: states
        )
    }

    static func watch(_ operation: Operation = .create, generation: Int = 1, readings: Int = 0, age: Double = 0)
        -> Watch
    {
        var watch = Watch(
            owner: .posting(1),
            name: "w",
            account: "a",
            operation: operation,
            generation: generation,
            dueAt: now,
            startedAt: now.addingTimeInterval(-age)
        )
        watch.readings = readings
        return watch
    }

    static func there(_ change: (inout Posting) -> Void = { _ in }) -> Posting {
        DecisionTests.posting { posting in
            (posting.state, posting.observed, posting.creation) = (.acknowledged, .present, 1)
            posting.accepted = AcceptedAd(
                revision: "r1",
                contentHash: "h",
                values: [:],
                at: now.addingTimeInterval(-60)
            )
            change(&posting)
        }
    }

    static func seen(_ state: PostingState?, _ kind: Verdict.Kind = .accepted, observed: Observed? = nil)
        -> ElementReading
    {
        ElementReading(verdict: Verdict(kind, observed: observed, reason: "words"), state: state, witness: .board)
    }

    @Test("live is live, and what vanishes without our asking was removed, whatever the board calls it")
    func states() {
        let observer = Observer(rule: Self.rule(), now: Self.now)
        let live = observer.look(at: Self.there(), watch: Self.watch(), reading: Self.seen(.live), exchange: "x")
        #expect(live.posting.state == .live)
        #expect(live.evidence.map(\.exchange) == ["x"])
        let gone = observer.look(at: live.posting, watch: Self.watch(), reading: Self.seen(.withdrawn), exchange: nil)
        #expect(gone.posting.state == .removed)
        #expect(gone.posting.phase == .idle)
        #expect(gone.watch == nil)
    }

    @Test(
        "a late sight of an old ad's end says nothing of the new one that is on its way",
        arguments: [
            PostingState.withdrawn, .expired,
        ]
    )
    func oldEnd(seen: PostingState) {
        let coming = Self.there { posting in
            (posting.state, posting.observed, posting.phase, posting.dueAt) = (.withdrawn, .absent, .due, Self.now)
        }
        let reading = ElementReading(verdict: Verdict(.accepted), state: seen)
        let sight = Observer(rule: Self.rule(), now: Self.now).look(
            at: coming,
            watch: Self.watch(),
            reading: reading,
            exchange: nil
        )
        #expect(sight.posting == coming)
    }

    @Test("an old ad that expires while its end is awaited makes way for the new one, and ends what was to end")
    func expiredWhileEnding() {
        let observer = Observer(rule: Self.rule(), now: Self.now)
        let ending = Self.there { ($0.state, $0.observed) = (.withdrawing, .present) }
        let replaced = observer.look(
            at: ending,
            watch: Self.watch(.withdraw),
            reading: Self.seen(.expired),
            exchange: nil
        )
        #expect(replaced.posting.state == .withdrawn && replaced.posting.observed == .absent)
        #expect(replaced.posting.phase == .due)
        var unwanted = ending
        unwanted.desire = .absent
        let gone = observer.look(
            at: unwanted,
            watch: Self.watch(.withdraw),
            reading: Self.seen(.expired),
            exchange: nil
        )
        #expect(gone.posting.state == .withdrawn && gone.posting.phase == .idle)
    }

    @Test("an ad that was to be gone and is seen is ended again")
    func unwantedSight() {
        let gone = Self.there { posting in
            (posting.desire, posting.state, posting.observed, posting.phase) = (.absent, .withdrawn, .absent, .idle)
        }
        let sight = Observer(rule: Self.rule(), now: Self.now).look(
            at: gone,
            watch: Self.watch(),
            reading: Self.seen(.live),
            exchange: nil
        )
        #expect(sight.posting.observed == .present && sight.posting.state == .withdrawing)
        #expect(sight.posting.phase == .due && sight.posting.dueAt == Self.now)
    }

    @Test("what an account's events tell never counts as an ad that does not go")
    func oldEvent() {
        let ending = Self.there { ($0.desire, $0.state) = (.absent, .withdrawing) }
        let watch = Self.watch(.withdraw, readings: 9)
        let event = Observer(rule: Self.rule(.account), now: Self.now)
            .look(at: ending, watch: watch, reading: Self.seen(.live), exchange: nil)
        #expect(event.posting == ending)
        let look = Observer(rule: Self.rule(), now: Self.now)
            .look(at: ending, watch: watch, reading: Self.seen(.live), exchange: nil)
        #expect(look.posting.phase == .due)
    }

    @Test("an ad that was taken a moment ago may not be shown yet")
    func tooEarly() {
        let observer = Observer(rule: Self.rule(), now: Self.now)
        let fresh = Self.there { $0.accepted = AcceptedAd(revision: "r1", contentHash: "h", values: [:], at: Self.now) }
        let sight = observer.look(at: fresh, watch: Self.watch(), reading: Self.seen(.removed), exchange: nil)
        #expect(sight.posting == fresh)
        #expect(sight.watch != nil)
    }

    @Test("a reading that failed is no failure of what it asked about", arguments: [nil, Duration.seconds(9)])
    func failedReading(wait: Duration?) {
        let row = StateRow(
            when: [],
            during: [],
            remedies: [],
            verdict: VerdictRule(kind: .transient, wait: .seconds(900))
        )
        let observer = Observer(rule: Self.rule(.delivery, states: [row]), now: Self.now)
        let posting = Self.there()
        let failed = observer.look(
            at: posting,
            watch: Self.watch(),
            reading: Self.seen(nil, .transient(wait: wait)),
            exchange: nil
        )
        #expect(failed.posting == posting)
        let told = observer.look(
            at: posting,
            watch: Self.watch(),
            reading: Self.seen(nil, .transient(wait: .seconds(900))),
            exchange: nil
        )
        #expect(told.posting.phase == .due)
        #expect(told.posting.observed == .none)
        #expect(told.posting.dueAt == Self.now.addingTimeInterval(900))
    }

    @Test(
        "a task's \"already there\" and \"not there\" are facts for the next step",
        arguments: [Observed.present, .absent]
    )
    func facts(observed: Observed) {
        let observer = Observer(rule: Self.rule(.delivery), now: Self.now)
        let sight = observer.look(
            at: Self.there(),
            watch: Self.watch(),
            reading: Self.seen(nil, observed: observed),
            exchange: nil
        )
        #expect(sight.posting.observed == observed)
        #expect(sight.posting.phase == .due)
        #expect(sight.watch == nil)
    }

    @Test("an older delivery's answer parks nothing that is newer")
    func stale() {
        let observer = Observer(rule: Self.rule(.delivery), now: Self.now)
        let posting = Self.there { ($0.generation, $0.phase) = (2, .due) }
        let sight = observer.look(at: posting, watch: Self.watch(), reading: Self.seen(.rejected), exchange: nil)
        #expect(sight.posting.phase == .due)
        #expect(sight.posting.state == .acknowledged)
        #expect(sight.posting.observed == .none)
    }

    @Test("a doubt is cleared up only by a sight that tells of it")
    func doubt() {
        let observer = Observer(rule: Self.rule(), now: Self.now)
        let posting = Self.there { ($0.observed, $0.unknownOperation, $0.phase) = (.unknown, .update, .parked) }
        let none = observer.look(at: posting, watch: Self.watch(), reading: Self.seen(.live), exchange: nil)
        #expect(none.posting == posting)
        let ending = Self.there {
            ($0.observed, $0.unknownOperation, $0.phase, $0.desire) = (.unknown, .withdraw, .parked, .absent)
        }
        let gone = observer.look(
            at: ending,
            watch: Self.watch(.withdraw),
            reading: Self.seen(.withdrawn),
            exchange: nil
        )
        #expect(gone.posting.state == .withdrawn)
        #expect(gone.posting.observed == .absent)
        #expect(gone.posting.phase == .idle)
    }

    @Test("what a person has to mend stays in sight while the ad is up")
    func parked() {
        let observer = Observer(rule: Self.rule(), now: Self.now)
        let posting = Self.there { ($0.state, $0.phase) = (.needsEdit, .parked) }
        let sight = observer.look(at: posting, watch: Self.watch(), reading: Self.seen(.live), exchange: nil)
        #expect(sight.posting.state == .needsEdit)
    }

    @Test("a watch whose time is over says so, read or unread")
    func horizon() {
        let observer = Observer(rule: Self.rule(.delivery, otherwise: .outcomeUnknown), now: Self.now)
        let late = Self.watch(age: 601)
        let unread = observer.unread(Self.there(), watch: late, until: Self.now)
        #expect(unread.posting.state == .outcomeUnknown)
        #expect(unread.posting.observed == .unknown)
        #expect(unread.posting.unknownOperation == .create)
        #expect(unread.watch == nil)
        let early = observer.unread(Self.there(), watch: Self.watch(age: 599), until: Self.now)
        #expect(early.posting == Self.there())
        let read = observer.look(at: Self.there(), watch: late, reading: Self.seen(.acknowledged), exchange: nil)
        #expect(read.posting.state == .outcomeUnknown)
    }

    @Test("an end that does not come is asked for twice more, then it is a person's")
    func stillThere() {
        let observer = Observer(rule: Self.rule(), now: Self.now)
        var posting = Self.there { ($0.state, $0.observed, $0.desire) = (.withdrawing, .absent, .absent) }
        let patient = observer.look(
            at: posting,
            watch: Self.watch(.withdraw, readings: 3),
            reading: Self.seen(.live),
            exchange: nil
        )
        #expect(patient.posting == posting)
        for round in 1...3 {
            let sight = observer.look(
                at: posting,
                watch: Self.watch(.withdraw, readings: 4),
                reading: Self.seen(.live),
                exchange: nil
            )
            #expect(sight.posting.observed == .present)
            #expect(sight.posting.phase == (round < 3 ? .due : .parked))
            posting = sight.posting
            if round < 3 { (posting.state, posting.observed, posting.phase) = (.withdrawing, .absent, .idle) }
        }
        #expect(posting.state == .failed)
    }
}
