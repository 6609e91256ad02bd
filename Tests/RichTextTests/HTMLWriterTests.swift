import RichText
import Testing

@Suite("Writing HTML")
struct HTMLWriterTests {
    @Test(
        "each step of the ladder is taken and reported",
        arguments: [
            ("<ol><li>a<li>b</ol>", ["ol", "li"], "<ol><li>a</li><li>b</li></ol>", []),
            ("<ol start=2><li>a<li>b</ol>", ["ul", "li"], "<ul><li>2. a</li><li>3. b</li></ul>", ["ol"]),
            ("<ol start=2><li>a<li>b</ol>", ["ul", "li", "br", "p"], "<p>2. a<br>3. b</p>", ["ol"]),
            (
                "<ol><li>a<ul><li>x</ul><li>b</ol>", ["ul", "li", "br", "p"],
                "<p>1. a</p><ul><li>x</li></ul><p>2. b</p>", ["ol"]
            ),
            ("<ol><li>a<li>b</ol>", ["br", "p"], "<p>1. a<br>2. b</p>", ["ol"]),
            ("<ol><li>a<li>b</ol>", ["br"], "1. a<br>2. b", ["ol"]),
            ("<ul><li>a<li>b</ul>", ["li", "br"], "• a<br>• b", ["ul"]),
            ("<ul><li>a<ul><li>b</ul></ul>", ["p", "br"], "<p>• a<br>  • b</p>", ["ul"]),
            ("<h2>x</h2>", ["h3", "h5"], "<h3>x</h3>", ["h2"]),
            ("<h2>x</h2>", ["h1", "h3"], "<h3>x</h3>", ["h2"]),
            ("<h2>x</h2>", ["strong", "b", "p"], "<p><strong>x</strong></p>", ["h2"]),
            ("<h2>x</h2>", ["b"], "<b>x</b>", ["h2"]),
            ("<h2>x</h2>", ["p"], "<p>x</p>", ["h2"]),
            ("<em>x</em>", ["i"], "<i>x</i>", []),
            ("<em>x</em>", [], "x", ["em"]),
            ("<strong>x</strong>", ["b"], "<b>x</b>", []),
            ("<b>x</b><u>y</u><s>z</s>", [], "xyz", ["strong", "u", "s"]),
            ("<a href='https://x.example/'>x</a>", [], "x (https://x.example/)", ["a"]),
            ("<a href='mailto:a@b.example'>a@b.example</a>", [], "a@b.example", ["a"]),
            ("<a href='ftp://x.example/'>x</a>", ["a"], "x (ftp://x.example/)", ["a"]),
            ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", ["br"], "A | B<br>1 | 2", ["table"]),
            (
                "<table><tr><th>A<th>B<tr><td>1<td>2</table>", ["table", "tr", "td"],
                "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>", ["th"]
            ),
            ("<blockquote>q</blockquote>", ["p"], "<p>q</p>", ["blockquote"]),
            ("<pre>a\nb</pre>", ["br", "code"], "<code>a</code><br><code>b</code>", ["pre"]),
            ("a<hr>b", ["p"], "<p>a</p><p>———</p><p>b</p>", ["hr"]),
            ("<img src=a.png alt=Logo>", ["p"], "<p>Logo</p>", ["img"]),
            ("<img src=a.png>x", [], "x", ["img"]),
            ("<p>a</p><p>b</p>", ["div"], "<div>a</div><div>b</div>", []),
            ("<p>a</p><p>b</p>", ["br"], "a<br><br>b", []),
            ("<p>a</p><p>b</p>", [], "a\n\nb", []),
        ] as [(String, [String], String, [String])]
    )
    func ladder(_ source: String, _ tags: [String], _ expected: String, _ lost: [String]) {
        let rendered = RichText(html: source).html(HTMLRules(tags: Set(tags)))
        #expect(rendered.text == expected)
        #expect(Set(rendered.losses.map(\.what)) == Set(lost))
    }

    @Test("the same loss is reported once with its count")
    func counts() {
        let rendered = RichText(html: "<p><b>a</b> and <b>b</b></p><h1>c</h1>").html(HTMLRules(tags: ["p"]))
        #expect(
            rendered.losses == [Loss(.degraded, "strong", quote: "a", count: 2), Loss(.degraded, "h1", quote: "c")]
        )
    }

    @Test("paragraphs may be parted by breaks although p is allowed")
    func breaks() {
        let rules = HTMLRules(tags: ["p", "br", "ul", "li"], paragraphs: .lineBreaks)
        #expect(
            RichText(html: "<p>a</p><p>b</p><ul><li>c</ul><p>d").html(rules).text == "a<br><br>b<ul><li>c</li></ul>d"
        )
    }

    @Test("everything a tree can hold survives the full rules")
    func full() {
        let source =
            "<h2>A</h2><p>a <strong>b</strong> <em>c</em> <u>d</u> <s>e</s> <code>f</code> "
            + "<a href=\"https://x.example/?a=1&amp;b=2\">g</a><br>&lt;h&gt; &amp; &quot;</p>"
            + "<ol start=\"3\"><li>i<ul><li>j</li></ul></li></ol><blockquote><p>k</p></blockquote>"
            + "<pre><code>l\n  m</code></pre><hr>"
            + "<table><thead><tr><th>n</th></tr><tr><th>o</th><th>p</th></tr></thead></table>"
        let tree = RichText(html: source)
        let rendered = tree.html()
        #expect(rendered.losses.isEmpty)
        #expect(RichText(html: rendered.text) == tree)
        #expect(rendered.text.hasPrefix(String(source.prefix(200))))
    }

    @Test(
        "without references every character stands for itself and nothing reads as markup",
        arguments: [
            ("R&amp;D &amp; a &lt; b > c \"q\"", "R&D & a < b > c \"q\"", false),
            ("use &lt;b&gt; tags", "use < b> tags", true),
            ("the &amp;lt; sign", "the & lt; sign", true),
            ("&amp;copy2 and &amp;#65;", "& copy2 and & #65;", true),
            ("&lt;<b>b</b>", "< <b>b</b>", true),
        ]
    )
    func noReferences(_ source: String, _ expected: String, _ isReworded: Bool) {
        let rendered = RichText(html: source).html(HTMLRules(tags: ["b"], entities: .none))
        #expect(rendered.text == expected)
        #expect(rendered.losses.contains { $0.kind == .reworded } == isReworded)
        #expect(
            RichText(html: rendered.text).plainText == expected.replacing("<b>", with: "").replacing("</b>", with: "")
        )
    }

    @Test(
        "text that a second decoding would turn into markup is kept apart",
        arguments: [
            "give &lt;name&gt; here", "the &amp;lt;b&amp;gt; sign", "&amp;amp;lt;i>", "a &lt; b &amp; c",
            "&lt;/p>&lt;!--",
        ]
    )
    func doubleUnescape(_ source: String) {
        let tree = RichText(html: source)
        let rendered = tree.html(HTMLRules(tags: ["p", "b", "i"], doubleUnescapeGuard: true))
        let inside = String(rendered.text.dropFirst(3).dropLast(4))
        let decodedOnce = RichText(html: inside).plainText
        let decodedTwice = RichText.parse(html: decodedOnce)
        #expect(decodedTwice.losses.isEmpty)
        #expect(decodedTwice.text.plainText == decodedOnce)
    }

    @Test("an address keeps its meaning and cannot leave its quotation marks")
    func addresses() {
        let tree = RichText(blocks: [.paragraph([.link(target: "https://x.example/\"><b>?a=1&lt;=2", [.text("x")])])])
        let rules = HTMLRules(tags: ["a"], entities: .none)
        #expect(tree.html(rules).text == "<a href=\"https://x.example/%22%3E%3Cb%3E?a=1&lt%3B=2\">x</a>")
    }
}
