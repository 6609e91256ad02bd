import AdapterKit
import Documents
import Foundation
import Gateway
import Ledger
import Postings

/// Findings of drafts, one line each, as compilers write them.
struct LintLines {
    let drafts: [Draft]

    private struct Entry: Hashable {
        let file: String
        let account: String
        let finding: Finding
        /// The finding as people read it.
        let shown: Finding
    }

    /// Every finding once: the ads of one account for several places often say the same.
    private var entries: [Entry] {
        let all = drafts.flatMap { draft in
            draft.ad.findings.map {
                Entry(file: draft.file, account: draft.account, finding: $0, shown: draft.readable($0))
            }
        }.uniqued()
        return [Severity.error, .warning, .note].flatMap { weight in all.filter { $0.finding.severity == weight } }
    }

    var lines: [String] {
        let entries = entries
        let folded = entries.filter { $0.finding.severity == .note && $0.finding.isLoss }
        let shown = entries.filter { !($0.finding.severity == .note && $0.finding.isLoss) }
        return shown.flatMap(block) + losses(folded) + [summary(entries)]
    }

    private func block(_ entry: Entry) -> [String] {
        let finding = entry.shown
        let severity = Terminal.styled(finding.severity.rawValue, FindingLines.style(finding.severity))
        let sentence = FindingGroup.groups([finding], of: finding.severity).first?.sentence ?? finding.message
        let text = "\(entry.account): \(Terminal.clean(sentence))"
        var lines = ["\(entry.file): \(severity): \(text.replacing("\n", with: " "))"]
        if let remedy = finding.remedy { lines.append("  \(Terminal.styled("→", .blue)) \(Terminal.clean(remedy))") }
        if let source = finding.source { lines.append(Terminal.styled("  (\(Terminal.clean(source)))", .dim)) }
        return lines
    }

    private func losses(_ folded: [Entry]) -> [String] {
        folded.map(\.account).uniqued().map { account in
            let count = folded.filter { $0.account == account }.count
            let what = count == 1 ? "1 thing of the role is" : "\(count) things of the role are"
            return Terminal.styled("\(account): \(what) left out or changed; `placard preview` shows them", .dim)
        }
    }

    private func summary(_ entries: [Entry]) -> String {
        let errors = entries.filter { $0.finding.severity == .error }.count
        let warnings = entries.filter { $0.finding.severity == .warning }.count
        let ads = Terminal.count(drafts.count, "ad")
        guard errors + warnings > 0 else { return Terminal.styled("✓ \(ads) checked, nothing to mend", .green) }
        let text = "\(ads) checked: \(Terminal.count(errors, "error")), \(Terminal.count(warnings, "warning"))"
        return Terminal.styled(text, errors > 0 ? .red : .yellow)
    }

    /// The findings with their files, and the drafts as every command prints postings.
    var json: Value {
        let entries = entries
        let counts = Severity.allCases.reversed().map { weight in
            (weight.rawValue, Value.number(.init(entries.filter { $0.finding.severity == weight }.count)))
        }
        var states: [String: Int] = [:]
        for draft in drafts { states[state(draft), default: 0] += 1 }
        return [
            "findings": .list(entries.map(json)),
            "counts": .object(Members(counts)),
            "postings": .list(drafts.map(json)),
            "summary": .object(Members(states.sorted { $0.key < $1.key }.map { ($0.key, .number(.init($0.value))) })),
        ]
    }

    private func json(_ entry: Entry) -> Value {
        var members: Members = ["file": .text(entry.file), "account": .text(entry.account)]
        for member in Report.json(entry.finding).object ?? [:] { members[member.key] = member.value }
        return .object(members)
    }

    private func state(_ draft: Draft) -> String { (draft.posting?.state ?? .draft).rawValue }

    private func json(_ draft: Draft) -> Value {
        [
            "reference": draft.posting.map { .text($0.reference) } ?? .null,
            "role": .text(draft.key.role),
            "account": .text(draft.account),
            "board": .text(draft.adapter.manifest.id),
            "location": draft.placeLabel.map(Value.text) ?? .null,
            "language": .text(draft.key.language),
            "state": .text(state(draft)),
            "remoteID": draft.posting?.remoteID.map(Value.text) ?? .null,
            "url": draft.posting?.url.map(Value.text) ?? .null,
            "findings": .list(draft.ad.findings.map(Report.json)),
            "error": .null,
            "waits": .null,
        ]
    }
}
