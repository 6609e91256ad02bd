import Documents
import FoundationEssentials
import Roles
import Testing

@Suite("Revisions")
struct RevisionTests {
    @Test("a revision gives back the role it was made of")
    func roundTrip() throws {
        for role in [try Samples.role(), try Samples.complete(), try overridden()] {
            let revision = Revision(of: role)
            #expect(revision.hash.count == 64)
            #expect(revision.short == String(revision.hash.prefix(12)))
            let again = try revision.role()
            #expect(again == role)
            #expect(Revision(of: again) == revision)
            #expect(Revision(content: revision.content) == revision)
        }
    }

    @Test("content is sorted JSON without what is unknown")
    func content() throws {
        let content = Revision(of: try Samples.role("pay: { min: 1.50 }\nsummary: null")).content
        #expect(
            content
                == #"{"apply":{"email":"jobs@bakery.example"},"description":{"body":{"markdown":"Bake **bread**."}},"#
                + #""employer":{"name":"Example Bakery"},"id":"baker","locations":[{"city":"Wien","country":"AT"}],"#
                + #""pay":{"min":1.5},"schema":1,"title":"Baker"}"#
        )
    }

    @Test(
        "ways of writing the same thing give the same revision",
        arguments: [
            ("pay: { min: 1.50 }", "pay:\n  min: 1.5"), ("employmentType: contract", "employmentType: [contract]"),
            ("categories: { a: x }", "categories: { a: [{ code: x }] }"), ("summary: Hi", "summary: >\n  Hi\n"),
            ("openings: 2", "openings: 2 # two"), ("summary: null", ""),
            ("boards: { n: { title: Baker } }", "boards: { n: {} }"),
            ("schema: 1", ""),
            (
                "apply: { email: jobs@bakery.example, questions: [Why?] }",
                "apply: { questions: [{ text: Why? }], email: jobs@bakery.example }"
            ),
        ]
    )
    func same(one: String, other: String) throws {
        let without = one.hasPrefix("apply") ? ["apply"] : []
        let first = Revision(of: try Samples.role(one, without: without))
        #expect(first == Revision(of: try Samples.role(other, without: without)))
    }

    @Test("content that is no role is refused by name")
    func refused() throws {
        let refusal = try #require(#expect(throws: Diagnostics.self) { try Revision(content: "{").role() })
        #expect(refusal.all.map(\.code) == ["json"])
        let unfit = Revision(content: #"{"id":"x"}"#)
        let missing = try #require(#expect(throws: Diagnostics.self) { try unfit.role() })
        #expect(missing.description.contains("revision \(unfit.short):1:1: error: \"title\" is missing."))
    }

    private func overridden() throws -> Role {
        try Samples.role(
            """
            summary: Bread.
            description: { intro: A, duties: B }
            translations: { de: { summary: Brot., description: Backen. } }
            boards:
              n:
                summary: null
                description: C
                translations: { de: { summary: Semmel., title: T } }
                facets: { a: null, b: [1, "1", true, "true"], c: { d: {} } }
                spend: { atMost: 0 }
              s: { locations: null, remoteFrom: [AT], workplace: remote, summary: Brot. }
              t: { translations: { de: null, fr: { summary: Pain. } } }
              u: { translations: { de: { summary: null } } }
            """,
            without: ["description"]
        )
    }
}
