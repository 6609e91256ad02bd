import RichText
import Testing

@Suite("Parsing Markdown")
struct MarkdownParsingTests {
    @Test(
        "Markdown becomes the tree",
        arguments: [
            (
                "# A\n\ntext *em* **st** ~~no~~ `c`",
                [
                    .heading(level: 1, [.text("A")]),
                    .paragraph([
                        .text("text "), .emphasis([.text("em")]), .text(" "), .strong([.text("st")]), .text(" "),
                        .strike([.text("no")]), .text(" "), .code("c"),
                    ]),
                ]
            ),
            (
                "3. a\n4. b",
                [
                    .list(ordered: true, start: 3, items: [[.paragraph([.text("a")])], [.paragraph([.text("b")])]])
                ]
            ),
            ("a  \nb\nc", [.paragraph([.text("a"), .lineBreak, .text("b c")])]),
            (
                "see https://x.example/a",
                [
                    .paragraph([.text("see "), .link(target: "https://x.example/a", [.text("https://x.example/a")])])
                ]
            ),
            (
                "| A | B |\n|---|---|\n| 1 | 2 |",
                [
                    .table(header: [[.text("A")], [.text("B")]], rows: [[[.text("1")], [.text("2")]]])
                ]
            ),
            ("> q\n\n```\nx < 1\n```\n\n---", [.quote([.paragraph([.text("q")])]), .code("x < 1"), .rule]),
            ("<u>under *both*</u>", [.paragraph([.underline([.text("under "), .emphasis([.text("both")])])])]),
            ("<div>\n\n**x**\n\n</div>", [.paragraph([.strong([.text("x")])])]),
            ("![Logo](a.png)", [.paragraph([.image(alternative: "Logo", source: "a.png")])]),
        ] as [(String, [Block])]
    )
    func tree(_ markdown: String, _ blocks: [Block]) {
        #expect(RichText(markdown: markdown).blocks == blocks)
    }

    @Test("a link to a program loses the link, keeps its text and is reported")
    func unsafeLink() {
        let parsed = RichText.parse(markdown: "[x](javascript:alert(1))")
        #expect(parsed.text.blocks == [.paragraph([.text("x")])])
        #expect(parsed.losses == [Loss(.removed, "link target", quote: "javascript:alert(1)")])
    }

    @Test("plain text keeps its lines and paragraphs and nothing in it is markup")
    func plain() {
        let text = RichText(plain: "one *\r\ntwo <b>\n\n\n - three")
        #expect(
            text.blocks == [
                .paragraph([.text("one *"), .lineBreak, .text("two <b>")]), .paragraph([.text("- three")]),
            ]
        )
        #expect(RichText.joined([text, text]) == text + text)
    }
}
