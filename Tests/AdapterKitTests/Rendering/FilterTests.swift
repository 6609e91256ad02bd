import AdapterKit
import Documents
import Testing

@Suite("Filters")
struct FilterTests {
    @Test(
        "write a fact as the board wants it",
        arguments: [
            ("a: { from: dates.validThrough, as: [{ time: iso-utc, edge: end }] }", "2027-01-31T22:59:59Z"),
            ("a: { from: dates.validThrough, as: [{ time: iso-utc }] }", "2027-01-30T23:00:00Z"),
            ("a: { from: dates.validThrough, as: [{ time: epoch-ms, edge: end }] }", "1801436399000"),
            ("a: { from: dates.validThrough, as: [{ time: iso-date }] }", "2027-01-31"),
            ("a: { from: dates.validThrough, as: [{ time: iso-offset }] }", "2027-01-31T00:00:00+01:00"),
            (
                "a: { from: dates.validThrough, as: [{ time: yyyy-MM-dd, zone: America/Chicago, edge: end }] }",
                "2027-01-31"
            ),
            ("a: { from: dates.validThrough, as: [{ time: dd.MM.yyyy }] }", "31.01.2027"),
            ("a: { from: posting.opened, as: [{ time: rfc822, zone: UTC }] }", "Mon, 01 Dec 2025 08:00:00 +0000"),
            ("a: { from: posting.opened, as: [{ time: local, zone: Europe/Oslo }] }", "2025-12-01T09:00:00"),
            ("a: { from: start, as: [days-from-now] }", "456"),
            ("a: { from: pay.max, as: [decimal-text] }", "95000.5"),
            ("a: { from: pay.max, as: [whole-number-text] }", "95000"),
            ("a: { from: pay.currency, as: [currency-symbol] }", "€"),
            ("a: { from: hours, as: [list] }", #"["full-time"]"#),
            (
                "a: { from: sellingPoints, as: [{ join: \" | \" }] }",
                "Your models ship weekly | Two days at home | A training budget"
            ),
            ("a: { gather: [hours, hours], as: [unique] }", #"["full-time"]"#),
            ("a: { from: employmentType, as: [json-text] }", #"["permanent","contract"]"#),
            ("a: { from: place.country, as: [{ country-name: en }] }", "Germany"),
            ("a: { from: place.country, as: [{ country-name: nb }] }", "Tyskland"),
            ("a: { from: place.region, as: [{ region-name: en }] }", "Berlin"),
            ("a: { from: place.region, as: [region-code] }", "BE"),
            ("a: { from: language, as: [{ language: iso639-1 }] }", "en"),
            ("a: { from: apply.url, as: [track] }", "https://robotics.example/apply?job=1&ref=pl-abc123#form"),
            (
                "a: { from: apply.url, as: [{ query: { source: a b, job: \"2\" } }] }",
                "https://robotics.example/apply?job=1&source=a%20b#form"
            ),
            ("a: { from: title, as: [lower] }", "machine learning engineer"),
            ("a: { from: title, as: [{ replace: { Machine: Deep } }] }", "Deep Learning Engineer"),
            ("a: { from: title, as: [slug] }", "machine-learning-engineer"),
            ("a: { from: openings, as: [{ times: 12 }] }", "24"),
            ("a: { from: description, as: [plain] }", "-"),
        ]
    )
    func filter(rule: String, expected: String) throws {
        #expect(try Bench(rule).value("a") == expected)
    }

    @Test("say so when a fact does not have the form")
    func unreadable() throws {
        let bench = try Bench(
            "a: { from: start, as: [{ time: iso-utc }], need: always }",
            role: "title: x\nstart: as-soon-as-possible"
        )
        #expect(bench.codes("a") == ["loss.unreadable"])
        #expect(bench.ad().isSendable == false)
    }

    @Test("move a time for every creation after the first")
    func nudge() throws {
        var bench = try Bench(
            "a: { from: dates.validThrough, as: [{ time: local, zone: Europe/Oslo, edge: end }, { nudge: 1s }] }"
        )
        #expect(bench.value("a") == "2027-01-31T23:59:59")
        bench.input.creation = 3
        #expect(bench.value("a") == "2027-02-01T00:00:01")
    }
}
