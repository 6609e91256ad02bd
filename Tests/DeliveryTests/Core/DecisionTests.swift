import Documents
import FoundationEssentials
import Ledger
import Postings
import Testing

@testable import AdapterKit
@testable import Delivery

@Suite("Decisions")
struct DecisionTests {
    static func posting(_ change: (inout Posting) -> Void = { _ in }) -> Posting {
        var posting = Posting(
            reference: "p-1",
            key: PostingKey(role: "r", account: "a", places: "", language: "en"),
            adapter: "tiny-board",
            placeLabel: nil,
            desire: .present(revision: "r1"),
            opened: Date(timeIntervalSince1970: 0)
        )
        posting.id = 1
        change(&posting)
        return posting
    }

    static let can = Capabilities(updating: .inPlace, withdraws: true, renews: true, finds: true, isManual: false)

    // MARK: Planner

    @Test(
        "the next step follows from what should be and what is",
        arguments: [
            (Desire.present(revision: "x"), Observed.none, PostingState.queued, Intention.Action.perform(.create)),
            (.present(revision: "x"), .absent, .withdrawn, .perform(.create)),
            (.present(revision: "x"), .absent, .rejected, .perform(.create)),
            (.present(revision: "x"), .absent, .removed, .nothing),
            (.present(revision: "x"), .absent, .expired, .nothing),
            (.present(revision: "x"), .absent, .withdrawing, .perform(.find)),
            (.present(revision: "x"), .present, .withdrawing, .replace),
            (.present(revision: "x"), .present, .live, .perform(.update)),
            (.present(revision: "x"), .unknown, .sending, .perform(.find)),
            (.absent, .none, .queued, .nothing),
            (.absent, .absent, .withdrawing, .nothing),
            (.absent, .present, .live, .perform(.withdraw)),
        ]
    )
    func planner(desire: Desire, observed: Observed, state: PostingState, action: Intention.Action) {
        let posting = Self.posting { ($0.desire, $0.observed, $0.state) = (desire, observed, state) }
        #expect(Planner.intention(for: posting, contentHash: "new", can: Self.can).action == action)
    }

    @Test("a renewal brings back what the board ended, and prolongs what is there")
    func renewal() {
        let ended = Self.posting { ($0.observed, $0.state, $0.renewalsAsked) = (.absent, .expired, 1) }
        #expect(Planner.intention(for: ended, contentHash: nil, can: Self.can).action == .perform(.create))
        let there = Self.posting { ($0.observed, $0.state, $0.renewalsAsked) = (.present, .live, 1) }
        #expect(Planner.intention(for: there, contentHash: nil, can: Self.can).action == .perform(.renew))
    }

    @Test("a board that can do nothing leaves it to a person")
    func person() {
        let can = Capabilities(updating: .none, withdraws: false, renews: false, finds: false, isManual: false)
        let there = Self.posting { ($0.observed, $0.state) = (.present, .live) }
        #expect(Planner.intention(for: there, contentHash: "new", can: can).action == .person)
        let unwanted = Self.posting { ($0.desire, $0.observed) = (.absent, .present) }
        #expect(Planner.intention(for: unwanted, contentHash: nil, can: can).action == .person)
    }

    // MARK: RetryPolicy

    @Test("a wait is drawn below a ceiling that doubles, and the last try has none", arguments: 1...8)
    func retry(failures: Int) throws {
        let policy = RetryPolicy(mostTries: 8, base: .seconds(2), longest: .seconds(60))
        var dice = Dice(state: 7)
        for _ in 0..<200 {
            let wait = policy.wait(afterFailures: failures, asked: nil, using: &dice)
            guard failures < 8 else {
                #expect(wait == nil)
                continue
            }
            #expect(try #require(wait) <= min(.seconds(60), .seconds(2 << (failures - 1))))
        }
        #expect(policy.wait(afterFailures: 1, asked: .seconds(900), using: &dice) == .seconds(900))
    }

    // MARK: Breaker

    @Test("five failures in a row open it, a failed trial doubles the wait, any answer closes it")
    func breaker() {
        var breaker = Breaker()
        for _ in 0..<4 { breaker.failed(now: 100, wasTrial: false) }
        #expect(breaker.allows(now: 100))
        breaker.failed(now: 100, wasTrial: false)
        #expect(!breaker.allows(now: 129))
        // Those that left with the fifth make nothing worse.
        for _ in 0..<20 { breaker.failed(now: 101, wasTrial: false) }
        #expect(breaker.allows(now: 130))
        breaker.reserveTrial(now: 130)
        #expect(!breaker.allows(now: 131))
        breaker.failed(now: 131, wasTrial: true)
        #expect(!breaker.allows(now: 190))
        #expect(breaker.allows(now: 191))
        for step in 0..<20 { breaker.failed(now: 200 + Double(step), wasTrial: true) }
        #expect(breaker.allows(now: 219 + 1800))
        #expect(!breaker.allows(now: 219 + 1799))
        breaker.succeeded()
        #expect(breaker == Breaker())
    }

    // MARK: UnknownPolicy

    static func call(_ repeats: Call.Repeat) -> Call {
        Call(
            name: "create",
            usesAcceptedValues: false,
            repeats: repeats,
            success: .init(status: [], where: []),
            keep: [],
            authOnly: false
        )
    }

    static let key = Call.Repeat.key(value: "k", keptFor: .seconds(100))

    @Test(
        "what may follow a lost answer",
        arguments: [
            (Call.Repeat.safe, Operation.create, true, 0.0, 0, UnknownStep.repeatCall(.create)),
            (key, .create, false, 49, 0, .repeatCall(.create)),
            (key, .create, false, 51, 0, .person),
            (key, .create, true, 0, 0, .find),
            (key, .create, true, 0, 1, .repeatCall(.create)),
            (key, .create, true, 91, 0, .find),
            (key, .create, false, 91, 0, .person),
            (.find, .create, true, 0, 0, .find),
            (.find, .create, true, 10, 1, .wait(seconds: 20)),
            (.find, .create, true, 30, 1, .find),
            (.find, .create, true, 30, 2, .settled(.absent)),
            (.never, .create, true, 0, 0, .find),
            (.never, .create, false, 0, 0, .person),
            (.find, .renew, true, 0, 0, .person),
            (.never, .update, true, 0, 0, .person),
            (.find, .update, true, 0, 0, .find),
            (.safe, .renew, false, 0, 0, .repeatCall(.renew)),
        ]
    )
    func unknown(
        repeats: Call.Repeat,
        operation: Operation,
        finds: Bool,
        since: Double,
        absences: Int,
        step: UnknownStep
    ) {
        let posting = Self.posting { ($0.observed, $0.unknownOperation, $0.absences) = (.unknown, operation, absences) }
        let can = Capabilities(updating: .inPlace, withdraws: true, renews: true, finds: finds, isManual: false)
        let policy = UnknownPolicy(call: Self.call(repeats), can: can, sinceFirst: since, sinceLast: since)
        #expect(policy.next(for: posting) == step)
    }

    @Test(
        "a board that could not tell is asked again only where the call cannot be repeated under its key",
        arguments: [(key, 49.0, UnknownStep.repeatCall(.create)), (key, 51, .find), (.find, 0, .find)]
    )
    func toldNothing(repeats: Call.Repeat, since: Double, step: UnknownStep) {
        let posting = Self.posting {
            ($0.observed, $0.unknownOperation) = (.unknown, .create)
            $0.error = PostingError(code: "look-told-nothing", message: "", remedy: "")
        }
        let can = Capabilities(updating: .inPlace, withdraws: true, renews: true, finds: true, isManual: false)
        let policy = UnknownPolicy(call: Self.call(repeats), can: can, sinceFirst: since, sinceLast: since)
        #expect(policy.next(for: posting) == step)
    }

    @Test(
        "an ad that is to end is neither made nor changed any more",
        arguments: [
            (Operation.create, true, 0.0, UnknownStep.find), (.create, false, 10, .wait(seconds: 20)),
            (.create, false, 30, .withdrawUnseen), (.update, false, 10, .wait(seconds: 20)),
            (.update, true, 30, .settled(.present)), (.withdraw, true, 0, .repeatCall(.withdraw)),
        ]
    )
    func ending(operation: Operation, finds: Bool, since: Double, step: UnknownStep) {
        let posting = Self.posting { ($0.desire, $0.observed, $0.unknownOperation) = (.absent, .unknown, operation) }
        let can = Capabilities(updating: .inPlace, withdraws: true, renews: true, finds: finds, isManual: false)
        let policy = UnknownPolicy(call: Self.call(.safe), can: can, sinceFirst: since, sinceLast: since)
        #expect(policy.next(for: posting) == step)
    }

    @Test("the first and the last try of a call are told from the attempts")
    func sendings() throws {
        func attempt(_ id: String, _ operation: Operation, _ at: Double, _ verdict: String?) -> Attempt {
            var attempt = Attempt(
                id: id,
                posting: 1,
                epoch: 1,
                operation: operation,
                generation: 1,
                exchange: id,
                revision: nil,
                contentHash: nil,
                startedAt: Date(timeIntervalSince1970: at)
            )
            if let verdict { (attempt.ending, attempt.verdict) = (.ended, verdict) }
            return attempt
        }
        let attempts = [
            attempt("a", .create, 1, "accepted"), attempt("b", .create, 2, "transient"),
            attempt("c", .create, 3, "unknown"),
            attempt("d", .find, 4, nil), attempt("e", .create, 5, "transient"), attempt("f", .create, 6, nil),
        ]
        let found = try #require(UnknownPolicy.sendings(of: .create, in: attempts))
        #expect([found.first.id, found.last.id] == ["c", "f"])
        #expect(UnknownPolicy.sendings(of: .update, in: attempts) == nil)
    }

    // MARK: Reach and fan-out

    @Test("a board whose watch never says live can be seen no further than its word")
    func reach() throws {
        #expect(Reach.furthest(try TinyAdapter.load(TinyAdapter.text()).manifest) == .live)
        let blind = TinyAdapter.text(watch: TinyAdapter.watch.replacing("state: live", "state: acknowledged"))
        #expect(Reach.furthest(try TinyAdapter.load(blind).manifest) == .acknowledged)
    }
}
