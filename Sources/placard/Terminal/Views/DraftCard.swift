import AdapterKit
import Documents
import Gateway
import Ledger
import Postings

/// One ad on the terminal: header, picture, counts, findings, difference, intention.
struct DraftCard {
    let draft: Draft

    var lines: [String] {
        var lines = [header, verdict]
        lines += picture
        lines += counts
        lines += FindingLines(findings: draft.readableFindings).grouped
        lines += changes
        lines += Terminal.wrapped(draft.intent, width - 2).map { "  \($0)" }
        return lines
    }

    private var width: Int { Terminal.columns }

    private var header: String {
        let board = draft.adapter.manifest.name
        let parts = [board, draft.account, draft.placeLabel, draft.key.language].compactMap(\.self)
        return Terminal.styled(Terminal.oneLine(parts.joined(separator: " · "), width), .bold)
    }

    private var verdict: String {
        let errors = draft.blockers.count
        if errors > 0 {
            return Terminal.styled("  ✗ blocked: \(Terminal.count(errors, "error")) to mend first", .red)
        }
        let warnings = draft.ad.findings.filter { $0.severity == .warning }.count
        let open = draft.questions
        if !open.isEmpty {
            let text =
                "  ! can be sent only when the board has settled \(open.joined(separator: ", ")), which post asks"
            return Terminal.styled(text, .yellow)
        }
        if warnings > 0 {
            return Terminal.styled("  ! can be sent, with \(Terminal.count(warnings, "warning"))", .yellow)
        }
        return Terminal.styled("  ✓ can be sent", .green)
    }

    private var picture: [String] {
        let inner = width - 6
        let edge = String(repeating: "─", count: inner + 2)
        let body = PictureLines(picture: draft.picture, width: inner).lines.map { text, style in
            let padding = String(repeating: " ", count: max(0, inner - Terminal.width(text)))
            return "  │ " + (style.map { Terminal.styled(text, $0) } ?? text) + padding + " │"
        }
        return ["  ┌\(edge)┐"] + body + ["  └\(edge)┘"]
    }

    private var counts: [String] {
        let rows = draft.counts.compactMap { count in count.words.map { (count, $0) } }
        let titles = rows.map { Terminal.width($0.0.field.title) }.max() ?? 0
        let words = rows.map { Terminal.width($0.1) }.max() ?? 0
        return rows.map { count, text in
            let line = "  \(Terminal.padded(count.field.title, titles))  \(Terminal.padded(text, words))"
            guard let share = count.share else { return line }
            let filled = min(10, Int((share * 10).rounded(.up)))
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 10 - filled)
            return line + "  " + Terminal.styled(bar, share > 1 ? .red : share > 0.9 ? .yellow : .green)
        }
    }

    private var changes: [String] {
        let changes = draft.changes
        guard !changes.isEmpty else { return [] }
        let part = width - 10
        return [Terminal.styled("  Different from what the board has (\(changes.count))", .blue)]
            + changes.flatMap { change in
                let shared = Self.sharedBeginning(change.from ?? "", change.to ?? "")
                let (old, new) = (Self.quoted(change.from, shared, part), Self.quoted(change.to, shared, part))
                let line = "    \(change.title): \(old) → \(new)"
                guard Terminal.width(line) > width else { return [line] }
                return ["    \(change.title):", "      − \(old)", "      + \(new)"]
            }
    }

    /// Characters that two long texts begin with alike and that need not be shown, but for a few before the difference.
    private static func sharedBeginning(_ old: String, _ new: String) -> Int {
        max(0, zip(old, new).prefix { $0 == $1 }.count - 12)
    }

    private static func quoted(_ text: String?, _ shared: Int, _ room: Int) -> String {
        guard let text else { return "nothing" }
        let isLong = text.count > room && shared > 0
        return "“\(Terminal.oneLine(isLong ? "…" + text.dropFirst(shared) : text, room))”"
    }
}

/// The lines inside an ad's picture.
struct PictureLines {
    let picture: AdPicture
    let width: Int

    /// Lines no wider than ``width`` with the way they are set apart.
    var lines: [(String, Terminal.Style?)] {
        var blocks: [[(String, Terminal.Style?)]] = []
        var head: [(String, Terminal.Style?)] = []
        if let title = picture.title { head += wrapped(title, .bold) }
        if let company = picture.company { head += wrapped(company, nil) }
        head += picture.facts.flatMap { wrapped("\($0.title): \($0.text)", .dim) }
        if picture.shape != .document { blocks.append(head) }
        if let summary = picture.summary, picture.shape != .document { blocks.append(wrapped(summary, nil)) }
        if picture.shape != .document { blocks.append(picture.points.flatMap { wrapped("• \($0)", nil) }) }
        blocks.append(body)
        if picture.shape != .document {
            if let tags = picture.tags { blocks.append(wrapped(tags.replacing("\n", with: " "), .dim)) }
            blocks.append(picture.links.flatMap { wrapped("\($0.title): \($0.text)", .blue) })
        }
        let shown = blocks.filter { !$0.isEmpty }
        guard !shown.isEmpty else { return [("(nothing to show)", .dim)] }
        return Array(shown.joined(separator: [("", nil)]))
    }

    private var body: [(String, Terminal.Style?)] {
        guard !picture.body.isEmpty else { return [] }
        // What the board shows as formatting becomes lines and list marks here.
        return wrapped(picture.plainBody.trimmed, nil)
    }

    private func wrapped(_ text: String, _ style: Terminal.Style?) -> [(String, Terminal.Style?)] {
        Terminal.wrapped(text, width, keepsAddresses: false).map { ($0, style) }
    }
}

extension String {
    /// Without line breaks and blanks at both ends.
    fileprivate var trimmed: String {
        let head = drop(while: \.isWhitespace)
        return String(head.reversed().drop(while: \.isWhitespace).reversed())
    }
}
