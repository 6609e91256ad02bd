import AdapterKit
import Documents
import FoundationEssentials
import Postings
import Testing

@Suite("Rules")
struct RuleTests {
    @Test(
        "find what is missing, too much or out of order",
        arguments: [
            ("- { anyOf: [a, b] }", ["missing"]),
            ("- { anyOf: [b, title] }", []),
            ("- { exactlyOne: [title, c] }", ["not-one"]),
            ("- { exactlyOne: [a, b] }", ["not-one"]),
            ("- { exactlyOne: [a, c] }", []),
            ("- { require: requisition, when: [{ present: title }] }", ["missing"]),
            ("- { require: requisition, when: [{ absent: title }] }", []),
            ("- { advise: [a, c] }", ["advised"]),
            ("- { firstPresent: [a, b] }", ["missing"]),
            ("- { within: { value: dates.validThrough, of: clock.now, max: 30d } }", ["too-far"]),
            ("- { within: { value: dates.validThrough, of: clock.now, max: 500d } }", []),
            ("- { notAfter: { value: dates.validThrough, than: start } }", []),
            ("- { notAfter: { value: start, than: dates.validThrough } }", ["too-late"]),
            ("- { past: start }", ["in-future"]),
            ("- { past: posting.opened }", []),
            ("- { check: shouting, of: c }", ["shouting"]),
        ]
    )
    func rule(rule: String, codes: [String]) throws {
        let values = "a: { from: requisition }\nb: { from: employer.parent }\nc: { const: COOKING CLASSES }"
        let bench = try Bench(values, rules: rule)
        #expect(bench.ad().findings.map(\.code).filter { !$0.hasPrefix("loss") } == codes)
    }

    @Test("name values by their titles, and each key of the role once")
    func words() throws {
        let bench = try Bench(
            """
            a:
              title: Kind
              first:
                - { when: [{ equals: { employer.parent: x } }], from: employer.parent }
                - { when: [{ equals: { employer.parent: y } }], from: employer.parent }
            b: { from: place.latitude, need: always, title: Latitude }
            """,
            rules: "- { require: a }"
        )
        let findings = bench.ad().findings.filter { $0.code == "missing" }
        #expect(findings.map(\.field) == ["b", "a"])
        #expect(findings.first?.remedy == "Fill in \"locations.latitude\" in the role.")
        #expect(findings.last?.message == "\"Kind\" is missing, and this board demands it here.")
        #expect(findings.last?.remedy == "See employer.parent in the role.")
    }

    @Test("say of a role that it names no language, not that its language is none")
    func noLanguage() throws {
        var bench = try Bench("a: { from: language, as: [{ language: iso639-1 }], need: always }")
        bench.input.language = "und"
        let finding = try #require(bench.ad().findings.first { $0.field == "a" })
        #expect(finding.message.contains("names no language") && finding.remedy?.contains("language: en") == true)
    }

    @Test("leave out what a preferred value makes superfluous")
    func firstPresent() throws {
        let bench = try Bench(
            "a: { from: requisition }\nb: { from: employer.name }\nc: { from: title }",
            rules: "- { firstPresent: [a, b, c] }"
        )
        #expect(bench.ad().values.keys == ["b"])
    }

    @Test("set a date back to the bound, whatever the day, without a change of content")
    func cap() throws {
        var bench = try Bench(
            "a: { from: dates.validThrough, as: [{ time: iso-date }] }",
            rules: "- { within: { value: dates.validThrough, of: clock.now, max: 30d }, overflow: cap }"
        )
        let first = bench.ad()
        #expect(first.values["a"] == .text("2025-12-31"))
        #expect(first.findings.first { $0.code == "loss.capped" }?.lost == "2027-01-31")
        bench.input.now += 86_400
        #expect(bench.value("a") == "2026-01-01")
        #expect(bench.ad().contentHash == first.contentHash)
    }

    @Test("refuse a change of what the board fixed, on updates alone")
    func fixed() throws {
        var bench = try Bench(
            "a: { from: title, fixed: true, never: [update] }\nb: { from: summary }",
            rules: "- { fixed: [b] }"
        )
        bench.input.accepted = bench.ad(.create).values
        #expect(bench.ad(.update).findings.contains { $0.code == "fixed" } == false)
        var role = try #require(bench.input.role.object)
        role["title"] = .text("Another")
        role["summary"] = .text("Another")
        bench.input.role = .object(role)
        #expect(bench.ad(.update).findings.filter { $0.code == "fixed" }.map(\.field) == ["b", "a"])
        #expect(bench.ad(.create).findings.contains { $0.code == "fixed" } == false)
    }
}
