import Documents
import FoundationEssentials
import Postings
import Testing

@testable import Gateway

@Suite("Words about a draft")
struct DraftWordsTests {
    @Test("changes name what the board has and what it would have")
    func changes() throws {
        let draft = try SampleDraft(accepted: [
            "title": .text("Baker"), "body": .text("<p>Bread <strong>and</strong> rolls.</p>"),
        ])
        .draft()
        #expect(draft.changes == [DraftChange(name: "title", title: "Job title", from: "Baker", to: "Night Baker")])
    }

    @Test("an ad that was never accepted differs from nothing")
    func fresh() throws { #expect(try SampleDraft().draft().changes.isEmpty) }

    @Test("the document of preview has exactly the promised members")
    func json() throws {
        let json = try SampleDraft().draft().json
        #expect(
            json.object?.keys == [
                "role", "account", "board", "place", "language", "action", "reason", "fields", "findings", "payload",
                "changes",
            ]
        )
        #expect(json["action"] == .text("create"))
        #expect(json["fields"]?.list?.first?["length"] == .number(11))
        #expect(json["fields"]?.list?.first?["limit"] == .number(75))
        #expect(json["fields"]?.list?.first?["unit"] == .text("characters"))
    }

    @Test("findings that say the same of several fields are told once")
    func groups() {
        let findings = ["hours", "start"].map {
            Finding(.note, code: "loss.no-field", field: $0, "\($0): no field on this board.")
        }
        let groups = FindingGroup.groups(findings + [Finding(.error, code: "x", field: "a", "Too long.")], of: .note)
        #expect(groups.map(\.sentence) == ["no field on this board: hours, start"])
    }

    @Test(
        "a value of the adapter's own goes by its label, a key of the role by its name, and programs read both as they are"
    )
    func labels() throws {
        let findings = ["shift", "title"].map { Finding(.warning, code: "loss.coerced", field: $0, "It is cut.") }
        let draft = try SampleDraft(findings: findings).draft()
        #expect(draft.readableFindings.map(\.field) == ["Kind of work", "title"])
        #expect(draft.json["findings"]?.list?.compactMap { $0["field"]?.text } == ["shift", "title"])
    }

    @Test(
        "a board's code for a kind of work is shown in words, a message as it is sent, and programs read the code",
        arguments: [("api", "Vollzeit"), ("message", "FULL_TIME")]
    )
    func codes(kind: String, shown: String) throws {
        let draft = try SampleDraft(kind: kind, language: "de", work: "FULL_TIME").draft()
        #expect(draft.picture.facts == [AdPicture.Part(title: "Kind of work", text: shown)])
        #expect(draft.json["fields"]?.list?.last?["text"] == .text("FULL_TIME"))
    }

    @Test("the text that a person pastes is shown whole and nothing beside it")
    func paste() throws {
        let picture = try SampleDraft(kind: "manual", payload: .init(media: "text/plain", text: "Baker | Graz")).draft()
            .picture
        #expect(picture.shape == .paste)
        #expect(picture.body == "Baker | Graz")
        #expect(picture.title == nil)
    }

    @Test("JSON keeps its keys in order and its texts as they are")
    func document() {
        let text = "{\"b\":\"x, {y}: \\\"z\\\"\",\"a\":[1,{}]}"
        let html = JSONLook.html(text).replacing("&quot;", with: "\"").replacing("<i>", with: "").replacing(
            "</i>",
            with: ""
        )
        #expect(html == "{\n  \"b\": \"x, {y}: \\\"z\\\"\",\n  \"a\": [\n    1,\n    {}\n  ]\n}")
    }
}
