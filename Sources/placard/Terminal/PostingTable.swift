import Foundation
import Gateway
import Ledger
import Postings

/// The table that shows postings: who, where, how far, who says so, and the link.
struct PostingTable {
    let report: Report
    /// Where the terminal breaks lines; an address that would be broken stands beneath its row.
    let end = Terminal.lineEnd

    /// The lines, widths fitted to the content.
    var lines: [String] {
        var lines: [String] = []
        for role in report.postings.map(\.key.role).uniqued() {
            let postings = report.postings.filter { $0.key.role == role }
            lines.append(Terminal.styled(role, .bold))
            lines += rows(postings)
            lines += remarks(postings)
        }
        if report.postings.isEmpty { lines.append("There are no postings.") }
        return lines
    }

    private func rows(_ postings: [Posting]) -> [String] {
        let cells = postings.map { posting in
            [
                posting.key.account, posting.reference, place(posting), state(posting), posting.url ?? "",
            ].map { Terminal.oneLine($0) }
        }
        let widths = (0..<4).map { column in cells.map { Terminal.width($0[column]) }.max() ?? 0 }
        return zip(postings, cells).flatMap { posting, cells in
            var line = "  \(Terminal.styled(mark(posting), colour(posting))) "
            line += Terminal.padded(cells[0], widths[0]) + "  "
            line += Terminal.styled(Terminal.padded(cells[1], widths[1]), .dim) + "  "
            if widths[2] > 0 { line += Terminal.padded(cells[2], widths[2]) + "  " }
            let url = cells[4]
            let start = 4 + widths.reduce(0) { $0 + ($1 > 0 ? $1 + 2 : 0) }
            let isBeneath = !url.isEmpty && end.map { start + Terminal.width(url) > $0 } ?? false
            // Nothing follows the state: blanks after it would only break the line.
            let state = url.isEmpty || isBeneath ? cells[3] : Terminal.padded(cells[3], widths[3])
            line += Terminal.styled(state, colour(posting))
            guard !url.isEmpty else { return [line] }
            return isBeneath ? [line, Terminal.margin(of: url, 6, within: end ?? 0) + url] : ["\(line)  \(url)"]
        }
    }

    private func remarks(_ postings: [Posting]) -> [String] {
        postings.flatMap { posting in
            report.remarks(on: posting).flatMap { remark in
                let next = remark.next.map { "Next: \($0.formatted(.iso8601))." }
                let advice = [next, remark.remedy].compactMap(\.self).joined(separator: " ")
                let first = "    " + hanging("\(posting.key.account): \(remark.message)", 4)
                return advice.isEmpty ? [first] : [first, "      \(Terminal.styled("→", .blue)) \(hanging(advice, 8))"]
            }
        }
    }

    /// A sentence whose lines begin at a column, broken at blanks where the terminal would break it anywhere.
    private func hanging(_ text: String, _ indent: Int) -> String {
        let end = end ?? Int.max
        let lines = Terminal.wrapped(text, end == Int.max ? end : end - indent)
        return lines.enumerated().map { number, line in
            number == 0
                ? line
                : (line.contains("://")
                    ? Terminal.margin(of: line, indent, within: end) : String(repeating: " ", count: indent)) + line
        }.joined(separator: "\n")
    }

    private func place(_ posting: Posting) -> String {
        let language =
            report.postings.contains { $0.key.language != posting.key.language } ? " \(posting.key.language)" : ""
        return (posting.placeLabel ?? "") + language
    }

    private func state(_ posting: Posting) -> String {
        var text = posting.state.rawValue
        if posting.state == .scheduled, let start = posting.notBefore { text += " for \(start.formatted(.iso8601))" }
        if posting.desire == .absent, ![.withdrawing, .withdrawn].contains(posting.state) { text += ", to be ended" }
        if let witness = posting.witness {
            text += report.isByWordAlone(posting) ? " (by the receiver's word)" : " (seen by \(words(witness)))"
        }
        if posting.review == .pending { text += ", review pending" }
        return text
    }

    private func words(_ witness: Witness) -> String {
        switch witness {
        case .board: "the board"
        case .page: "its page"
        case .feed: "a fetch of our feed"
        case .person: "a person"
        }
    }

    private func mark(_ posting: Posting) -> String {
        switch report.standing(of: posting) {
        case .reached: "✓"
        case .failed: "✗"
        case .attention: "!"
        case .waiting: "·"
        }
    }

    private func colour(_ posting: Posting) -> Terminal.Style {
        switch report.standing(of: posting) {
        case .reached: .green
        case .failed: .red
        case .attention: .yellow
        case .waiting: .blue
        }
    }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, in order.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
