import AdapterKit
import Documents
import Ledger
import Postings

/// One ad of the gallery: how it looks, how long its fields are, what there is to say of it.
struct GalleryCard {
    let draft: Draft
    let number: Int
    let frames: GalleryFrame

    private var id: String { "ad-\(number)" }
    private var board: String { Escaped.html(draft.adapter.manifest.name) }

    private var place: String {
        Escaped.html([draft.account, draft.placeLabel, draft.key.language].compactMap(\.self).joined(separator: " · "))
    }

    private var badge: String {
        Escaped.element("span", "badge \(draft.prospect.style)", draft.prospect.words)
    }

    /// The line in the page's list of ads.
    var entry: String { "<li><a href=\"#\(id)\"><b>\(board)</b> <span>\(place)</span></a> \(badge)</li>" }

    /// The card.
    var html: String {
        """
        <article class="card" id="\(id)" aria-labelledby="\(id)-name">
        <header><div><h2 id="\(id)-name">\(board)</h2><p>\(place)</p></div>\(badge)</header>
        <p class="intent">\(Escaped.html(draft.intent))</p>
        <div class="sides">
        <section class="look"><h3>How it would look</h3>
        \(frames.element(for: draft, title: "Ad on \(draft.adapter.manifest.name), \(draft.account)"))
        </section>
        <div class="says">
        \(counts)\(findings)</div>
        </div>
        \(difference)\(payload)</article>
        """
    }

    private var counts: String {
        let rows = draft.counts.compactMap { count in
            count.words.map { row(Escaped.html(count.field.title), $0, count.share) }
        }
        guard !rows.isEmpty else { return "" }
        return "<section><h3>Lengths</h3>\n<ul class=\"counts\">\n\(rows.joined(separator: "\n"))\n</ul></section>\n"
    }

    private func row(_ title: String, _ words: String, _ share: Double?) -> String {
        let text = "<span>\(title)</span> <span class=\"number\">\(words)</span>"
        guard let share else { return "<li>\(text)</li>" }
        let style = share > 1 ? "error" : share > 0.9 ? "warning" : "good"
        let width = min(100, max(1, Int((share * 100).rounded())))
        let bar = "<span class=\"bar\" aria-hidden=\"true\"><i class=\"\(style)\" style=\"width:\(width)%\"></i></span>"
        return "<li>\(text)\(bar)</li>"
    }

    private var findings: String {
        let heavy = [Severity.error, .warning].flatMap { FindingGroup.groups(draft.readableFindings, of: $0) }
        let notes = FindingGroup.groups(draft.readableFindings, of: .note)
        var text = ""
        if !heavy.isEmpty { text += "<section><h3>To mend</h3>\n\(list(heavy))</section>\n" }
        if !notes.isEmpty {
            let title = notes.allSatisfy(\.finding.isLoss) ? "Left out or changed" : "Left out, changed, worth knowing"
            let count = notes.reduce(0) { $0 + $1.fields.count }
            let open = notes.count <= 4 ? " open" : ""
            text += "<details\(open)><summary>\(title) (\(count))</summary>\n\(list(notes))</details>\n"
        }
        return text.isEmpty ? "<p class=\"calm\">Nothing was cut, changed or left out.</p>\n" : text
    }

    private func list(_ groups: [FindingGroup]) -> String {
        let items = groups.map { group in
            let finding = group.finding
            let label = Escaped.element("b", "label", group.label)
            let fields = group.fields.map { Escaped.element("code", nil, Escaped.html($0)) }.joined(separator: ", ")
            let message = Escaped.html(group.fields.count == 1 ? group.message : group.sharedMessage)
            var text = "<p>\(label) \(group.fields.count == 1 ? "\(fields) \(message)" : "\(message): \(fields)")</p>"
            if let remedy = finding.remedy { text += Escaped.element("p", "remedy", Escaped.html(remedy)) }
            if let source = finding.source { text += Escaped.element("p", "source", "Rule: \(Self.link(source))") }
            return Escaped.element("li", group.isOpen ? "warning" : finding.severity.rawValue, text)
        }
        return "<ul class=\"findings\">\n\(items.joined(separator: "\n"))\n</ul>\n"
    }

    /// A source that is an address becomes a link; it is followed only when a person clicks it.
    private static func link(_ source: String) -> String {
        guard source.hasPrefix("https://") else { return Escaped.html(source) }
        // What stands behind an address, such as a doubt, is no part of it.
        let address = Escaped.html(String(source.prefix { !$0.isWhitespace }))
        let rest = Escaped.html(String(source.drop { !$0.isWhitespace }))
        return "<a href=\"\(address)\" target=\"_blank\" rel=\"noopener noreferrer\">\(address)</a>\(rest)"
    }

    private var difference: String {
        let changes = draft.changes
        guard !changes.isEmpty else { return "" }
        let rows = changes.map { change in
            let cells = [("del", change.from), ("ins", change.to)].map { tag, text in
                "<td \(draft.languageMarks)>\(text.map { Escaped.element(tag, nil, Escaped.html($0)) } ?? "<em lang=\"en\" dir=\"ltr\">nothing</em>")</td>"
            }
            return "<tr><th scope=\"row\">\(Escaped.html(change.title))</th>\(cells.joined())</tr>"
        }
        let head = "<tr><th scope=\"col\">Field</th><th scope=\"col\">On the board</th><th scope=\"col\">New</th></tr>"
        return """
            <details class="wide"><summary>Different from what the board has (\(changes.count))</summary>
            <div class="scroll"><table><thead>\(head)</thead><tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div></details>

            """
    }

    private var payload: String {
        let media = Escaped.html(draft.payload.media)
        return """
            <details class="wide"><summary>Raw payload, secrets left out (\(media))</summary>
            <pre tabindex="0" dir="ltr">\(Escaped.html(draft.payload.text))</pre></details>

            """
    }
}
