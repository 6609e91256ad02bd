import Documents
import Postings
import RichText
import Roles

extension Evaluation {
    /// Marked-up text as the board wants it, with a finding for every loss.
    func written(_ rich: ValueRule.Rich, field: String) -> Draft? {
        guard let value = rich.from.lazy.compactMap({ self.resolve($0) }).first else { return nil }
        let format = format(of: rich)
        let question = WrittenTexts.Question(
            value: value,
            headings: rich.headings,
            language: input.language,
            format: format
        )
        let written = WrittenTexts.written(question) {
            var losses: [Loss] = []
            guard let tree = tree(of: value, rich.headings, &losses), !tree.isEmpty else { return nil }
            let rendered = tree.rendered(as: format)
            return WrittenTexts.Written(tree: tree, text: rendered.text, losses: (losses + rendered.losses).combined())
        }
        guard let written else { return nil }
        for loss in written.losses { report(Finding(loss, field: field)) }
        return Draft(.text(written.text), rich: RichDraft(tree: written.tree, format: format))
    }

    /// One tree of a text, a list of texts, or sections joined in the order of an ad.
    private func tree(of value: Value, _ headings: ValueRule.Rich.Headings, _ losses: inout [Loss]) -> RichText? {
        switch value {
        case .markup(let markup):
            let parsed = ParsedTexts.parsed(markup)
            losses += parsed.losses
            return parsed.text
        case .text(let text): return RichText(plain: text)
        case .number, .boolean: return value.scalarText.map(RichText.init(plain:))
        case .list(let list):
            let items = list.compactMap { tree(of: $0, .none, &losses)?.blocks }.filter { !$0.isEmpty }
            return items.isEmpty ? nil : RichText(blocks: [.list(ordered: false, start: 1, items: items)])
        case .object(let members):
            var parts: [RichText] = []
            for key in Description.Section.allCases.map(\.rawValue) + ["body"] {
                guard let section = members[key], let text = tree(of: section, .none, &losses), !text.isEmpty else {
                    continue
                }
                if let heading = heading(of: key, above: text, headings) { parts.append(heading) }
                parts.append(text)
            }
            return parts.isEmpty ? nil : .joined(parts)
        case .null: return nil
        }
    }

    private func heading(of section: String, above text: RichText, _ style: ValueRule.Rich.Headings) -> RichText? {
        guard style != .none, !text.beginsWithHeading,
            let words = SectionHeadings.words(section, language: input.language)
        else { return nil }
        switch style {
        case .none: return nil
        case .strong: return RichText(blocks: [.paragraph([.strong([.text(words)])])])
        case .h2: return RichText(blocks: [.heading(level: 2, [.text(words)])])
        case .h3: return RichText(blocks: [.heading(level: 3, [.text(words)])])
        }
    }

    private func format(of rich: ValueRule.Rich) -> TextFormat {
        switch rich.format {
        case .html:
            let conditional = rich.tagsIf.filter { hold($0.when) }.map(\.tag)
            return .html(
                HTMLRules(
                    tags: Set(rich.tags + conditional),
                    linkSchemes: rich.linkSchemes.isEmpty ? ["https", "http", "mailto", "tel"] : Set(rich.linkSchemes),
                    entities: rich.entities ? .standard : .none,
                    doubleUnescapeGuard: rich.guardsDoubleUnescape
                )
            )
        case .plain: return .plain
        case .markdown: return .markdown(.commonmark)
        case .chatMarkdown: return .markdown(.chat)
        case .mrkdwn: return .mrkdwn
        case .messageHTML: return .chatHTML
        case .paragraphs: return .paragraphs(italics: "*")
        }
    }
}

extension RichText {
    /// Whether the text opens with a heading of its own, or with a line that is bold throughout.
    fileprivate var beginsWithHeading: Bool {
        switch blocks.first {
        case .heading: true
        case .paragraph(let inlines):
            inlines.count == 1
                && inlines.allSatisfy {
                    if case .strong = $0 { true } else { false }
                }
        default: false
        }
    }
}

extension Loss {
    /// What was lost, for people who know no tags.
    var words: String {
        switch what {
        case "a", "autolink": "links"
        case "strong": "bold text"
        case "em": "italics"
        case "u": "underlined text"
        case "s": "struck-out text"
        case "ul": "bulleted lists"
        case "ol": "numbered lists"
        case "table": "tables"
        case "th": "headings of tables"
        case "h1", "h2", "h3", "h4", "h5", "h6": "this size of heading"
        case "blockquote": "quotations"
        case "pre", "code": "code"
        case "hr": "lines between sections"
        case "img": "pictures"
        default: what
        }
    }
}

extension Finding {
    /// A loss of rich text as a finding.
    init(_ loss: Loss, field: String) {
        let times = loss.count == 1 ? "" : " (\(loss.count) times)"
        let (severity, message): (Severity, String) =
            switch loss.kind {
            case .removed: (.warning, "This board cannot show \(loss.words)\(times); it was left out.")
            case .degraded: (.note, "This board cannot show \(loss.words)\(times); its text stands in a plainer form.")
            case .shortened: (.warning, "The text was cut\(times).")
            case .reworded:
                (.note, "\(loss.what) was spaced apart\(times), so that the board shows it instead of obeying it.")
            }
        self.init(
            severity,
            code: "loss.\(loss.kind.rawValue)",
            field: field,
            message,
            lost: loss.quote.isEmpty ? nil : loss.quote
        )
    }
}
