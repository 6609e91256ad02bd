import RichText
import Testing

@Suite("Shortening")
struct ShorteningTests {
    struct Case: Sendable {
        var text: String
        var max: Int
        var unit = LengthUnit.graphemes
        var links: Int?
        var point = CutPoint.word
        var expected: String?
    }

    @Test(
        "a cut falls between words, never in an address or a character",
        arguments: [
            Case(text: "fits", max: 4, expected: "fits"),
            Case(text: "one two three", max: 9, expected: "one two…"),
            Case(text: "one two three", max: 8, expected: "one two…"),
            Case(text: "one two three", max: 7, expected: "one…"),
            Case(text: "one two three", max: 9, point: .grapheme, expected: "one two…"),
            Case(text: "one two three", max: 10, point: .grapheme, expected: "one two t…"),
            Case(text: "see https://x.example/abc now", max: 12, expected: "see…"),
            Case(text: "see https://x.example/abc now", max: 12, point: .grapheme, expected: "see…"),
            Case(text: "see https://x.example/abc now", max: 9, links: 4, expected: "see https://x.example/abc…"),
            Case(text: "日本語のテスト文章です", max: 6, expected: "日本語のテ…"),
            Case(text: "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", max: 30, unit: .bytes, expected: "👩‍👩‍👧‍👦…"),
            Case(text: "e\u{301}e\u{301}e\u{301}", max: 4, unit: .characters, expected: "e\u{301}…"),
            Case(text: "one two three four", max: 2, unit: .words, expected: "one two…"),
            Case(text: "endless", max: 4, expected: "end…"),
            Case(text: "https://x.example/abc", max: 10, expected: nil),
            Case(text: "ab", max: 0, expected: nil),
        ]
    )
    func cut(_ example: Case) {
        let result = shorten(
            example.text,
            to: example.max,
            unit: example.unit,
            linksCountAs: example.links,
            at: example.point
        )
        #expect(result?.text == example.expected)
        guard let result else { return }
        #expect(length(of: result.text, in: example.unit, linksCountAs: example.links) <= example.max)
        let kept = result.lost.isEmpty ? result.text : String(result.text.dropLast())
        #expect((kept + result.lost).words.joined() == example.text.words.joined())
    }

    @Test("whole blocks go from the end, a heading with the last of its blocks")
    func blocks() {
        let text = RichText(html: "<p>one</p><h2>two</h2><p>three</p><ul><li>four</ul>")
        let measure = { (text: RichText) in length(of: text.rendered(as: .plain).text, in: .characters) }
        let all = text.shortened(blocksToFit: 1_000, measure: measure)
        #expect(all.text == text)
        #expect(all.dropped.isEmpty)
        let some = text.shortened(blocksToFit: 16, measure: measure)
        #expect(some.text.plainText == "one\ntwo\nthree")
        #expect(some.dropped == ["four"])
        let first = text.shortened(blocksToFit: 10, measure: measure)
        #expect(first.text.plainText == "one")
        #expect(first.dropped == ["two", "three", "four"])
        #expect(text.shortened(blocksToFit: 2, measure: measure).text.isEmpty)
    }
}
