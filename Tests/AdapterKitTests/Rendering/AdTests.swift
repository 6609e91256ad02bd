import AdapterKit
import Documents
import FoundationEssentials
import Postings
import Testing

@Suite("Ads")
struct AdTests {
    static let values = """
        reference: { from: posting.wireReference }
        operation: { from: delivery.operation }
        remote: { from: kept.remoteID }
        time: { from: posting.opened, as: [{ time: iso-utc }] }
        title: { from: title, need: always, size: { max: 40, unit: characters } }
        body: { rich: { from: description, format: html, tags: [p, ul, li] } }
        """

    @Test("of a withdrawal are made of the values last accepted, and no rule stops them")
    func accepted() throws {
        var bench = try Bench(Self.values)
        bench.input.accepted = bench.ad(.create).values
        bench.input.kept["remoteID"] = .text("77")
        bench.input.role = .object(["title": .text(String(repeating: "Long ", count: 20))])
        let ad = bench.ad(.withdraw)
        #expect(ad.values["title"] == .text("Machine Learning Engineer"))
        #expect(ad.values["operation"] == .text("withdraw"))
        #expect(ad.values["remote"] == .text("77"))
        #expect(ad.isSendable && ad.findings.isEmpty)
        #expect(bench.ad(.update).isSendable == false)
    }

    @Test("have a hash of what the board shows and of nothing else")
    func hash() throws {
        let bench = try Bench(Self.values)
        let hash = bench.ad(.create).contentHash
        #expect(hash.count == 64)
        #expect(bench.ad(.update).contentHash == hash)
        var other = bench
        other.input.kept["remoteID"] = .text("77")
        other.input.now += 86_400
        other.input.opened += 86_400
        #expect(other.ad(.create).contentHash == hash)
        other.input.role = .object(["title": .text("Cook")])
        #expect(other.ad(.create).contentHash != hash)
    }

    @Test("have the same hash whatever the order of the values")
    func order() throws {
        let lines = Self.values.split(separator: "\n").map(String.init)
        let turned = try Bench(lines.reversed().joined(separator: "\n"))
        #expect(try turned.ad().contentHash == Bench(Self.values).ad().contentHash)
    }

    @Test(
        "lose only an absent fact's own value",
        arguments: ["summary", "pay", "hours", "start", "skills", "openings", "employer"]
    )
    func metamorphic(key: String) throws {
        let values = """
            title: { from: title }
            summary: { from: summary }
            pay: { text: "{pay.min} {pay.currency}" }
            hours: { from: hours }
            start: { from: start }
            skills: { each: skills, object: { name!: $it.name } }
            openings: { from: openings }
            employer: { from: employer.name }
            """
        var bench = try Bench(values)
        var expected = bench.ad().values
        expected[key] = nil
        var role = try #require(bench.input.role.object)
        role[key] = nil
        bench.input.role = .object(role)
        #expect(bench.ad().values == expected)
    }

    @Test(
        "head the sections of a description in their language, or not at all",
        arguments: [
            ("de", "<strong>Ihre Aufgaben</strong>"), ("ja", "<strong>仕事内容</strong>"),
            ("nb-NO", "<strong>Arbeidsoppgaver</strong>"),
            ("xx", ""),
        ]
    )
    func headings(language: String, expected: String) throws {
        var bench = try Bench(
            "a: { rich: { from: description, format: html, tags: [p, ul, li, strong], headings: strong } }"
        )
        bench.input.language = language
        let html = bench.value("a")
        #expect(expected.isEmpty ? !html.contains("<p><strong>") : html.contains(expected))
        #expect(bench.codes("a").isEmpty)
    }
}
