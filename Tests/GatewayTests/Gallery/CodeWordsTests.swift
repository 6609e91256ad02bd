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
}
