import RichText
import Testing

@Suite("Writing lines")
struct LineWriterTests {
    static let source = """
        <h2>Head</h2><p>a <b>bold</b> <i>it</i> <u>un</u> <s>st</s> <code>co</code> \
        <a href="https://x.example/a">link</a> <a href="https://y.example">https://y.example</a><br>next &amp; &lt;3</p>\
        <ul><li>one<ol start=2><li>two</ol><li>three</ul><blockquote>quote</blockquote><pre>x = 1\n  y</pre><hr>\
        <table><tr><th>A<th>B<tr><td>1<td>2</table><p><img src="https://x.example/i.png" alt="Logo"></p>
        """

    @Test(
        "one text in every form",
        arguments: [
            (
                .plain,
                """
                Head

                a bold it un st co link (https://x.example/a) https://y.example
                next & <3

                - one
                  2. two
                - three

                > quote

                x = 1
                  y

                ———

                A | B
                1 | 2

                Logo
                """,
                ["h2", "strong", "em", "u", "s", "code", "a", "ul", "ol", "blockquote", "pre", "hr", "table", "img"]
            ),
            (
                .paragraphs(italics: "*"),
                """
                Head

                a bold *it* un st co link (https://x.example/a) https://y.example

                next & <3

                - one

                2. two

                - three

                > quote

                  x = 1
                    y

                ———

                A | B

                1 | 2

                Logo
                """, ["h2", "strong", "u", "s", "code", "a", "ul", "ol", "blockquote", "hr", "table", "img"]
            ),
            (
                .markdown(.commonmark),
                """
                ## Head

                a **bold** *it* un st `co` [link](https://x.example/a) <https://y.example>\\
                next & \\<3

                - one

                  2. two
                - three

                > quote

                ```
                x = 1
                  y
                ```

                ---

                **A \\| B**\\
                1 \\| 2

                ![Logo](https://x.example/i.png)
                """, ["u", "s", "table"]
            ),
            (
                .markdown(.extended),
                """
                ## Head

                a **bold** *it* un ~~st~~ `co` [link](https://x.example/a) <https://y.example>\\
                next & \\<3

                - one

                  2. two
                - three

                > quote

                ```
                x = 1
                  y
                ```

                ---

                | A | B |
                | --- | --- |
                | 1 | 2 |

                ![Logo](https://x.example/i.png)
                """, ["u"]
            ),
            (
                .markdown(.chat),
                """
                ## Head

                a **bold** *it* __un__ ~~st~~ `co` [link](https://x.example/a) https://y.example
                next & \\<3

                - one

                  2. two
                - three

                > quote

                ```
                x = 1
                  y
                ```

                ———

                **A \\| B**
                1 \\| 2

                Logo
                """, ["hr", "table", "img"]
            ),
            (
                .mrkdwn,
                """
                *Head*

                a *bold* _it_ un ~st~ `co` <https://x.example/a|link> <https://y.example>
                next &amp; &lt;3

                • one
                  2. two
                • three

                > quote

                ```
                x = 1
                  y
                ```

                ———

                *A | B*
                1 | 2

                Logo
                """, ["h2", "u", "ul", "ol", "hr", "table", "img"]
            ),
            (
                .chatHTML,
                """
                <b>Head</b>

                a <b>bold</b> <i>it</i> <u>un</u> <s>st</s> <code>co</code> <a href="https://x.example/a">link</a> \
                <a href="https://y.example">https://y.example</a>
                next &amp; &lt;3

                • one
                  2. two
                • three

                <blockquote>quote</blockquote>

                <pre>x = 1
                  y</pre>

                ———

                <b>A | B</b>
                1 | 2

                Logo
                """, ["h2", "ul", "ol", "hr", "table", "img"]
            ),
        ] as [(TextFormat, String, [String])]
    )
    func forms(_ format: TextFormat, _ expected: String, _ lost: [String]) {
        let rendered = RichText(html: Self.source).rendered(as: format)
        #expect(rendered.text == expected)
        #expect(Set(rendered.losses.map(\.what)) == Set(lost))
        #expect(rendered.links.isEmpty)
    }

    @Test("link ranges count bytes and UTF-16 units of the text around them")
    func ranges() throws {
        let rendered = RichText(html: "<ul><li>é👋 <a href='https://x.example/?q'>hier</a> https://y.example.</ul>")
            .rendered(as: .linked)
        #expect(rendered.text == "- é👋 hier https://y.example.")
        #expect(rendered.links.map(\.target) == ["https://x.example/?q", "https://y.example"])
        for (link, words) in zip(rendered.links, ["hier", "https://y.example"]) {
            #expect(String(decoding: Array(rendered.text.utf8)[link.utf8], as: UTF8.self) == words)
            #expect(String(decoding: Array(rendered.text.utf16)[link.utf16], as: UTF16.self) == words)
        }
        #expect(rendered.links[0].utf8 == 9..<13)
        #expect(rendered.links[0].utf16 == 6..<10)
    }

    @Test(
        "text never turns into markup in Markdown",
        arguments: [
            "# no heading", "1. no list", "- no list", "+ no", "> no quote", "*no* _no_ **no** ~~no~~ `no`",
            "[no](https://x.example)", "![no](x)", "<b>no</b> &amp; &copy;", "a | b", "---", "===", "\\*no\\*",
            "snake_case",
            "https://x.example/a_b_*c*_?d=[1]&e=2", "C#", "a\\", "~~~", "12345) no", "no <https://x.example> link",
        ]
    )
    func escaping(_ text: String) {
        let tree = RichText(blocks: [
            .heading(level: 2, [.text(text)]), .paragraph([.text("x"), .lineBreak, .text(text)]),
        ])
        for dialect in MarkdownDialect.allCases {
            let written = tree.markdown(dialect).text
            let parsed = RichText.parse(markdown: written)
            // A single line end is a space to Markdown proper.
            #expect(parsed.text.plainText.words == tree.plainText.words, "\(written)")
            #expect(parsed.losses.isEmpty)
            #expect(!parsed.text.holdsMarks, "\(written)")
        }
    }

    @Test(
        "marks stand where Markdown recognises them",
        arguments: [
            ("<b>Title:</b>text", "**Title**:text"),
            ("<b> a </b>b", "**a** b"),
            ("x<b>(a)</b>y", "x(a)y"),
            ("<b>근무 형태:</b>한국", "**근무 형태**:한국"),
            ("<b><i>a</i></b>", "***a***"),
            ("<b>a <i>b</i></b>c", "**a *b***c"),
            ("<b>a<br>b</b>", "**a**\\\n**b**"),
            ("<code>a`b</code>", "``a`b``"),
        ]
    )
    func marks(_ html: String, _ expected: String) {
        let tree = RichText(html: html)
        let written = tree.markdown(.commonmark).text
        #expect(written == expected)
        #expect(RichText(markdown: written).plainText == tree.plainText)
    }

    @Test("white space inside a hand-built mark moves outside it")
    func whiteSpace() {
        let tree = RichText(blocks: [.paragraph([.text("a"), .strong([.text(" b ")]), .text("c")])])
        #expect(tree.markdown().text == "a **b** c")
        #expect(tree.rendered(as: .mrkdwn).text == "a *b* c")
    }

    @Test("two lists in a row stay two in Markdown")
    func twoLists() {
        let tree = RichText(html: "<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol><li>d</ol>")
        #expect(tree.markdown().text == "- a\n\n* b\n\n1. c\n\n1) d")
        #expect(RichText(markdown: tree.markdown().text) == tree)
    }

    @Test(
        "chat markup cannot be forged by text",
        arguments: [
            ("&lt;!channel> &amp;", "&lt;!channel&gt; &amp;", false),
            ("*no* 2*3 a * b", "∗no* 2*3 a * b", true),
            ("snake_case _no_", "snake_case ˍno_", true),
        ]
    )
    func mrkdwn(_ html: String, _ expected: String, _ isReworded: Bool) {
        let rendered = RichText(html: html).rendered(as: .mrkdwn)
        #expect(rendered.text == expected)
        #expect(rendered.losses.contains { $0.kind == .reworded } == isReworded)
    }

    @Test("the mark of italics is escaped where it is meant literally, and links are whole")
    func literalMark() {
        let rendered = RichText(html: "5 * 3 <i>x</i>y https://x.example/*").rendered(as: .paragraphs(italics: "*"))
        #expect(rendered.text == "5 \\* 3 xy https://x.example/\\*")
        #expect(rendered.losses == [Loss(.degraded, "em", quote: "x")])
    }
}

extension String {
    /// The text between white space.
    var words: [Substring] { split { $0.isWhitespace } }
}

extension RichText {
    /// Whether anything but plain running text, bare addresses and breaks stands in the tree's paragraphs.
    var holdsMarks: Bool {
        blocks.contains { block in
            switch block {
            case .paragraph(let inlines), .heading(_, let inlines):
                inlines.contains { inline in
                    switch inline {
                    case .text, .lineBreak: false
                    case .link(_, let inner): inner.count != 1
                    default: true
                    }
                }
            default: true
            }
        }
    }
}
