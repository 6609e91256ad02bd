import AdapterKit
import Documents
import Postings
import Testing

@Suite("Losses")
struct LossTests {
    @Test("name every fact that no value carries, once for each field")
    func unread() throws {
        let bench = try Bench(
            "title: { from: title }\nbody: { rich: { from: description, format: plain } }\npeople: { each: contacts, object: { mail: $it.email } }",
            more: "ignores: { skills: inside the text, employer.name: known to the board }"
        )
        let unread = bench.ad().findings.filter { $0.code == "loss.no-field" }
        #expect(
            unread.map(\.field) == [
                "summary", "sellingPoints", "employer.legalName", "contacts.name", "contacts.phone", "locations",
                "workplace",
                "employmentType", "hours", "pay", "openings", "start", "apply", "dates",
            ]
        )
        #expect(unread.first?.message == "summary: no field on this board.")
        #expect(unread[1].lost == "Your models ship weekly\nTwo days at home\nA training budget")
    }

    @Test("do not count a fact as carried when its value is absent in the end")
    func absentValue() throws {
        let bench = try Bench("a: { text: \"{summary} {requisition}\" }")
        #expect(bench.codes("summary") == ["loss.no-field"])
    }

    @Test("keep silent about pay that must not be shown")
    func hidden() throws {
        let bench = try Bench("a: { from: title }", role: "title: x\npay: { min: 1, hidden: true }")
        #expect(bench.ad().findings.isEmpty)
    }

    @Test("tell what rich text lost, in the role's own words")
    func rich() throws {
        let bench = try Bench(
            "a: { rich: { from: description, format: html, tags: [p] } }",
            role: "title: x\ndescription: { body: \"1. One\\n2. Two <script>alert(1)</script>\" }"
        )
        #expect(bench.value("a").contains("1. One"))
        let codes = bench.codes("a")
        #expect(codes.contains("loss.degraded") && codes.contains("loss.removed"))
    }

    @Test("of control characters are told")
    func controls() throws {
        var bench = try Bench("a: { from: title }")
        bench.input.role = .object(["title": .text("Cook\u{1}")])
        #expect(bench.value("a") == "Cook")
        #expect(bench.codes("a") == ["loss.removed"])
    }
}
