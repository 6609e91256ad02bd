import Documents
import Foundation
import Testing

@testable import AdapterKit

@Suite("The wire shape")
struct WireShapeTests {
    /// The sample's shape with a change of a file.
    static func shape(_ file: String = "ad.yaml", _ old: String = "", _ new: String = "") throws -> WireShape {
        let text = SamplePack.text(file)
        try #require(old.isEmpty || text.contains(old))
        return try Adapter.load(SamplePack.with([file: old.isEmpty ? text : text.replacing(old, with: new)])).shape
    }

    @Test("names every element and attribute in order, the ads of a feed where they stand, and no value")
    func names() throws {
        let shape = try Self.shape()
        let document = try #require(shape.parts.first)
        #expect(document.name == "document")
        #expect(
            document.paths == [
                "source", "source/@version", "source/built", "source/job", "source/job/title", "source/job/reference",
            ]
        )
        let create = try #require(shape.parts.first { $0.name == "create" }?.paths)
        #expect(create.prefix(3) == ["jobs", "jobs/action", "jobs/id"])
        #expect(create.contains("jobs/meta/password"))
        #expect(create.contains("jobs/pay/interval"))
        #expect(create.filter { $0 == "jobs/descriptions/kind" }.count == 1)
        #expect(shape.parts.first { $0.name == "withdraw" }?.paths == ["input", "input/id", "input/note"])
        #expect(!shape.parts.contains { $0.name == "find" })
    }

    @Test(
        "changes with a name or its place, and with nothing else",
        arguments: [
            ("  item: { title: $title, reference: $reference }", "  item: { title: $where, reference: X }", false),
            (
                "  item: { title: $title, reference: $reference }", "  item: { name: $title, reference: $reference }",
                true
            ),
            (
                "  item: { title: $title, reference: $reference }", "  item: { reference: $reference, title: $title }",
                true
            ),
            ("        \"@version\": 2\n", "", true),
            ("    tags: $tags\n", "    tags+: $tags\n", false),
        ]
    )
    func changes(old: String, new: String, isOther: Bool) throws {
        let (before, after) = (try Self.shape(), try Self.shape("ad.yaml", old, new))
        #expect((before != after) == isOther)
        #expect((before.step != after.step) == isOther)
    }

    @Test("reads back as it was kept, under an id that a command line takes as it is")
    func kept() throws {
        let shape = try Self.shape()
        #expect(WireShape(shape.value) == shape)
        #expect(shape.step.wholeMatch(of: /shape-[0-9a-f]{8}/) != nil)
    }
}
