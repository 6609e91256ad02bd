import FoundationEssentials
import Ledger
import Postings
import Testing

@testable import Delivery

@Suite("Time between two creations")
struct SpacingTests {
    static let start = Date(timeIntervalSince1970: 1_000_000)

    /// An attempt that ended ten seconds after it began.
    static func attempt(
        _ operation: Postings.Operation,
        _ verdict: String?,
        at seconds: Double,
        _ ending: Attempt.Ending = .ended
    ) -> Attempt {
        var attempt = Attempt(
            id: "\(seconds)",
            posting: 1,
            epoch: 1,
            operation: operation,
            generation: 1,
            exchange: "x",
            revision: nil,
            contentHash: nil,
            startedAt: start.addingTimeInterval(seconds)
        )
        attempt.ending = ending
        attempt.verdict = verdict
        if ending == .ended { attempt.endedAt = attempt.startedAt.addingTimeInterval(10) }
        return attempt
    }

    struct Case: Sendable {
        let name: String
        let attempts: [Attempt]
        var observed = Observed.absent
        /// Seconds after the start from which on the next may be sent, when it has to wait.
        let waitsUntil: Double?
    }

    static let cases = [
        Case(name: "nothing was sent", attempts: [], waitsUntil: nil),
        Case(name: "it was refused", attempts: [attempt(.create, "refused", at: 0)], waitsUntil: nil),
        Case(name: "it was accepted", attempts: [attempt(.create, "accepted", at: 0)], waitsUntil: 1010),
        Case(
            name: "the last one counts",
            attempts: [
                attempt(.create, "accepted", at: 0), attempt(.renew, "accepted", at: 500),
                attempt(.update, "accepted", at: 700), attempt(.create, "transient", at: 800),
            ],
            waitsUntil: 1510
        ),
        Case(name: "it was long ago", attempts: [attempt(.create, "accepted", at: -200)], waitsUntil: nil),
        Case(
            name: "its answer was lost and the ad was there",
            attempts: [attempt(.create, "unknown", at: 0), attempt(.withdraw, "accepted", at: 50)],
            observed: .none,
            waitsUntil: 1010
        ),
        Case(
            name: "its answer was lost and the ad has ended",
            attempts: [attempt(.create, nil, at: 0, .sending)],
            waitsUntil: 1000
        ),
        Case(
            name: "its answer was lost and it was not there",
            attempts: [attempt(.create, "unknown", at: 0)],
            observed: .none,
            waitsUntil: nil
        ),
        Case(
            name: "a renewal's answer was lost",
            attempts: [attempt(.create, "accepted", at: 0), attempt(.renew, "unknown", at: 300)],
            observed: .present,
            waitsUntil: 1310
        ),
        Case(name: "it never left", attempts: [attempt(.create, nil, at: 0, .late)], waitsUntil: nil),
    ]

    @Test("counts from the last creation or renewal that the board took", arguments: cases)
    func earliest(_ example: Case) {
        let posting = DecisionTests.posting { $0.observed = example.observed }
        let earliest = Spacing.earliest(
            for: posting,
            least: .seconds(1000),
            attempts: example.attempts,
            now: Self.start.addingTimeInterval(900)
        )
        #expect(earliest == example.waitsUntil.map(Self.start.addingTimeInterval), "\(example.name)")
    }

    @Test(
        "a span is told in its largest whole unit",
        arguments: [(604_800, "7 days"), (86_400, "1 day"), (5400, "90 minutes"), (3600, "1 hour"), (1, "1 second")]
    )
    func words(seconds: Int, words: String) {
        #expect(Duration.seconds(seconds).inWords == words)
    }
}
