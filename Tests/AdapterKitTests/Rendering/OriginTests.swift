import AdapterKit
import Documents
import Postings
import Testing

@Suite("Origins of values")
struct OriginTests {
    @Test(
        "give what the role says, or nothing",
        arguments: [
            ("a: { from: title }", "Machine Learning Engineer"),
            ("a: { from: [requisition, id] }", "engineer"),
            ("a: { from: requisition }", "-"),
            ("a: { const: 7 }", "7"),
            ("a: { text: \"{place.city}, {place.country}\" }", "Berlin, DE"),
            ("a: { text: \"{place.city} {requisition}\" }", "-"),
            ("a: { text: \"{{{title}}}\" }", "{Machine Learning Engineer}"),
            ("a: { from: hours, table: { full-time: FULL }, otherwise: omit }", "FULL"),
            ("a: { from: employmentType, table: { permanent: P, contract: C }, otherwise: omit }", #"["P","C"]"#),
            ("a: { from: workplace, table: { remote: R }, otherwise: { value: X } }", "X"),
            ("a: { from: workplace, table: { remote: R }, otherwise: omit }", "-"),
            (
                "a: { first: [{ when: [{ equals: { hours: part-time } }], const: P }, { when: [{ equals: { hours: full-time } }], const: F }] }",
                "F"
            ),
            ("a: { first: [{ when: [{ equals: { hours: full-time } }], omit: true }, { const: F }] }", "-"),
            ("a: { const: X, when: [{ equals: { employmentType: contract } }] }", "X"),
            ("a: { const: X, when: [{ equals: { pay.hidden: false } }] }", "X"),
            ("a: { const: X, when: [{ present: pay.hidden }] }", "-"),
            ("a: { const: X, when: [{ absent: summary }] }", "-"),
            ("a: { const: X, when: [{ in: { hours: [part-time, full-time] } }] }", "X"),
            ("a: { each: skills, item: { from: it.name } }", #"["Swift","SQL"]"#),
            (
                "a: { each: contacts, object: { name!: $it.name, mail: $it.email } }",
                #"[{"name":"Ada Berg","mail":"jobs@robotics.example"}]"#
            ),
            (
                "a: { each: places, let: { land: { from: it.country, as: [{ country-name: en }] } }, object: { land: $land } }",
                #"[{"land":"Germany"},{"land":"Austria"}]"#
            ),
            (
                "a: { each: sellingPoints, item: { text: \"* {it}\" }, count: { max: 2 }, overflow: drop }",
                #"["* Your models ship weekly","* Two days at home"]"#
            ),
            ("a: { gather: [hours, requisition, employmentType] }", #"["full-time","permanent","contract"]"#),
            ("a: { from: posting.reference }", "pl-abc123"),
            ("a: { from: delivery.operation }", "create"),
            ("a: { from: clock.now }", "2025-12-01T09:00:00Z"),
        ]
    )
    func origin(rule: String, expected: String) throws {
        #expect(try Bench(rule).value("a") == expected)
    }

    @Test("read other values, each evaluated once")
    func dependencies() throws {
        let bench = try Bench("a: { text: \"{b} in {c}\" }\nb: { from: title, as: [upper] }\nc: { from: place.city }")
        #expect(bench.value("a") == "MACHINE LEARNING ENGINEER in Berlin")
    }

    @Test("wait for the answer of a look-up, and take what a person pinned")
    func lookups() throws {
        let more = """
            facets: { category: { type: choice, title: Category, choices: categories } }
            lookups:
              categories:
                request: { method: GET, path: /categories }
                items: $
                id: it.id
                label: it.label
                pick: person
                cache: 1d
            """
        var bench = try Bench("a: { lookup: categories, pinned: facets.category, need: create }", more: more)
        #expect(bench.ad().findings.first { $0.code == "unresolved" }?.severity == .error)
        bench.input.lookups["categories"] = .object(["id": .text("77"), "label": .text("Software")])
        #expect(bench.value("a") == "77")
        bench.input.facets["category"] = .text("12")
        #expect(bench.value("a") == "12")
    }

    @Test("lay a message out, and shorten its parts in order until it fits")
    func layout() throws {
        let file = "{title}\n{employer.parent}\n\n{summary}\n\n{apply.url}\n"
        func bench(_ max: Int) throws -> Bench {
            try Bench(
                """
                title: { from: title }
                summary: { from: summary }
                a: { layout: { file: post.txt, fits: [{ max: \(max), unit: characters, links: 23 }], shorten: [summary, title] } }
                """,
                files: ["post.txt": file]
            )
        }
        let whole = try bench(500)
        #expect(
            whole.value("a")
                == "Machine Learning Engineer\n\nOwn the services that turn trained models into predictions.\n\nhttps://robotics.example/apply?job=1#form"
        )
        #expect(whole.codes("a").isEmpty)
        let cut = try bench(80)
        #expect(cut.value("a").contains("…\n\nhttps://robotics.example/apply?job=1#form"))
        #expect(cut.value("a").hasPrefix("Machine Learning Engineer\n"))
        let finding = try #require(cut.ad().findings.first { $0.code == "loss.cut" })
        #expect(finding.message.contains("80 allowed"))
        #expect(try #require(finding.lost).hasSuffix("predictions."))
        let tiny = try bench(50)
        #expect(tiny.value("a") == "Machine Learning Engineer\n\nhttps://robotics.example/apply?job=1#form")
        #expect(try bench(20).codes("a").contains("too-long"))
    }
}
