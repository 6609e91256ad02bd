import RichText
import Testing

typealias Block = RichText.Block
typealias Inline = RichText.Inline

@Suite("Parsing HTML")
struct HTMLParsingTests {
    @Test(
        "real HTML becomes the tree a reader would see",
        arguments: [
            ("<p>One</p><p>Two</p>", [.paragraph([.text("One")]), .paragraph([.text("Two")])]),
            ("bare <b>bold</b> text", [.paragraph([.text("bare "), .strong([.text("bold")]), .text(" text")])]),
            (
                "one<br><br>two<br>three",
                [
                    .paragraph([.text("one")]), .paragraph([.text("two"), .lineBreak, .text("three")]),
                ]
            ),
            ("<b>bold </b>plain", [.paragraph([.strong([.text("bold")]), .text(" plain")])]),
            ("<b>one</b><strong>two</strong>", [.paragraph([.strong([.text("onetwo")])])]),
            ("<p>a&nbsp;&nbsp;b \n\t c</p><p>&nbsp;</p>", [.paragraph([.text("a b c")])]),
            ("<b><p>x</p><p>y</p></b>", [.paragraph([.strong([.text("x")])]), .paragraph([.strong([.text("y")])])]),
            ("<h2>Head</h2>text", [.heading(level: 2, [.text("Head")]), .paragraph([.text("text")])]),
            (
                "<ul><li>a<ul><li>b</ul><li>c</ul>",
                [
                    .list(
                        ordered: false,
                        start: 1,
                        items: [
                            [
                                .paragraph([.text("a")]),
                                .list(ordered: false, start: 1, items: [[.paragraph([.text("b")])]]),
                            ],
                            [.paragraph([.text("c")])],
                        ]
                    )
                ]
            ),
            (
                "<ul><li>a</li><ul><li>b</li></ul></ul>",
                [
                    .list(
                        ordered: false,
                        start: 1,
                        items: [
                            [
                                .paragraph([.text("a")]),
                                .list(ordered: false, start: 1, items: [[.paragraph([.text("b")])]]),
                            ]
                        ]
                    )
                ]
            ),
            ("<ol start=4><li><p>a</p></ol>", [.list(ordered: true, start: 4, items: [[.paragraph([.text("a")])]])]),
            (
                "<li>a<li>b",
                [.list(ordered: false, start: 1, items: [[.paragraph([.text("a")])], [.paragraph([.text("b")])]])]
            ),
            ("<p>• one<br>- two</p>", [.paragraph([.text("• one"), .lineBreak, .text("- two")])]),
            ("<pre>a\n  b\n</pre>", [.code("a\n  b")]),
            ("a<hr>b", [.paragraph([.text("a")]), .rule, .paragraph([.text("b")])]),
            ("<blockquote>q</blockquote>", [.quote([.paragraph([.text("q")])])]),
            (
                "<table><tr><th>A<th>B<tr><td>1<td>2</table>",
                [
                    .table(header: [[.text("A")], [.text("B")]], rows: [[[.text("1")], [.text("2")]]])
                ]
            ),
            ("<![CDATA[<p>in <i>CDATA</i></p>]]>", [.paragraph([.text("in "), .emphasis([.text("CDATA")])])]),
            ("AT&T &amp;amp; &lt;b&gt; &euro; &#8364 &bogus;", [.paragraph([.text("AT&T &amp; <b> € € &bogus;")])]),
            ("<o:p>Office</o:p>", [.paragraph([.text("Office")])]),
            ("mail <jobs@company.example> or a<b", [.paragraph([.text("mail <jobs@company.example> or a<b")])]),
            ("<a href=' https://x.example/ '>x</a>", [.paragraph([.link(target: "https://x.example/", [.text("x")])])]),
            ("<img src=a.png alt='A  logo'>", [.paragraph([.image(alternative: "A logo", source: "a.png")])]),
        ] as [(String, [Block])]
    )
    func tree(_ html: String, _ blocks: [Block]) {
        #expect(RichText(html: html).blocks == blocks)
    }

    @Test(
        "what vanishes is reported with its text",
        arguments: [
            ("a<script>x()</script>", Loss(.removed, "script", quote: "x()")),
            ("a<style>b{}</style>", Loss(.removed, "style", quote: "b{}")),
            ("<title>T</title>a", Loss(.removed, "title", quote: "T")),
            ("a<template><p>t</p></template>", Loss(.removed, "template", quote: "t")),
            ("a<!-- note -->", Loss(.removed, "comment", quote: "note")),
            ("a<iframe src='https://v.example'></iframe>", Loss(.removed, "iframe", quote: "https://v.example")),
            ("<a href='java&#10;script:x()'>a</a>", Loss(.removed, "link target", quote: "java\nscript:x()")),
            ("<a href='data:text/html,x'>a</a>", Loss(.removed, "link target", quote: "data:text/html,x")),
            ("a<a href='https://x.example'></a>", Loss(.removed, "a", quote: "https://x.example")),
            ("m<sup>2</sup>", Loss(.degraded, "sup", quote: "2")),
            ("a<name>", Loss(.degraded, "name")),
            ("a\u{0}\u{1}", Loss(.removed, "control character", count: 2)),
            ("a\u{200B}b&#8203;", Loss(.removed, "invisible character", count: 2)),
        ]
    )
    func losses(_ html: String, _ loss: Loss) {
        let parsed = RichText.parse(html: html)
        #expect(parsed.losses == [loss])
        #expect(parsed.text.plainText.hasPrefix("a") || parsed.text.plainText == "m2")
    }

    @Test(
        "empty scripts, comments and wrappers lose nothing",
        arguments: [
            "<p>a</p><script></script><!-- --><span>b</span>", "<html><head></head><body><div>a</div></body></html>",
        ]
    )
    func nothingLost(_ html: String) {
        #expect(RichText.parse(html: html).losses.isEmpty)
    }
}
