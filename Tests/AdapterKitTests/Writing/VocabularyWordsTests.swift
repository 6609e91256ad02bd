import AdapterKit
import Roles
import Testing

@Suite("Words for a role's vocabularies")
struct VocabularyWordsTests {
    private static let known =
        EmploymentType.allCases.filter { $0 != .other }.map(\.rawValue) + Hours.allCases.map(\.rawValue)
        + Workplace.allCases.map(\.rawValue) + ["as-soon-as-possible"]

    @Test(
        "every word of the role is said in every language, each differently",
        arguments: [
            "en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "pl", "ja", "zh",
        ]
    )
    func complete(language: String) throws {
        let words = try Self.known.map { try #require(VocabularyWords.words(for: $0, language: language), "\($0)") }
        #expect(Set(words).count == Self.known.count)
        #expect(language == "en" || Set(words).intersection(Self.known).isEmpty)
    }

    @Test(
        "words, codes of the same letters and lists of them are said as people say them",
        arguments: [
            ("full-time", "en", "Full-time"), ("FULL_TIME", "de-CH", "Vollzeit"), ("FullTime", "fr", "Temps plein"),
            ("permanent, full-time", "en", "Permanent, full-time"),
            ("permanent, full-time", "de", "Unbefristet, Vollzeit"),
            ("part-time", "no", "Deltid"), ("hybrid", "tlh", "Hybrid"),
        ]
    )
    func words(text: String, language: String, words: String) {
        #expect(VocabularyWords.words(for: text, language: language) == words)
    }

    @Test(
        "what is no word of a role is left alone",
        arguments: ["", "2027-03-01", "other", "full-time, sometimes", "Casual"]
    )
    func unknown(text: String) {
        #expect(VocabularyWords.words(for: text, language: "en") == nil)
    }
}
