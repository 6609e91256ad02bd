import Testing

@testable import Gateway

@Suite("Codes as words")
struct CodeWordsTests {
    @Test(
        "codes are read as words, and words stay as they are",
        arguments: [
            ("MID_SENIOR_LEVEL", "Mid senior level"), ("ContractTemp", "Contract temp"), ("part_time", "Part time"),
            ("TEMPORARY", "Temporary"), ("EUR", "EUR"), ("Casual", "Casual"), ("3+ years", "3+ years"),
            ("Full-time or part-time", "Full-time or part-time"), ("", ""),
        ]
    )
    func words(code: String, words: String) {
        #expect(CodeWords.words(of: code) == words)
    }

    @Test("an id is told from a place, and an instant is read as its day")
    func others() {
        #expect(CodeWords.isIdentifier("boardTest:location:board:7M0001"))
        for place in ["Berlin", "Berlin, DE", "Graz: Centre"] { #expect(!CodeWords.isIdentifier(place)) }
        #expect(CodeWords.day(of: "2026-11-23T17:30:26Z") == "2026-11-23")
        #expect(CodeWords.day(of: "23 November") == "23 November")
    }
}
