import Documents
import Testing

@Suite("Reading closed objects")
struct ObjectReaderTests {
    private enum Colour: String, CaseIterable { case red, green }

    @Test("every fault is reported once, with field and hint")
    func faults() throws {
        let text = "a: [1]\nb: 3.5\nc: gren\nd: maybe\ne: x\ninner: { f: 1, ff: 2 }\nzz: 1\n"
        let problems = Problems()
        var reader = ObjectReader(try YAML.parse(text, file: "f"), problems: problems)
        #expect(reader.text("a") == nil)
        #expect(reader.integer("b") == nil)
        #expect(reader.choice("c", of: Colour.self) == nil)
        #expect(reader.boolean("d") == nil)
        #expect(reader.list("e").isEmpty)
        #expect(reader.requiredText("g") == nil)
        #expect(reader.object("inner") { $0.integer("f") } == 1)
        reader.finish()
        let found = problems.found.map { "\($0.location?.line ?? 0) \($0.code) \($0.field)" }
        #expect(
            found == [
                "1 not-text a", "2 not-a-number b", "3 unknown-value c", "4 not-a-boolean d", "5 not-a-list e",
                "1 missing g",
                "6 unknown-key inner.ff", "7 unknown-key zz",
            ]
        )
        #expect(problems.found[2].remedy == "Did you mean \"green\"?")
        #expect(!problems.isClean)
    }

    @Test("known keys are listed once when none is near")
    func keys() throws {
        let problems = Problems()
        var reader = ObjectReader(try YAML.parse("other: 1", file: "f"), problems: problems)
        _ = reader.node("b")
        _ = reader.node("a")
        _ = reader.text("b")
        reader.finish()
        #expect(problems.found.first?.remedy == "Known keys here: a, b.")
    }

    @Test("null is absent")
    func null() throws {
        let problems = Problems()
        var reader = ObjectReader(try YAML.parse("{ a: null, b: ~, c: }", file: "f"), problems: problems)
        #expect(reader.text("a") == nil && reader.node("b") == nil && reader.integer("c") == nil)
        reader.finish()
        #expect(problems.isClean)
    }
}
