import Documents
import FoundationEssentials
import Testing

@Suite("YAML")
struct YAMLTests {
    private func codes(_ text: String) -> [String] {
        do {
            _ = try YAML.parse(text, file: "f.yaml")
            return []
        } catch {
            return error.all.map { "\($0.code) \($0.location.map { "\($0.line):\($0.column)" } ?? "-")" }
        }
    }

    @Test("nodes know where they stand")
    func locations() throws {
        let root = try YAML.parse("a: 1\nb:\n  - x\n  - { ü: y, c: \"z\" }\n", file: "f.yaml")
        let list = try #require(root["b"]?.items)
        #expect(root["a"]?.location == SourceLocation(file: "f.yaml", line: 1, column: 4))
        #expect(list.map(\.location.line) == [3, 4])
        #expect(list[1]["c"]?.location.column == 16)
        #expect(root.members?[1].location == SourceLocation(file: "f.yaml", line: 2, column: 1))
    }

    @Test(
        "scalars keep their text",
        arguments: ["NO", "no", "yes", "on", "010", "1_000", "0x1F", "1:30", "+5", ".5", "2026-12-01"]
    )
    func text(scalar: String) throws {
        let node = try YAML.parse("a: \(scalar)", file: "f")
        #expect(node["a"]?.text == scalar)
        #expect(node["a"]?.value == .text(scalar))
    }

    @Test("plain scalars read as JSON would, quoted ones as text")
    func values() throws {
        let node = try YAML.parse("{ a: true, b: \"true\", c: 1.50, d: '1', e: null, f: \"null\", g: }", file: "f")
        #expect(node["a"]?.value == .boolean(true))
        #expect(node["b"]?.value == .text("true"))
        #expect(node["c"]?.value == .number(1.5))
        #expect(node["d"]?.value == .text("1"))
        #expect(node["e"]?.isNull == true && node["g"]?.isNull == true)
        #expect(node["f"]?.text == "null")
    }

    @Test(
        "what could surprise is refused with its place",
        arguments: [
            ("a: &x 1\n", "alias 1:4"), ("a: 1\nb: &x { c: 1 }", "alias 2:4"), ("a: &x [1]\nb: *x", "alias 1:4"),
            ("a: *x", "alias 1:4"), ("a: 1\nb: 2\na: 3", "duplicate-key 1:1"), ("<<: { a: 1 }", "key 1:1"),
            ("? [a]\n: 1", "key 1:3"), ("a: [1", "yaml 2:1"),
        ]
    )
    func refused(text: String, expected: String) {
        #expect(codes(text).first == expected)
    }

    @Test("nesting beyond 64 levels is refused")
    func depth() {
        #expect(codes(String(repeating: "[", count: 63) + String(repeating: "]", count: 63)).isEmpty)
        let deep = codes(String(repeating: "[", count: 70) + String(repeating: "]", count: 70))
        #expect(deep.first?.hasPrefix("too-deep") == true)
    }

    @Test("a second document is refused")
    func documents() {
        #expect(!codes("a: 1\n---\nb: 2\n").isEmpty)
    }

    @Test("JSON with escapes of every kind is read")
    func json() throws {
        let text = #"{"a":"\ud83d\ude00 \u00fc \/ \"q\" \\ud83d","b":[1e2,-0.5],"c":{}}"#
        let node = try YAML.parse(text, file: "f.json")
        #expect(node["a"]?.text == #"😀 ü / "q" \ud83d"#)
        #expect(node["b"]?.value == .list([.number(100), .number(-0.5)]))
        #expect(try YAML.parse("{\n\t\"a\": 1\n}", file: "f.json")["a"]?.value == .number(1))
    }

    @Test("an empty document is nothing")
    func empty() throws {
        #expect(try YAML.parse("# only a comment\n", file: "f").isNull)
    }
}
