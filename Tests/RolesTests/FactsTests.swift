import Documents
import FoundationEssentials
import Roles
import Testing

@Suite("Facts of a role")
struct FactsTests {
    @Test("the smallest role says what was written and nothing else")
    func smallest() throws {
        let facts = try Samples.role().facts()
        #expect(facts.object.map { Set($0.keys) } == ["id", "title", "description", "employer", "locations", "apply"])
        #expect(facts.at(["description", "body"]) == .markup(Markup(.markdown, "Bake **bread**.")))
        #expect(facts.at(["employer", "anonymous"]) == nil)
        #expect(facts.at(["pay"]) == nil)
    }

    @Test("every fact stands at a path of the schema, with the kind it promises, and every path has a fact")
    func schema() throws {
        var seen: Set<String> = []
        func walk(_ value: Value, _ path: String) {
            if !path.isEmpty {
                let field = RoleSchema.field(at: path)
                #expect(field != nil, "\(path) is not in the schema")
                if let field {
                    seen.insert(field.path)
                    if !(field.repeats && value.list != nil) { #expect(agree(field, value), "\(path): \(value)") }
                }
            }
            switch value {
            case .object(let members):
                for member in members { walk(member.value, path.isEmpty ? member.key : "\(path).\(member.key)") }
            case .list(let list): for item in list { walk(item, path + "[]") }
            default: break
            }
        }
        walk(try Samples.complete().facts(), "")
        walk(try Samples.role().facts(), "")
        #expect(Set(RoleSchema.fields.map(\.path)).subtracting(seen).isEmpty)
    }

    private func agree(_ field: RoleSchema.Field, _ value: Value) -> Bool {
        switch (field.kind, value) {
        case (.text, .text(let text)): field.values.isEmpty || field.values.contains(text)
        case (.date, .text(let text)): Day(text) != nil || field.values.contains(text)
        case (.markup, .markup), (.number, .number), (.boolean, .boolean), (.list, .list), (.object, .object): true
        default: false
        }
    }

    @Test("what is taken for a list or a code in a file is always one in facts")
    func shapes() throws {
        let role = try Samples.role(
            "employmentType: contract\ncategories: { a: x, b: [y, { code: z, name: Z }] }\nbenefits: bread"
        )
        let facts = role.facts()
        #expect(facts["employmentType"] == .text("contract"))
        #expect(facts.at(["categories", "a"]) == .list([.object(["code": .text("x")])]))
        #expect(facts.at(["categories", "b"])?.list?.count == 2)
        #expect(facts["benefits"] == .list([.text("bread")]))
    }

    @Test("an empty list is known to be empty, null is unknown")
    func empty() throws {
        let facts = try Samples.role("licences: []\nskills: null\npay: { min: null }").facts()
        #expect(facts["licences"] == .list([]))
        #expect(facts["skills"] == nil)
        #expect(facts["pay"] == nil)
    }

    @Test("overrides hold for their account alone")
    func overrides() throws {
        let role = try Samples.role(
            """
            summary: Bread.
            pay: { min: 10, max: 20, currency: EUR }
            categories: { a: { code: x, name: X }, b: y }
            boards:
              north:
                title: Baker (North)
                summary: null
                pay: { max: 15 }
                description: { intro: A, closing: B }
                categories: { a: z }
                facets: { tier: gold, n: 1 }
                spend: { atMost: 5, currency: EUR }
            """
        )
        let own = role.facts()
        let north = role.facts(account: "north")
        #expect(own == role.facts(account: "south"))
        #expect(own["title"] == .text("Baker"))
        #expect(north["title"] == .text("Baker (North)"))
        #expect(north["summary"] == nil)
        #expect(north["pay"]?.object == ["min": .number(10), "max": .number(15), "currency": .text("EUR")])
        #expect(north.at(["description", "body"]) == nil)
        #expect(north.at(["description", "intro"]) == .markup(Markup(.markdown, "A")))
        #expect(north.at(["categories", "a"]) == .list([.object(["code": .text("z")])]))
        #expect(north.at(["categories", "b"]) == own.at(["categories", "b"]))
        #expect(north["facets"] == nil && north["spend"] == nil && north["boards"] == nil)
        #expect(role.facets(account: "north") == ["tier": .text("gold"), "n": .number(1)])
        #expect(role.facets(account: "south").isEmpty)
        #expect(role.boards["north"]?.spend?.atMost == 5)
    }

    @Test("a description of one text replaces sections, also as HTML")
    func bodyOverSections() throws {
        let role = try Samples.role(
            "description: { intro: A, duties: B }\nboards: { n: { description: { html: <p>C</p> } }, s: { description: { duties: D } } }",
            without: ["description"]
        )
        #expect(role.facts(account: "n")["description"]?.object == ["body": .markup(Markup(.html, "<p>C</p>"))])
        #expect(role.facts(account: "s").at(["description", "duties"]) == .markup(Markup(.markdown, "D")))
        #expect(role.facts(account: "s").at(["description", "intro"]) == .markup(Markup(.markdown, "A")))
    }

    @Test("translations replace texts, the nearest more general language stands in")
    func translations() throws {
        let role = try Samples.role(
            """
            language: en
            summary: Bread.
            translations:
              de: { title: Bäcker, description: Backen. }
            boards:
              north: { title: Night baker, translations: { de: { title: Nachtbäcker }, fr: { title: Boulanger } } }
            """
        )
        #expect(role.facts(language: "de")["title"] == .text("Bäcker"))
        #expect(role.facts(language: "de-AT")["title"] == .text("Bäcker"))
        #expect(role.facts(language: "de-AT")["language"] == .text("de"))
        #expect(role.facts(language: "de")["summary"] == .text("Bread."))
        #expect(role.facts(language: "fr")["title"] == .text("Baker"))
        #expect(role.facts(language: "fr")["language"] == .text("en"))
        #expect(role.facts(account: "north", language: "en")["title"] == .text("Night baker"))
        #expect(role.facts(account: "north", language: "de")["title"] == .text("Nachtbäcker"))
        #expect(role.facts(account: "north", language: "de").at(["description", "body"])?.scalarText == "Backen.")
        #expect(role.facts(account: "north", language: "fr")["title"] == .text("Boulanger"))
        #expect(role.facts()["translations"] == nil)
    }

    @Test(
        "a mistyped path finds the one that was meant",
        arguments: [
            ("titel", "title"), ("pay.minimum", nil), ("pay.mni", "pay.min"),
            ("employer.legalname", "employer.legalName"),
            ("validThrough", "dates.validThrough"), ("hiringTeam", nil), ("hiringTeam.lookFor", nil),
        ]
    )
    func nearest(path: String, meant: String?) {
        #expect(RoleSchema.field(at: path) == nil)
        #expect(RoleSchema.nearest(to: path) == meant)
    }

    @Test(
        "any scheme is a path, and nothing below or beside it",
        arguments: [
            ("categories.isco-08", true), ("categories.isco-08[].code", true), ("categories.x[].nome", false),
            ("employer.industry.naics", true), ("employer.industry.naics.x", false), ("categories.", false),
            ("boards", false), ("translations", false), ("boards.north.title", false),
        ]
    )
    func schemes(path: String, known: Bool) {
        #expect((RoleSchema.field(at: path) != nil) == known)
    }
}
