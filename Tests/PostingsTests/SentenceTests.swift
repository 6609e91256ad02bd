import Postings
import Testing

@Suite("Sentences")
struct SentenceTests {
    @Test(
        "a reason ends with one full stop, whatever it brought",
        arguments: [
            ("the title is too long", "the title is too long."), ("The title is too long.", "The title is too long."),
            ("Why? ", "Why?"), ("", "."),
        ]
    )
    func ends(text: String, sentence: String) { #expect(text.asSentence == sentence) }
}
