import Documents
import Foundation
import Gateway
import Ledger
import Postings

/// A posting's history as one JSON document, whole.
struct TimelineJSON {
    let posting: Posting
    let timeline: Timeline
    let wait: Wait?

    var json: Value {
        [
            "reference": .text(posting.reference),
            "role": .text(posting.key.role),
            "account": .text(posting.key.account),
            "board": .text(posting.adapter),
            "location": text(posting.placeLabel),
            "language": .text(posting.key.language),
            "state": .text(posting.state.rawValue),
            "url": text(posting.url),
            "waits": Report.json(wait),
            "evidence": .list(timeline.evidence.map(evidence)),
            "attempts": .list(timeline.attempts.enumerated().map { attempt($1, $0 + 1) }),
            "exchanges": .list(timeline.exchanges.map(exchange)),
        ]
    }

    private func evidence(_ evidence: Evidence) -> Value {
        [
            "at": time(evidence.at),
            "state": .text(evidence.state.rawValue),
            "witness": text(evidence.witness?.rawValue),
            "note": .text(evidence.note),
            "url": text(evidence.url),
            "exchange": text(evidence.exchange),
            "contentHash": text(evidence.contentHash),
        ]
    }

    private func attempt(_ attempt: Attempt, _ number: Int) -> Value {
        [
            "number": .number(.init(number)),
            "operation": .text(attempt.operation.rawValue),
            "startedAt": time(attempt.startedAt),
            "endedAt": time(attempt.endedAt),
            "ending": .text(attempt.ending.rawValue),
            "verdict": text(attempt.verdict),
            "reason": text(attempt.reason),
            "exchange": .text(attempt.exchange),
            "revision": text(attempt.revision),
            "contentHash": text(attempt.contentHash),
        ]
    }

    private func exchange(_ exchange: Exchange) -> Value {
        [
            "id": .text(exchange.id),
            "call": .text(exchange.call),
            "startedAt": time(exchange.startedAt),
            "endedAt": time(exchange.endedAt),
            "status": exchange.status.map { .number(.init($0)) } ?? .null,
            "request": .text(exchange.request),
            "reply": text(exchange.reply),
        ]
    }

    private func text(_ text: String?) -> Value { text.map(Value.text) ?? .null }

    private func time(_ date: Date?) -> Value { date.map { .text($0.formatted(.iso8601)) } ?? .null }
}
