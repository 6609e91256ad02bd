import AdapterKit
import Documents
import Postings
import Testing

@Suite("Bounds")
struct BoundTests {
    @Test(
        "say where they come from, and whether somebody could verify it",
        arguments: [
            ("src: S1", "S1"), ("src: S1, unverified: true", "S1 (not verified)"), ("unverified: true", "not verified"),
        ]
    )
    func provenance(mark: String, source: String) throws {
        let bench = try Bench("a: { from: title, size: { max: 10, unit: characters }, \(mark) }")
        #expect(bench.ad().findings.first { $0.code == "too-long" }?.source == source)
    }

    @Test(
        "are kept, cut or refused with figures",
        arguments: [
            ("a: { from: title, size: { max: 30, unit: characters } }", "Machine Learning Engineer", [String]()),
            ("a: { from: title, size: { max: 10, unit: characters } }", "Machine Learning Engineer", ["too-long"]),
            ("a: { from: title, size: { max: 12, unit: characters }, overflow: word }", "Machine…", ["loss.cut"]),
            ("a: { from: title, size: { min: 99, unit: characters } }", "Machine Learning Engineer", ["too-short"]),
            ("a: { from: title, size: { max: 2, unit: words }, overflow: word }", "Machine Learning…", ["loss.cut"]),
            (
                "a: { from: sellingPoints, count: { max: 1 }, overflow: drop }", #"["Your models ship weekly"]"#,
                ["loss.dropped"]
            ),
            (
                "a: { from: sellingPoints, count: { max: 1 } }",
                #"["Your models ship weekly","Two days at home","A training budget"]"#, ["too-many"]
            ),
            (
                "a: { from: sellingPoints, count: { min: 4 } }",
                #"["Your models ship weekly","Two days at home","A training budget"]"#, ["too-few"]
            ),
            ("a: { from: hours, pattern: \"[a-z]+\" }", "full-time", ["pattern"]),
            ("a: { from: hours, oneOf: [part-time] }", "full-time", ["not-allowed"]),
            ("a: { from: title, refuse: [Learning] }", "Machine Learning Engineer", ["refused-text"]),
            ("a: { from: openings, range: { above: 2 } }", "2", ["out-of-range"]),
            ("a: { from: pay.min, range: { atLeast: pay.max } }", "75000", ["out-of-range"]),
            ("a: { from: requisition, need: always }", "-", ["missing"]),
            ("a: { from: requisition, need: [update] }", "-", []),
            ("a: { from: workplace, table: { remote: R }, otherwise: reject }", "-", ["no-code"]),
            ("a: { from: workplace, table: { remote: R }, otherwise: { value: X } }", "X", ["loss.coerced"]),
            ("a: { from: workplace, table: { remote: R }, otherwise: omit }", "-", ["loss.omitted"]),
            (
                "a: { each: sellingPoints, item: { from: it, size: { max: 18, unit: characters }, overflow: word } }",
                #"["Your models ship…","Two days at home","A training budget"]"#, ["loss.cut"]
            ),
        ]
    )
    func bound(rule: String, expected: String, codes: [String]) throws {
        let bench = try Bench(rule)
        #expect(bench.value("a") == expected)
        #expect(bench.codes("a") == codes)
    }

    @Test("are told in figures")
    func figures() throws {
        let bench = try Bench("a: { from: title, size: { max: 20, unit: characters }, src: S1 }")
        let finding = try #require(bench.ad().findings.first)
        #expect(finding.message == "25 characters, 20 allowed.")
        #expect(finding.source == "S1")
    }

    @Test("of marked-up text drop whole blocks and quote them")
    func blocks() throws {
        let rule =
            "a: { rich: { from: description, format: html, tags: [p, ul, li, strong] }, size: { max: 90, unit: characters, of: wire }, overflow: blocks }"
        let bench = try Bench(rule)
        #expect(bench.value("a") == "<p>You join the <strong>team</strong>.</p>")
        #expect(bench.value("a").count <= 90)
        let finding = try #require(bench.ad().findings.first { $0.code == "loss.dropped" })
        #expect(finding.lost?.contains("Write to us.") == true)
    }

    @Test("of a value that the operation leaves out stop nothing")
    func never() throws {
        let bench = try Bench("a: { from: title, size: { max: 5, unit: characters }, never: [update] }")
        #expect(!bench.ad(.create).isSendable)
        #expect(bench.ad(.update).isSendable)
    }
}
