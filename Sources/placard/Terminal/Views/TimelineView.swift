import Documents
import Foundation
import Gateway
import Ledger
import Postings

/// What `log` shows: the history of one posting by time.
struct TimelineView {
    let posting: Posting
    let timeline: Timeline
    let wait: Wait?
    let isJSON: Bool
    let isFull: Bool

    func show() {
        if isJSON { return Terminal.print(json: TimelineJSON(posting: posting, timeline: timeline, wait: wait).json) }
        let key = posting.key
        let parts = [posting.reference, key.role, key.account, posting.placeLabel, key.language].compactMap(\.self)
        Terminal.say(Terminal.styled(Terminal.oneLine(parts.joined(separator: " · ")), .bold))
        let url = posting.url.map { "  \(Terminal.oneLine($0))" } ?? ""
        Terminal.say("  now \(posting.state.rawValue)\(Self.seen(posting.witness))\(url)")
        if let error = posting.error {
            for line in Terminal.wrapped(
                "\(error.message.asSentence) → \(error.remedy.asSentence)",
                Terminal.columns - 2
            ) {
                Terminal.say("  \(line)")
            }
        }
        if let wait {
            let parts = posting.error == nil ? [wait.reason.asSentence, wait.next, wait.remedy] : [wait.next]
            let text = parts.compactMap(\.self).joined(separator: " ")
            for line in Terminal.wrapped(text, Terminal.columns - 2) where !text.isEmpty { Terminal.say("  \(line)") }
        }
        if entries.isEmpty {
            Terminal.say(
                "  No call about this posting is on record. Calls about its account alone (check, token) are not kept here."
            )
        }
        for entry in entries {
            Terminal.say()
            for line in entry.lines { Terminal.say(line) }
        }
    }

    private struct Entry {
        let at: Date
        /// Of what happened at the same instant, the exchange stands first and what it proves last.
        let rank: Int
        let lines: [String]
    }

    private var entries: [Entry] {
        let all =
            timeline.exchanges.map { Entry(at: $0.startedAt, rank: 0, lines: lines($0)) }
            + timeline.attempts.enumerated().map { Entry(at: $1.startedAt, rank: 1, lines: lines($1, $0 + 1)) }
            + timeline.evidence.map { Entry(at: $0.at, rank: 2, lines: lines($0)) }
        return all.sorted { ($0.at, $0.rank) < ($1.at, $1.rank) }
    }

    private func lines(_ evidence: Evidence) -> [String] {
        let state = Terminal.styled(evidence.state.rawValue + Self.seen(evidence.witness), .green)
        return ["\(time(evidence.at))  \(state)"] + inset(evidence.note) + (evidence.url.map { inset($0) } ?? [])
    }

    private func lines(_ attempt: Attempt, _ number: Int) -> [String] {
        let result = attempt.verdict ?? (attempt.ending == .sending ? "no answer yet" : attempt.ending.rawValue)
        let late = attempt.ending == .late ? " (came late)" : ""
        let isGood = attempt.verdict == "accepted"
        let text = "attempt \(number): \(attempt.operation.rawValue), "
        return ["\(time(attempt.startedAt))  \(text)\(Terminal.styled(result + late, isGood ? .green : .yellow))"]
            + (attempt.reason.map { inset($0) } ?? [])
    }

    private func lines(_ exchange: Exchange) -> [String] {
        if exchange.isPreparedText { return lines(ofText: exchange) }
        let status = exchange.status.map { "status \($0)" } ?? (exchange.endedAt == nil ? "no answer yet" : "no reply")
        var lines = ["\(time(exchange.startedAt))  \(Terminal.styled("sent \(exchange.call)", .bold)), \(status)"]
        lines += shown(exchange.request, "> ")
        if let reply = exchange.reply { lines += shown(reply, "< ") }
        return lines
    }

    /// A text for a person, whole where it is the one to put on the board.
    private func lines(ofText exchange: Exchange) -> [String] {
        let isNewest = exchange.id == timeline.exchanges.last(where: \.isPreparedText)?.id
        let counts = isNewest && posting.desire != .absent
        let words = counts ? "this is the one that counts" : isNewest ? "no longer wanted" : "replaced by a later one"
        let head = "\(time(exchange.startedAt))  \(Terminal.styled("prepared text", .bold)), \(words)"
        guard counts else { return [head] + shown(exchange.request, "") }
        // Nothing stands before the text's lines: whoever copies them would have it on the board.
        let rule = Terminal.styled(String(repeating: "─", count: 40), .dim)
        let text = Terminal.clean(exchange.request).split(separator: "\n", omittingEmptySubsequences: false)
        return [head, rule] + text.map(String.init) + [rule]
    }

    private func shown(_ text: String, _ mark: String) -> [String] {
        if isFull { return whole(text, mark) }
        let head = Terminal.clean(text).split(separator: "\n", omittingEmptySubsequences: true)
        guard let first = head.first else { return [] }
        let more = head.count > 1 ? Terminal.styled("  (\(head.count - 1) more lines with --full)", .dim) : ""
        return ["    \(mark)\(Terminal.oneLine(String(first), Terminal.columns - 6))\(more)"]
    }

    private func whole(_ text: String, _ mark: String) -> [String] {
        Terminal.clean(text).split(separator: "\n", omittingEmptySubsequences: false).map { "    \(mark)\($0)" }
    }

    private func inset(_ text: String) -> [String] {
        text.isEmpty ? [] : Terminal.wrapped(text, Terminal.columns - 4).map { "    \($0)" }
    }

    private func time(_ date: Date) -> String { Terminal.styled(date.formatted(.iso8601), .dim) }

    private static func seen(_ witness: Witness?) -> String {
        switch witness {
        case .board?: ", the board says so"
        case .page?: ", seen on its page"
        case .feed?: ", our feed was fetched"
        case .person?: ", a person says so"
        case nil: ""
        }
    }
}
