import Documents
import FoundationEssentials
import Postings
import Testing

@testable import AdapterKit

@Suite("Trees on the wire")
struct WireTests {
    private func scope(_ bench: Bench, _ operation: Postings.Operation = .create) -> WireScope {
        WireScope(
            bench.adapter,
            input: bench.input,
            values: bench.ad(operation).values,
            operation: operation,
            wire: WireFacts(secrets: ["password": "s3cret"], attempt: "at-1")
        )
    }

    private func json(
        _ body: String,
        _ values: String =
            "title: { from: title }\ngone: { from: requisition }\npoints: { from: sellingPoints, count: { max: 2 }, overflow: drop }"
    ) throws -> String {
        let bench = try Bench(values, body: Bench.indented(body, 4))
        guard case .tree(let tree) = bench.adapter.manifest.bodies[0].shape else { return "no tree" }
        return scope(bench).build(tree).map { JSON.text($0) } ?? "-"
    }

    @Test(
        "lose what is absent, with the object or list that kept nothing",
        arguments: [
            ("a: $title", #"{"a":"Machine Learning Engineer"}"#),
            ("a: $gone", "-"),
            ("a: $title\nb: $gone", #"{"a":"Machine Learning Engineer"}"#),
            ("a: $title\nb: { c: $gone, d: fixed }", #"{"a":"Machine Learning Engineer"}"#),
            ("a: $title\nb: [$gone, { c: $gone }]", #"{"a":"Machine Learning Engineer"}"#),
            ("a: $title\nb: [$gone, $title]", #"{"a":"Machine Learning Engineer","b":["Machine Learning Engineer"]}"#),
            ("a: $title\nb: { c!: $gone, d: $title }", #"{"a":"Machine Learning Engineer"}"#),
            ("a: $title\nb+: { c: $gone }", #"{"a":"Machine Learning Engineer","b":{}}"#),
            ("a: $title\nb+: [{ c: $gone }]", #"{"a":"Machine Learning Engineer","b":[]}"#),
            ("a: $title\nb+: { c+: [$gone], d: [] }", #"{"a":"Machine Learning Engineer","b":{"c":[],"d":[]}}"#),
            (
                "a: [$title, $points*, last]",
                #"{"a":["Machine Learning Engineer","Your models ship weekly","Two days at home","last"]}"#
            ),
            ("a: [$title, $gone*]", #"{"a":["Machine Learning Engineer"]}"#),
            ("a: $$title\nb: 3\nc: true\nd: \"3\"", #"{"a":"$title","b":3,"c":true,"d":"3"}"#),
            ("a: \"{title} in {place.city}\"\nb: \"{gone}!\"", #"{"a":"Machine Learning Engineer in Berlin"}"#),
            (
                "a: $title\nb: { c: { d: $gone } }\nc: { d: { e: $place.city } }",
                #"{"a":"Machine Learning Engineer","c":{"d":{"e":"Berlin"}}}"#
            ),
            (
                "z: $title\na: $secrets.password\nb: $description.intro",
                #"{"z":"Machine Learning Engineer","a":"s3cret","b":"You join the team."}"#
            ),
        ]
    )
    func tree(body: String, expected: String) throws {
        #expect(try json(body) == expected)
    }

    @Test("leave out what the operation must not carry")
    func never() throws {
        let bench = try Bench("a: { from: title, never: [update] }\nb: { from: hours }")
        guard case .tree(let tree) = bench.adapter.manifest.bodies[0].shape else { return }
        #expect(scope(bench, .create).build(tree)?.object?.keys == ["a", "b"])
        #expect(scope(bench, .update).build(tree)?.object?.keys == ["b"])
    }

    @Test("become form text, lists repeating their name")
    func form() {
        let members: Members = [
            "a b": .text("1&2=ü+~*"), "list": .list([.text("x"), .number(2)]), "none": .null,
            "inner": .object(["k": .boolean(true)]),
        ]
        #expect(FormText.text(members) == "a+b=1%262%3D%C3%BC%2B%7E*&list=x&list=2&inner=%7B%22k%22%3Atrue%7D")
    }

    @Test(
        "become XML in the order written",
        arguments: [
            (
                "xml: { text: escaped, empty: omit }",
                #"<job id="pl-abc123"><title>Machine Learning Engineer</title><point>A &amp; B</point><point>C</point></job>"#
            ),
            (
                "xml: { text: escaped, empty: keep }",
                #"<job id="pl-abc123"><title>Machine Learning Engineer</title><gone/><point>A &amp; B</point><point>C</point></job>"#
            ),
            (
                "xml: { text: cdata, empty: omit }",
                #"<job id="pl-abc123"><title><![CDATA[Machine Learning Engineer]]></title><point><![CDATA[A & B]]></point><point><![CDATA[C]]></point></job>"#
            ),
        ]
    )
    func xml(options: String, expected: String) throws {
        let body = """
            \(options.dropLast(1)), declaration: false }
            root: { job: { "@id": $reference, "@none": $gone, title: $title, gone: $gone, point: $points, deep: { gone: $gone } } }
            """
        let values =
            "reference: { from: posting.reference }\ntitle: { from: title }\ngone: { from: requisition }\npoints: { const: x }"
        let bench = try Bench(
            values + "\nunused: { const: 1 }",
            body: "    a: $unused\n  doc:\n" + Bench.indented(body, 4)
        )
        var values2 = bench.ad().values
        values2["points"] = .list([.text("A & B"), .text("C")])
        let scope = WireScope(bench.adapter, input: bench.input, values: values2, operation: .create)
        #expect(String(decoding: try scope.document(named: "doc"), as: UTF8.self) == expected)
    }

    @Test("become lines, without those in which something is absent")
    func lines() throws {
        let bench = try Bench(
            "title: { from: title }\ngone: { from: requisition }",
            body: "    a: $title",
            more: "",
            files: [:]
        )
        let lines: [Template] = [
            Template(parts: [.reference(.value("title"))]),
            Template(parts: [.literal("Id "), .reference(.value("gone"))]),
            Template(parts: []), Template(parts: []), Template(parts: [.literal("End")]), Template(parts: []),
        ]
        #expect(scope(bench).text(lines) == "Machine Learning Engineer\n\nEnd")
    }
}
