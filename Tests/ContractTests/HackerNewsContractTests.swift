import Documents
import Sandbox
import Testing

@Suite("The contract of hackernews-whoishiring")
struct HackerNewsContractTests {
    static let good = """
        Example Ltd | Electrician, Estimator | Leeds, UK | ONSITE | Full-time | £32-40k | https://example.com/jobs

        We wire hospitals. *No* weekend work.
        Apply: https://example.com/jobs/77
        """

    static func paste(_ bench: inout Bench, _ text: String, _ hand: Board.Hand = .post) -> SandboxAnswer {
        bench.board.paste(hand, .object(["text": .text(text)]), now: bench.now)
    }

    @Test("a post is pasted, read, edited and taken down within two hours")
    func course() throws {
        var bench = try Bench("hackernews-whoishiring")
        let made = Self.paste(&bench, Self.good)
        #expect(made.status == 201)
        let id = JSON.parse(made.body)?["id"]?.text ?? ""
        #expect(JSON.parse(made.body)?["url"]?.text?.hasSuffix("/item?id=\(id)") == true)
        let item = bench.send("GET", "/v0/item/\(id).json")
        #expect(item.json["text"]?.text?.hasPrefix("Example Ltd | ") == true)
        #expect(item.number("parent") == 49_922_569)
        #expect(bench.send("GET", "/v0/item/49922569.json").json["kids"]?.list?.count == 1)
        #expect(bench.send("GET", "/item?id=\(id)").text.contains("We wire hospitals."))
        #expect(Self.paste(&bench, Self.good.replacing("Estimator", with: "Fitter"), .edit(id)).status == 200)
        bench.clock = 7201
        #expect(Self.paste(&bench, Self.good, .edit(id)).status == 409)
        #expect(Self.paste(&bench, "", .delete(id)).status == 409)
        bench.clock = 7199
        #expect(Self.paste(&bench, "", .delete(id)).status == 204)
        #expect(bench.send("GET", "/v0/item/\(id).json").json["deleted"] == .boolean(true))
        #expect(bench.send("GET", "/item?id=\(id)").status == 404)
    }

    @Test("the interface answers null for what never was, and names the thread")
    func reading() throws {
        var bench = try Bench("hackernews-whoishiring")
        #expect(bench.send("GET", "/v0/item/1.json").text == "null")
        #expect(bench.send("GET", "/v0/user/whoishiring.json").number("submitted.0") == 49_922_569)
    }

    @Test("a company posts once")
    func once() throws {
        var bench = try Bench("hackernews-whoishiring")
        #expect(Self.paste(&bench, Self.good).status == 201)
        #expect(Self.paste(&bench, Self.good.replacing("Example Ltd", with: "EXAMPLE LTD")).status == 409)
        #expect(Self.paste(&bench, Self.good.replacing("Example", with: "Other")).status == 201)
    }

    static let bad = [
        Bad("no text", good, "", status: 422, says: "text is required"),
        Bad("no company", "Example Ltd |", "|", status: 422, says: "company"),
        Bad(
            "a company alone",
            " | Electrician, Estimator | Leeds, UK | ONSITE | Full-time | £32-40k | https://example.com/jobs",
            "",
            status: 422,
            says: "role"
        ),
        Bad("no word on the place of work", "ONSITE | ", "", status: 422, says: "ONSITE, REMOTE or HYBRID"),
        Bad("a country without brackets", "ONSITE", "REMOTE US", status: 422, says: "brackets"),
        Bad("an empty part", "Full-time", "", status: 422, says: "empty part"),
        Bad("HTML", "We wire", "<p>We wire", status: 422, says: "HTML"),
        Bad("a heading of Markdown", "We wire", "# We wire", status: 422, says: "Markdown"),
        Bad("a list of Markdown", "We wire", "- We\n- wire", status: 422, says: "Markdown"),
        Bad("an agency", "We wire hospitals", "We are a recruitment agency", status: 422, says: "agencies"),
    ]

    @Test("a bad post is refused", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Bench("hackernews-whoishiring")
        let answer = Self.paste(&bench, try bad.body(from: Self.good))
        #expect(answer.status == bad.status)
        #expect(String(decoding: answer.body, as: UTF8.self).contains(bad.says))
        #expect(bench.ads.isEmpty)
    }
}
