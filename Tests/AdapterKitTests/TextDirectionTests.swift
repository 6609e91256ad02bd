import AdapterKit
import Testing

@Suite("The way a language is written")
struct TextDirectionTests {
    @Test(
        "follows from the script where the tag names one, else from the language",
        arguments: [
            ("ar", TextDirection.rtl), ("AR-eg", .rtl), ("he_IL", .rtl), ("iw", .rtl), ("fa", .rtl), ("ur", .rtl),
            ("ckb", .rtl), ("yi", .rtl), ("uz-Arab", .rtl), ("pa-Arab-PK", .rtl), ("az-Latn", .ltr), ("ks-Deva", .ltr),
            ("en", .ltr), ("ja", .ltr), ("und", .ltr), ("", .ltr), ("sr-1993", .ltr),
        ]
    )
    func direction(language: String, expected: TextDirection) {
        #expect(TextDirection(language: language) == expected)
    }
}
