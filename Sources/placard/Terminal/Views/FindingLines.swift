import Documents
import Gateway
import Postings

/// Findings as lines of text, the heaviest first.
struct FindingLines {
    let findings: [Finding]

    /// One block per weight: heading, findings, remedies, sources.
    var grouped: [String] {
        blocks.flatMap { title, style, groups in
            let count = groups.reduce(0) { $0 + $1.fields.count }
            return [Terminal.styled("  \(title) (\(count))", style)] + groups.flatMap(lines)
        }
    }

    private var blocks: [(String, Terminal.Style, [FindingGroup])] {
        let notes = FindingGroup.groups(findings, of: .note)
        let errors = FindingGroup.groups(findings, of: .error)
        return [
            ("Errors", .red, errors.filter { !$0.isOpen }),
            ("Open: the board is asked on post", .yellow, errors.filter(\.isOpen)),
            ("Warnings", .yellow, FindingGroup.groups(findings, of: .warning)),
            ("Left out or changed", .blue, notes.filter(\.finding.isLoss)),
            ("Notes", .dim, notes.filter { !$0.finding.isLoss }),
        ].filter { !$0.2.isEmpty }
    }

    private func lines(_ group: FindingGroup) -> [String] {
        let finding = group.finding
        var lines = block("\(group.isOpen ? "?" : Self.mark(finding.severity)) ", group.sentence, 4)
        if let remedy = finding.remedy { lines += block("→ ", remedy, 6) }
        if let source = finding.source { lines.append(Terminal.styled("      (\(Terminal.clean(source)))", .dim)) }
        return lines
    }

    private func block(_ mark: String, _ text: String, _ indent: Int) -> [String] {
        Terminal.wrapped(text, Terminal.columns - indent - 2).enumerated().map { index, line in
            String(repeating: " ", count: indent) + (index == 0 ? mark : "  ") + line
        }
    }

    static func mark(_ severity: Severity) -> String {
        switch severity {
        case .error: "✗"
        case .warning: "!"
        case .note: "·"
        }
    }

    static func style(_ severity: Severity) -> Terminal.Style {
        switch severity {
        case .error: .red
        case .warning: .yellow
        case .note: .blue
        }
    }
}
