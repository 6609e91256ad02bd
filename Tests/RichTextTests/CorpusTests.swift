import Foundation
import RichText
import Testing

/// An ad as somebody wrote it.
struct SampleAd: Sendable, CustomTestStringConvertible {
    var name: String
    var isMarkdown: Bool
    var text: String

    var testDescription: String { name }

    var parsed: RichText.Parsed { isMarkdown ? .init(markdown: text) : .init(html: text) }

    /// The samples below, and the ads of the shared data where they are at hand.
    static let all: [SampleAd] = samples + shared()

    private static let samples = [
        SampleAd(
            name: "german",
            isMarkdown: false,
            text: """
                <h2>Über&nbsp;uns</h2><p>Wir sind <b>30 Leute</b> &amp; suchen <i>dich:</i> <a href="https://x.example/?a=1&amp;b=2">
                mehr</a>.</p><p><strong>Aufgaben:</strong></p><ul><li>R&D betreuen;<ul><li>5 &lt; 10 prüfen!</li></ul></li>
                <li><p>Kunden (z. B. <u>Banken</u>) beraten.</p></li></ul><ol start="3"><li>Erst das.</li><li>Dann dies.</li></ol>
                """
        ),
        SampleAd(
            name: "japanese",
            isMarkdown: false,
            text: """
                <p>私たちは<strong>東京</strong>のチームです。一緒に働きませんか？</p><p>【必須】<br>・Swift の経験<br><br>給与：応相談</p>
                """
        ),
        SampleAd(
            name: "word",
            isMarkdown: false,
            text: """
                <!--[if mso]><style>p{}</style><![endif]--><p class=MsoNormal><o:p>&nbsp;</o:p></p><p style="x"><span>Send to
                <jobs@x.example> &bull; pay 40*50_60 `€`</span><table><tr><td>Shift</td><td>Pay | h</td></tr><tr><td>Day
                <td>10 €</table><hr><blockquote>“A *great* place.”</blockquote><img alt="Our logo" src="https://x.example/l.png">
                """
        ),
        SampleAd(
            name: "markdown",
            isMarkdown: true,
            text: """
                # Engineer

                We *build* **things**. See <https://x.example/a_b> or [apply](https://x.example/apply?x=(1)).

                1. First
                   - nested `code`
                2. Second <u>line</u> with ~~old~~ &copy; text

                | Day | Pay |
                |-----|-----|
                | Mon | 10  |

                > Quote

                    literal <b> & text
                """
        ),
    ]

    private static func shared() -> [SampleAd] {
        struct Line: Decodable {
            var id: String?
            var format: String?
            var description: String?
        }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = package.deletingLastPathComponent().appending(path: "shared/data/ads.jsonl")
        guard let data = try? Data(contentsOf: file) else { return [] }
        let decoder = JSONDecoder()
        return data.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let ad = try? decoder.decode(Line.self, from: line), let text = ad.description, !text.isEmpty else {
                return nil
            }
            return SampleAd(name: ad.id ?? "ad", isMarkdown: ad.format == "markdown", text: text)
        }
    }
}

extension RichText.Parsed {
    fileprivate init(markdown: String) { self = RichText.parse(markdown: markdown) }
    fileprivate init(html: String) { self = RichText.parse(html: html) }
}

@Suite("Real ads")
struct CorpusTests {
    static let boards: [HTMLRules] = [
        .full, HTMLRules(tags: ["b", "strong", "u", "i", "br", "p", "ul", "li"]),
        HTMLRules(tags: ["a", "b", "br", "div", "em", "h2", "li", "ol", "p", "strong", "ul"], linkSchemes: ["https"]),
        HTMLRules(tags: ["b", "h1", "br", "p", "ul", "li", "strong", "em", "table", "tr", "td"], entities: .none),
        HTMLRules(tags: ["p", "a", "h3", "li", "ul"], doubleUnescapeGuard: true), HTMLRules(tags: ["br"]),
        HTMLRules(tags: []),
    ]

    @Test("every sentence stands in every form or is quoted in a loss", arguments: SampleAd.all)
    func sentencesSurvive(_ ad: SampleAd) {
        let tree = ad.parsed.text
        #expect(!tree.isEmpty)
        let wanted = RichText.sentencesToFind(in: tree)
        for format in HostileInputTests.formats + Self.boards.map(TextFormat.html) {
            let written = tree.rendered(as: format)
            let shown = tree.withoutAddresses(format.shown(written.text)).letters
            let quoted = written.losses.map(\.quote).joined(separator: "\n").letters
            for sentence in wanted where !shown.contains(sentence) {
                #expect(quoted.contains(sentence), "\(format): \(sentence)")
            }
        }
    }

    @Test("only allowed elements occur, and without references there are none", arguments: SampleAd.all)
    func allowList(_ ad: SampleAd) {
        for rules in Self.boards {
            let written = ad.parsed.text.html(rules).text
            for match in written.matches(of: /<\/?([A-Za-z][A-Za-z0-9]*)/) {
                #expect(rules.tags.contains(String(match.1)))
            }
            if rules.entities == .none { #expect(!written.contains(/&(#|[A-Za-z]+;)/)) }
        }
    }

    @Test("what was written is read again as the same words", arguments: SampleAd.all)
    func readAgain(_ ad: SampleAd) {
        let tree = ad.parsed.text
        #expect(RichText(html: tree.html().text).plainText.letters == tree.plainText.letters)
        #expect(RichText(markdown: tree.markdown().text).plainText.letters == tree.plainText.letters)
        #expect(RichText.parse(html: tree.html().text).losses.isEmpty)
        #expect(RichText.parse(markdown: tree.markdown().text).losses.isEmpty)
    }

    @Test("headings, lists and links are the same after Markdown", arguments: SampleAd.all)
    func structure(_ ad: SampleAd) {
        let tree = ad.parsed.text
        let again = RichText(markdown: tree.markdown().text)
        let wanted = tree.blocks.filter { $0 == .rule || !$0.plainText.words.isEmpty }
        #expect(again.blocks.filter { $0 == .rule || !$0.plainText.words.isEmpty }.map(\.kind) == wanted.map(\.kind))
    }

    @Test("link ranges lie on the words of the link", arguments: SampleAd.all)
    func ranges(_ ad: SampleAd) {
        let written = ad.parsed.text.rendered(as: .linked)
        let utf8 = Array(written.text.utf8)
        let utf16 = Array(written.text.utf16)
        var end = 0
        for link in written.links {
            #expect(link.utf8.lowerBound >= end)
            end = link.utf8.upperBound
            let words = String(decoding: utf8[link.utf8], as: UTF8.self)
            #expect(words == String(decoding: utf16[link.utf16], as: UTF16.self))
            #expect(!words.isEmpty)
        }
    }
}

extension RichText {
    fileprivate static func sentencesToFind(in tree: RichText) -> [String] {
        // Some ads write addresses in brackets themselves.
        sentences(in: tree.withoutAddresses(tree.plainText)).map { $0.letters }.filter { !$0.isEmpty }
    }

    /// The text without the addresses that writers put behind the words of a link.
    fileprivate func withoutAddresses(_ text: String) -> String {
        var result = text
        for target in Set(blocks.flatMap(\.targets)) {
            let shown = target.replacing("mailto:", with: "").replacing("tel:", with: "")
            for form in [" (\(shown))", " (\(shown.replacing("*", with: "\\*")))"] {
                result = result.replacing(form, with: "")
            }
        }
        return result
    }
}

extension TextFormat {
    /// What a reader of the form sees.
    fileprivate func shown(_ written: String) -> String {
        switch self {
        case .html: RichText(html: written).plainText
        case .markdown: RichText(markdown: written).plainText
        case .chatHTML: RichText(html: written.replacing("\n", with: "<br>")).plainText
        case .mrkdwn:
            RichText(html: written.replacing(/<([^|>]*)\|([^>]*)>/) { $0.2 }.replacing(/<(http[^>]*)>/) { $0.1 })
                .plainText
        case .plain, .linked, .paragraphs: written
        }
    }
}

extension RichText.Block {
    fileprivate var kind: String {
        switch self {
        case .paragraph: "paragraph"
        case .heading(let level, _): "heading \(level)"
        case .list(let ordered, _, let items): ordered ? "ol \(items.count)" : "ul \(items.count)"
        case .quote: "quote"
        case .code: "code"
        case .rule: "rule"
        case .table(let header, let rows): "table \(header.count) \(rows.count)"
        }
    }

    fileprivate var targets: [String] {
        switch self {
        case .paragraph(let inlines), .heading(_, let inlines): inlines.flatMap(\.targets)
        case .list(_, _, let items): items.joined().flatMap(\.targets)
        case .quote(let blocks): blocks.flatMap(\.targets)
        case .table(let header, let rows): ([header] + rows).joined().joined().flatMap(\.targets)
        case .code, .rule: []
        }
    }
}

extension RichText.Inline {
    fileprivate var targets: [String] {
        switch self {
        case .link(let target, _): [target]
        case .strong(let inner), .emphasis(let inner), .underline(let inner), .strike(let inner):
            inner.flatMap(\.targets)
        default: []
        }
    }
}

extension String {
    /// Letters and digits alone, which no form may change.
    fileprivate var letters: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
            )
        )
    }
}
