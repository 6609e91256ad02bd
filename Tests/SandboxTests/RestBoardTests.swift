import Documents
import Foundation
import Sandbox
import Signing
import Testing

@Suite("A board with plain calls")
struct RestBoardTests {
    static let good = #"{"title":"Cook","company":"Acme"}"#

    @Test("a created ad has id, address and page, and ends as the board says")
    func life() throws {
        var board = try Drive.board("rest")
        let made = board.send("POST", "/api/jobs", Self.good)
        #expect(made.status == 201)
        #expect(made.json["id"] == .number(1000))
        #expect(made.json["state"] == .text("shown"))
        #expect(made.reply.header("location") == "http://127.0.0.1:1/acorn/api/jobs/1000")
        #expect(made.reply.header("x-board") == "Acorn Jobs")
        #expect(board.send("GET", "/jobs/cook").status == 200)
        #expect(board.send("POST", "/api/jobs", Self.good).json["slug"] == .text("cook-2"))
        let closed = board.send("POST", "/api/jobs/1000/close")
        #expect(closed.json["state"] == .text("closed"))
        #expect(board.send("GET", "/jobs/cook").status == 410)
        #expect(board.send("POST", "/api/jobs/1000/close").status == 410)
        #expect(board.send("GET", "/api/jobs/1000").json["values"]?["filled"] == .number(1))
        #expect(board.send("DELETE", "/api/jobs/1001").status == 204)
        #expect(board.send("GET", "/api/jobs/1001").status == 404)
        #expect(board.send("DELETE", "/api/jobs/1001").status == 410)
    }

    @Test(
        "each field rule refuses what breaks it, in the board's own words",
        arguments: [
            (#"{"company":"A"}"#, 422, "title is required"),
            (#"{"title":" ab ","company":"A"}"#, 422, "too short"),
            (#"{"title":"123456789012345678901","company":"A"}"#, 422, "too long"),
            (#"{"title":5,"company":"A"}"#, 422, "title must be text"),
            (#"{"title":"Cook","company":"A","status":"trash"}"#, 422, "must be one of"),
            (#"{"title":"Cook","company":"A","what":1}"#, 422, "what is not known"),
            (#"{"title":"Cook","company":"A","pay":{"per":"h"}}"#, 422, "pay.per is not known"),
            (#"{"title":"Cook","company":"A","pay":{"min":"0"}}"#, 422, "more than 0"),
            (#"{"title":"Cook","company":"A","pay":{"min":10}}"#, 422, "decimal-text"),
            (#"{"title":"Cook","company":"A","pay":{"min":"9","max":"8.5"}}"#, 422, "below"),
            (#"{"title":"Cook","company":"A","apply":"http://a.example"}"#, 422, "https"),
            (#"{"title":"Cook","company":"A","apply":"a.example"}"#, 422, "must be url"),
            (#"{"title":"Cook","company":"A","mail":"x@y"}"#, 422, "must be email"),
            (#"{"title":"Cook","company":"A","summary":"<p>x</p>"}"#, 422, "the tag p"),
            (#"{"title":"Cook","company":"A","listed":1795341600}"#, 422, "epoch-ms"),
            (#"{"title":"Cook","company":"A","listed":1795349600000}"#, 422, "future"),
            (#"{"title":"Cook","company":"A","filled":"yes"}"#, 422, "must be integer"),
            (#"{"title":"Cook","company":"A","tags":["toolong"]}"#, 422, "too long"),
            (#"{"title":"Cook","company":"A","kinds":[2]}"#, 422, "list of kinds"),
            (#"{"title":"Cook","company":"A","code":"x1"}"#, 422, "Bad code x1"),
            (#"{"title":"Cook","company":"A","premium":true}"#, 422, "contract is required"),
            (#"{"title":"Cook","company":"A","companyPage":"https://a.example"}"#, 400, "No company"),
            (#"{"title":"Cook"}"#, 400, "No company"),
            (#"{"title":"Cook at the very big","company":"Acme Ltd of"}"#, 422, "at most 30"),
            (#"{"title""#, 400, "no JSON"),
        ]
    )
    func refuses(body: String, status: Int, words: String) throws {
        var board = try Drive.board("rest")
        let answer = board.send("POST", "/api/jobs", body)
        #expect(answer.status == status)
        #expect(answer.text.contains(words), "\(answer.text)")
        #expect(board.ads().isEmpty)
    }

    @Test("what the board changes without a word is stored changed")
    func changes() throws {
        var board = try Drive.board("rest")
        let body = """
            {"title":"Cook","company":"A","body":"<p>See https://long.example/a/b/c/d/e/f/g/h/i</p><i>x</i>","until":"2027-06-01",
             "filled":7,"tags":["a","b","c"],"kinds":[1],"site":"x.example","code":"AB1"}
            """
        #expect(board.send("POST", "/api/jobs", body).status == 201)
        let values = try #require(board.ads().first?["values"])
        #expect(values["body"]?.text?.hasSuffix("</p>x") == true)
        #expect(values["until"] == .text(""))
        #expect(values["filled"] == .number(1))
        #expect(values["tags"] == .list([.text("a"), .text("b")]))
        #expect(values["site"] == .text("http://x.example"))
        #expect(values["status"] == .text("publish"))
        #expect(board.send("POST", "/api/jobs", #"{"title":"Cook","company":"A","site":"javascript:x"}"#).status == 201)
        #expect(board.ads().last?["values"]?["site"] == .text(""))
    }

    @Test("a partial update merges, null removes, and what is forbidden there is refused")
    func updates() throws {
        var board = try Drive.board("rest")
        _ = board.send("POST", "/api/jobs", #"{"title":"Cook","company":"A","pay":{"min":"5"}}"#)
        let first = board.send("PATCH", "/api/jobs/1000", #"{"title":"Chef","pay":{"max":"9"}}"#)
        #expect(first.json["version"] == .number(2))
        #expect(first.json["before"] == .number(1))
        #expect(first.json["values"]?["pay"] == .object(["max": .text("9"), "min": .text("5")]))
        #expect(board.send("PUT", "/api/jobs/1000", #"{"pay":null}"#).json["values"]?["pay"] == nil)
        #expect(board.send("PUT", "/api/jobs/1000", #"{"slug":"x"}"#).status == 422)
        #expect(board.send("PUT", "/api/jobs/7", #"{"title":"Chef"}"#).status == 404)
        #expect(board.send("PUT", "/api/jobs/1000", #"{"title":"Chef"}"#, token: "sandbox-acorn-guest").status == 404)
    }

    @Test("callers are told apart: nobody, a guest, the wrong agent, a login with blanks, a secret path")
    func callers() throws {
        var board = try Drive.board("rest")
        #expect(board.send("POST", "/api/jobs", Self.good, token: "x").status == 401)
        #expect(board.send("POST", "/api/jobs", Self.good, token: "sandbox-acorn-guest").status == 403)
        #expect(board.send("POST", "/api/jobs", Self.good, headers: ["User-Agent": "x"]).text.contains("Blocked"))
        let login = "Basic " + Base64.encode("ann:aaaabbbb".utf8)
        #expect(board.send("POST", "/api/jobs", Self.good, headers: ["Authorization": login]).status == 201)
        let note = #"{"content":"hello"}"#
        let made = board.send("POST", "/hooks/h1/s1", note)
        #expect(made.json["id"]?.text?.hasPrefix("note-") == true)
        #expect(board.send("POST", "/hooks/h1/s2", note).status == 401)
        #expect(board.send("POST", "/hooks/h9/s1", note).json["code"] == .number(10015))
        #expect(board.send("POST", "/hooks/h1/s1", note, headers: ["Content-Type": "text/plain"]).status == 415)
    }

    @Test("an idempotency key makes one ad for an hour, per account, and the answer is the same")
    func idempotency() throws {
        var board = try Drive.board("rest")
        let key = ["Idempotency-Key": "k"]
        let first = board.send("POST", "/api/jobs", Self.good, headers: key)
        let again = board.send("POST", "/api/jobs", Self.good, headers: key, at: 3599)
        #expect(again.json == first.json)
        #expect(board.ads().count == 1)
        #expect(board.send("POST", "/api/jobs", #"{"title":"x"}"#, headers: ["Idempotency-Key": "z"]).status != 201)
        #expect(
            board.send("POST", "/api/jobs", Self.good, headers: ["Idempotency-Key": "z"]).json["id"] == .number(1001)
        )
        #expect(board.send("POST", "/api/jobs", Self.good, headers: key, at: 3601).json["id"] == .number(1002))
        _ = board.send("DELETE", "/api/jobs/1002", at: 3602)
        #expect(board.send("POST", "/api/jobs", Self.good, headers: key, at: 3603).status == 404)
    }

    @Test("a caller's own key is refused twice, and an upsert makes, changes, hides and ends")
    func keys() throws {
        var board = try Drive.board("rest")
        #expect(board.send("POST", "/api/keyed", #"{"ref":"r1"}"#).status == 201)
        let second = board.send("POST", "/api/keyed", #"{"ref":"r1"}"#)
        #expect(second.status == 409)
        #expect(second.json["id"] == .text("1000"))
        let made = board.send("PUT", "/api/keyed/u", #"{"status":"publish","slug":"u"}"#)
        #expect(made.json["state"] == .text("hidden"))
        #expect(board.send("GET", "/jobs/u").status == 404)
        #expect(board.send("GET", "/jobs/u", at: 601).status == 200)
        #expect(board.ads(at: 601).last?["visible"] == .boolean(true))
        #expect(board.ads(at: 2 * 86_400 + 1).last?["state"] == .text("expired"))
        #expect(board.send("POST", "/api/jobs/1001/renew").json["expires"] == .text("2026-12-24"))
        #expect(board.send("PUT", "/api/keyed/u", "{}").json["version"] == .number(3))
    }

    @Test("limits count per account and window, tell the tightest, and say when to come back")
    func limits() throws {
        var board = try Drive.board("rest")
        for left in [2, 1, 0] {
            let answer = board.send("GET", "/api/limited")
            #expect(answer.status == 200)
            #expect(answer.reply.header("x-remaining") == String(left))
        }
        let over = board.send("GET", "/api/limited", at: 600.5)
        #expect(over.status == 429)
        #expect(over.reply.header("retry-after") == "3000")
        #expect(over.reply.header("x-reset") == "2026-11-22T11:00:00.000000Z")
        #expect(over.json["retry_after"]?.scalarText == "2999.5")
        #expect(board.send("GET", "/api/limited", token: "sandbox-acorn-guest", at: 600).status == 200)
        #expect(board.send("GET", "/api/limited", at: 3601).status == 200)
    }

    @Test("lists filter, page and count; catalogues answer look-ups")
    func lists() throws {
        var board = try Drive.board("rest")
        for title in ["Aaa", "Bbb", "Ccc"] {
            _ = board.send("POST", "/api/jobs", #"{"title":"\#(title)","company":"A"}"#)
        }
        let first = board.send("GET", "/api/jobs")
        #expect(first.json.list?.compactMap { $0["id"]?.scalarText } == ["1002", "1001"])
        #expect(first.reply.header("x-total") == "3")
        #expect(first.reply.header("x-pages") == "2")
        #expect(board.send("GET", "/api/jobs?page=2").json.list?.count == 1)
        #expect(board.send("GET", "/api/jobs?page=3").status == 422)
        #expect(board.send("GET", "/api/jobs?slug=bbb").json.list?.count == 1)
        _ = board.send("DELETE", "/api/jobs/1000")
        #expect(board.send("GET", "/api/jobs?state=deleted").json.list?.count == 1)
        #expect(board.send("GET", "/api/kinds?slug=any").json == .list([.number(2)]))
        #expect(board.send("GET", "/api/kinds?q=FULL").json == .list([.number(1)]))
    }

    @Test("a document in a form field is led by its command, and its credentials are inside")
    func document() throws {
        var board = try Drive.board("rest")
        func post(_ command: String, _ password: String = "aaaa bbbb", _ title: String = "<![CDATA[A & B]]>") -> Answer
        {
            let xml =
                "<job><login><name>ann</name><password>\(password)</password></login>"
                + "<command>\(command)</command><ref>R&amp;1</ref><title>\(title)</title></job>"
            let body = "xmldata=" + (xml.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
            return board.answer(
                SandboxRequest(
                    "POST",
                    "/post",
                    headers: [SandboxHeader("Content-Type", "application/x-www-form-urlencoded")],
                    body: Array(body.utf8)
                ),
                now: Drive.start
            )
        }
        #expect(post("ADD").text == "OK 1000")
        #expect(post("add").text == "OK 1000")
        #expect(post("add", "wrong").status == 401)
        #expect(post("add", "aaaa bbbb", "plain").text.contains("CDATA"))
        #expect(post("move").text.contains("Unknown command"))
        #expect(post("delete").text == "<r v='R&amp;1'/>")
        #expect(post("delete").status == 404)
    }

    @Test("pages escape what callers wrote and show only simple tags")
    func pages() throws {
        var board = try Drive.board("rest")
        let body = #"{"title":"<x> & y","company":"A","slug":"safe","body":"<p>ok</p><script>1</script>","code":"AB1"}"#
        #expect(board.send("POST", "/api/jobs", body).status == 201)
        let page = board.send("GET", "/jobs/safe").text
        #expect(page.contains("<h1>&lt;x&gt; &amp; y</h1>"))
        #expect(page.contains("<p>ok</p>"))
        #expect(!page.contains("<script"))
        #expect(page.contains("<dt>Code</dt><dd>AB1</dd>"))
        #expect(!page.contains("<dt>Pay"))
        #expect(board.send("GET", "/").text.contains("/acorn/jobs/safe"))
        #expect(board.send("GET", "/jobs/other").status == 404)
        #expect(board.send("PATCH", "/api/jobs").status == 405)
    }

    @Test("events come after their wait, in pages with a cursor")
    func events() throws {
        var board = try Drive.board("rest")
        for _ in 1...3 { _ = board.send("POST", "/api/jobs", Self.good) }
        #expect(board.send("GET", "/events", at: 59).json["events"] == .list([]))
        let first = board.send("GET", "/events", at: 61)
        #expect(first.json["events"] == .list([.text("Created"), .text("Created")]))
        #expect(first.json["more"] == .boolean(true))
        let next = first.json["next"]?.text ?? ""
        #expect(board.send("GET", "/events?after=\(next)", at: 61).json["events"] == .list([.text("Created")]))
    }
}
