import RichText
import Testing

@Suite("Hostile input")
struct HostileInputTests {
    static let formats: [TextFormat] = [
        .html(.full), .html(HTMLRules(tags: [])), .html(HTMLRules(tags: ["p", "br"], entities: .none)),
        .html(HTMLRules(tags: ["ul", "li", "b"], doubleUnescapeGuard: true)), .plain, .linked,
        .paragraphs(italics: "*"), .markdown(.commonmark), .markdown(.extended), .markdown(.chat), .mrkdwn, .chatHTML,
    ]

    @Test(
        "endless nesting is flattened, its text kept and the flattening reported",
        arguments: ["<div>", "<b>", "<b><i><u>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<svg><g>", "<x-y>"]
    )
    func nesting(_ tag: String) {
        let parsed = RichText.parse(html: String(repeating: tag, count: 5_000) + "deep")
        #expect(parsed.text.plainText.hasSuffix("deep"))
        #expect(parsed.losses.contains { $0.what == "deep nesting" })
        for format in Self.formats { #expect(parsed.text.rendered(as: format).text.contains("deep")) }
    }

    @Test("endless Markdown nesting is flattened too", arguments: ["> ", "1. ", "- + "])
    func markdownNesting(_ mark: String) {
        let parsed = RichText.parse(markdown: String(repeating: mark, count: 5_000) + "deep")
        #expect(parsed.text.plainText.hasSuffix("deep"))
        for format in Self.formats { #expect(parsed.text.rendered(as: format).text.contains("deep")) }
    }

    @Test(
        "what would cost the square of its length is left as text",
        arguments: [
            ("*_* **_ ", "dense markup"), ("![[]()", "dense markup"), ("a@b.example ", "bare address"),
            (String(repeating: "|-", count: 120) + "\n", "table"),
        ]
    )
    func quadratic(_ pattern: String, _ what: String) {
        let parsed = RichText.parse(markdown: String(repeating: pattern, count: 10_000))
        #expect(parsed.losses.contains { $0.what == what })
        #expect(!parsed.text.isEmpty)
    }

    @Test(
        "broken markup keeps its text",
        arguments: [
            "<", "<<<", "<a href=\"x", "text <b", "</p", "&#xFFFFFFFF; &#0; &;", "<p <b>x", "<![CDATA[ x", "]]>",
            "a < b > c",
            "<!-", "<?xml?>x", "<table>x<td>y", "<select><p>x", "<a <a <a x", "\u{FFFE}x", "x\u{202E}y", "\r\n\r\n",
            "<br/><br/>",
        ]
    )
    func broken(_ html: String) {
        for parsed in [RichText.parse(html: html), RichText.parse(markdown: html), RichText.parse(plain: html)] {
            for format in Self.formats {
                let written = parsed.text.rendered(as: format)
                #expect(!written.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
            }
        }
    }

    @Test("a bracket that opens no tag is text")
    func brackets() {
        #expect(RichText(html: "a <b c").plainText == "a <b c")
        #expect(RichText(html: "a <a href=\"x>y").plainText == "a <a href=\"x>y")
    }

    @Test("a tag with countless attributes loses them and is reported")
    func attributes() {
        let many = (0..<5_000).map { " a\($0)=1" }.joined()
        let parsed = RichText.parse(html: "<b\(many)>x</b>")
        #expect(parsed.text.blocks == [.paragraph([.strong([.text("x")])])])
        #expect(parsed.losses == [Loss(.degraded, "attributes")])
    }

    @Test(
        "large texts are read and written",
        arguments: [
            "<p>Hello <b>w</b> &amp; é</p>", "<li>x", "x<br>", "a<span>b</span>", "text without an end ",
        ]
    )
    func large(_ pattern: String) {
        let text = RichText(html: String(repeating: pattern, count: 2_000))
        for format in Self.formats { #expect(!text.rendered(as: format).text.isEmpty) }
    }

    @Test("hand-built trees cannot smuggle marks of link ranges, programs or levels")
    func handBuilt() {
        let tree = RichText(blocks: [
            .heading(level: 99, [.text("\u{1}h\u{2}")]),
            .paragraph([.link(target: "javascript:x()", [.text("x")]), .link(target: "", [])]),
            .list(ordered: true, start: .max, items: [[], [.paragraph([])]]), .table(header: [], rows: []), .quote([]),
        ])
        for format in Self.formats {
            let written = tree.rendered(as: format)
            #expect(!written.text.contains("javascript"))
            #expect(written.losses.contains { $0.what == "link target" && $0.quote == "javascript:x()" })
        }
        #expect(tree.rendered(as: .linked).links.isEmpty)
    }
}
