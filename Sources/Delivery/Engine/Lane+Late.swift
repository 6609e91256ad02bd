import AdapterKit
import FoundationEssentials
import Ledger
import Postings
import Transport

/// An answer that came after another worker had taken over.
struct LateAnswer {
    let flight: Flight
    /// Which of the flight's postings it is about.
    let place: Int
    let outcome: Outcome
    let attempt: Attempt
    let exchange: Exchange
    /// What the posting would be if it had come in time.
    let settled: Posting

    /// What was sent, as the worker had it that sent it.
    fileprivate var sent: Posting { flight.items[place].posting }
    fileprivate var isAccepted: Bool { attempt.verdict == Verdict(.accepted).label }
}

extension Lane {
    /// Keeps a late answer for people, and takes it over where the posting still waits for just this answer.
    mutating func recordLate(_ answer: LateAnswer, _ account: DeliveryAccount) async throws(LedgerError) {
        let row = answer.isAccepted ? try await row(of: answer) : nil
        if let row, row.waits(for: answer), try await takeOver(answer, row, account) { return }
        let attempt = answer.attempt
        var notes = [
            "The answer to \(attempt.operation.rawValue) (\(attempt.verdict ?? "none")) came when another worker had "
                + "taken over."
        ]
        var changes: [Change] = []
        let extra = row.flatMap { answer.extraAd(beside: $0) }
        if let row, let extra {
            notes.append(extra.message)
            changes.append(.delivered(row.failing(extra), now: environment.clock.now))
        }
        let guarding = extra == nil ? nil : row.map { Step.Guard(posting: $0.id, epoch: $0.epoch) }
        let record: [Change] =
            [.exchange(answer.exchange), .attempt(attempt.ended(.late, at: environment.clock.now, nil))]
            + notes.map { note in
                .evidence(
                    Evidence(
                        posting: attempt.posting,
                        at: environment.clock.now,
                        state: .sending,
                        exchange: answer.exchange.id,
                        url: answer.settled.url,
                        note: note
                    )
                )
            }
        // The record is kept whatever becomes of the row, and whoever holds the account now: nobody else knows of it.
        var steps = [Step(record)]
        if !changes.isEmpty { steps.append(Step(guarding: guarding, changes)) }
        _ = try await environment.ledger.commit(steps)
    }

    /// The posting as it stands, unless a worker holds it: that one sees for itself what there is.
    private func row(of answer: LateAnswer) async throws(LedgerError) -> Posting? {
        let rows = try await environment.ledger.postings(PostingFilter(ids: [answer.attempt.posting]))
        return rows.first { $0.phase != .leased }
    }

    /// Settles the posting as it stands by the answer.
    ///
    /// - Returns: False when it has been moved on meanwhile.
    private mutating func takeOver(
        _ answer: LateAnswer,
        _ row: Posting,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> Bool {
        var flight = answer.flight
        flight.items[answer.place].posting = row
        let (settlement, attempt) = settlements(flight, answer.outcome, account, wasTrial: false)[answer.place]
        let changes: [Change] =
            [.exchange(answer.exchange), .attempt(attempt)] + settlement.evidence.map(Change.evidence)
            + settlement.watches.map(starting)
        return try await save([Entry(posting: settlement.posting, changes: changes)], isLearnt: true).fenced.isEmpty
    }
}

extension LateAnswer {
    /// What to tell a person when the answer shows an ad beside the one that the posting has.
    fileprivate func extraAd(beside row: Posting) -> PostingError? {
        guard attempt.operation == .create, row.observed == .present, let known = row.remoteID,
            let extra = settled.remoteID, extra != known
        else { return nil }
        let place = settled.url.map { " at \($0)" } ?? ""
        return PostingError(
            code: "extra-ad",
            message: "A late answer shows that the board made a second ad, \(extra)\(place), beside \(known).",
            remedy: "Take \(extra) off the board by hand; \(known) is the one that Placard looks after."
        )
    }
}

extension Posting {
    /// Whether nobody knows what became of just the call that was answered, or it was taken for one that did nothing.
    fileprivate func waits(for answer: LateAnswer) -> Bool {
        let isOpen =
            isInDoubt(about: answer.attempt.operation) || answer.attempt.operation == .create && self.observed == .none
        return isOpen && self.creation == answer.sent.creation
            && self.sent?.contentHash == answer.sent.sent?.contentHash
            && self.sent?.at.microseconds == answer.sent.sent?.at.microseconds
    }

    fileprivate func failing(_ error: PostingError) -> Posting {
        var copy = self
        copy.error = error
        return copy
    }
}
