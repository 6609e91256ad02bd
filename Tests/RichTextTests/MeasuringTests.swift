import RichText
import Testing

@Suite("Measuring")
struct MeasuringTests {
    @Test(
        "each unit counts what it says",
        arguments: [
            ("", [0, 0, 0, 0, 0]),
            ("abc d", [5, 5, 5, 5, 2]),
            ("👋", [1, 1, 2, 4, 0]),
            ("👩‍👩‍👧‍👦", [7, 1, 11, 25, 0]),
            ("🇩🇪 x", [4, 3, 6, 10, 1]),
            ("e\u{301}", [2, 1, 2, 3, 1]),
            ("日本語のテスト。", [8, 8, 8, 24, 7]),
            ("한국어 글", [5, 5, 5, 13, 2]),
            ("don't – e-mail, 40", [18, 18, 18, 20, 3]),
        ]
    )
    func units(_ text: String, _ expected: [Int]) {
        let units: [LengthUnit] = [.characters, .graphemes, .utf16, .bytes, .words]
        #expect(units.map { length(of: text, in: $0) } == expected)
    }

    @Test(
        "a web address counts as it is told to, without the punctuation behind it",
        arguments: [
            ("see https://x.example/a/very/long/path.", 28),
            ("(http://x.example/a_(b))", 25),
            ("HTTPS://X.EXAMPLE and ftp://x.example", 23 + 5 + 15),
            ("日本https://x.example。", 26),
            ("https://", 8),
            ("xhttps://x.example", 18),
            ("https://a.example https://b.example", 47),
        ]
    )
    func links(_ text: String, _ expected: Int) {
        #expect(length(of: text, in: .graphemes, linksCountAs: 23) == expected)
    }

    @Test(
        "sentences end where a reader would stop",
        arguments: [
            ("One. Two! Three? v1.2 is out…\nFour", ["One.", "Two!", "Three?", "v1.2 is out…", "Four"]),
            ("これは文です。次の文！終わり", ["これは文です。", "次の文！", "終わり"]),
            ("  \n ", []),
        ] as [(String, [String])]
    )
    func split(_ text: String, _ expected: [String]) {
        #expect(sentences(in: text) == expected)
    }
}
