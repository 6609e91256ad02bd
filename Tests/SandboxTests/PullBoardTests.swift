import Documents
import Foundation
import Sandbox
import Signing
import Testing

@Suite("Boards that fetch, crawl or are pasted into")
struct PullBoardTests {
    private func fetch(_ board: inout Board, _ document: String, at seconds: Double = 0) throws -> Value {
        board.setFeed(url: "http://127.0.0.1:1/site/feed.xml")
        let found = board.feedOrder()
        let order = try #require(found)
        let answer = SandboxAnswer(status: 200, body: Array(document.utf8))
        board.fetched(order, .answered(answer), now: Drive.start.addingTimeInterval(seconds))
        return board.state(now: Drive.start.addingTimeInterval(seconds))
    }

    private func feed(_ items: String) -> String {
        "<?xml version=\"1.0\"?><source><publisher>P</publisher>\(items)</source>"
    }

    private func item(_ ref: String, _ title: String = "<![CDATA[A & B]]>", _ more: String = "") -> String {
        "<job><title>\(title)</title><ref>\(ref)</ref>\(more)</job>"
    }

    @Test("a fetch replaces the whole set: new, changed, unchanged and absent items")
    func replaces() throws {
        var board = try Drive.board("feed")
        _ = try fetch(&board, feed(item("1") + item("2")))
        let state = try fetch(&board, feed(item("1") + item("3")), at: 60)
        let ads = try #require(state["ads"]?.list)
        #expect(ads.map { $0["state"]?.text } == ["live", "closed", "live"])
        #expect(ads.map { $0["version"]?.scalarText } == ["1", "2", "1"])
        let changed = try fetch(&board, feed(item("1", "<![CDATA[New]]>")), at: 90)
        #expect(changed["ads"]?.list?.first?["version"] == .number(2))
        #expect(board.send("GET", "/view/1", at: 90).status == 200)
        #expect(board.send("GET", "/view/3", at: 90).status == 404)
        #expect(changed["creations"] == .number(3))
    }

    @Test("a bad item is left out with its reason")
    func badItems() throws {
        let cases: [(String, String)] = [
            (item("1", "plain"), "CDATA"), ("<job><ref>1</ref></job>", "title is missing"),
            (item("1", "A &amp; B"), "references"), (item("1") + item("1"), "used twice"),
            ("<job><ref>1</ref><title><![CDATA[x]]></title></job>", "order"),
            (item("1") + item("2", "<![CDATA[x]]>", "<city/>"), "city is used in other items"),
            ("<job><title><![CDATA[x]]></title><title/><ref>1</ref></job>", "more than once"),
            (item("1", "<![CDATA[x]]>", "<date>yesterday</date>"), "must be iso"),
        ]
        for (items, words) in cases {
            var board = try Drive.board("feed")
            let state = try fetch(
                &board,
                feed(
                    items
                        + item(
                            "9",
                            "<![CDATA[x]]>",
                            items.contains("date") ? "<date/>" : items.contains("city") ? "<city/>" : ""
                        )
                )
            )
            let faults = state["feed"]?["faults"]?.list?.compactMap(\.text).joined() ?? ""
            #expect(faults.contains(words), "\(words): \(faults)")
            #expect(board.ads().contains { $0["key"] == .text("9") })
        }
    }

    @Test(
        "a bad document changes nothing",
        arguments: [
            ("<source><publisher/></source>", "declaration"), ("<?xml version=\"1.0\"?><jobs/>", "root element"),
            ("<?xml version=\"1.0\"?><source/>", "publisher is missing"),
            ("<?xml version=\"1.0\"?><!DOCTYPE a><source/>", "document type"),
            ("<?xml version=\"1.0\"?><source>", "well-formed"),
        ]
    )
    func badDocuments(document: String, words: String) throws {
        var board = try Drive.board("feed")
        _ = try fetch(&board, feed(item("1")))
        let state = try fetch(&board, document)
        #expect(state["feed"]?["faults"]?.list?.first?.text?.contains(words) == true)
        #expect(state["ads"]?.list?.first?["state"] == .text("live"))
    }

    @Test("an item can be accepted and never shown")
    func hides() throws {
        var board = try Drive.board("feed")
        let state = try fetch(&board, feed(item("1", "<![CDATA[x]]>", "<secret>yes</secret>")))
        #expect(state["ads"]?.list?.first?["visible"] == .boolean(false))
    }

    private func ping(
        _ board: inout Board,
        _ type: String,
        id: String,
        stamp: Int = 0,
        key: String = "sandbox-secret-sandbox-secret"
    ) -> Answer {
        let body = "{\"type\":\"\(type)\",\"url\":\"http://127.0.0.1:1/job\"}"
        let time = String(Int(Drive.start.timeIntervalSince1970) + stamp)
        let signature = Base64.encode(HMAC.sha256(Array("\(id).\(time).\(body)".utf8), key: Array(key.utf8)))
        let headers = [
            "webhook-id": id, "webhook-timestamp": time, "webhook-signature": "v1a,zzz v1,AAAA v1,\(signature)",
        ]
        return board.send("POST", "/ping", body, headers: headers)
    }

    private func crawl(_ board: inout Board, _ answer: Answer, _ page: String, status: Int = 200) throws -> Value {
        let order = try #require(answer.fetches.first)
        let document = SandboxAnswer(status: status, body: Array(page.utf8))
        board.fetched(order, .answered(document), now: Drive.start.addingTimeInterval(2))
        return board.send("GET", "/status?url=http://127.0.0.1:1/job", at: 3).json
    }

    private func page(_ json: String) -> String {
        "<html><script type=\"application/ld+json\">\(json)</script></html>"
    }

    @Test("a ping is answered at once; the page decides what becomes of it")
    func crawls() throws {
        var board = try Drive.board("crawl")
        let good = page(#"{"@type":"JobPosting","title":"Cook","description":"d"}"#)
        let first = try crawl(&board, ping(&board, "UPDATED", id: "1"), good)
        #expect(first["outcome"] == .text("taken"))
        #expect(first["updated"]?.text?.hasPrefix("2026-11-22T10:00:00") == true)
        #expect(first["removed"] == nil)
        #expect(
            board.ads(at: 3).contains {
                $0["key"] == .text("http://127.0.0.1:1/job") && $0["visible"] == .boolean(true)
            }
        )
        let still = try crawl(&board, ping(&board, "DELETED", id: "2"), good)
        #expect(still["outcome"] == .text("The page is still there."))
        let gone = try crawl(&board, ping(&board, "DELETED", id: "3"), "", status: 410)
        #expect(gone["outcome"] == .text("gone"))
        #expect(board.ads(at: 3).first { $0["collection"] == .text("ads") }?["state"] == .text("closed"))
    }

    @Test(
        "a page that breaks the rules is not taken",
        arguments: [
            (#"{"@type":"JobPosting","title":"d","description":"d"}"#, "differ"),
            (#"{"@type":"JobPosting","title":"t","jobLocationType":"HYBRID"}"#, "one of"),
            (#"{"@type":"JobPosting","title":"t","jobLocationType":"TELECOMMUTE"}"#, "applicantLocationRequirements"),
            (#"{"@type":"Event","title":"t"}"#, "0 objects"),
            (#"[{"@type":"JobPosting"},{"@type":"JobPosting"}]"#, "2 objects"),
            (#"{"@type":"JobPosting""#, "0 objects"),
        ]
    )
    func badPages(json: String, words: String) throws {
        var board = try Drive.board("crawl")
        let state = try crawl(&board, ping(&board, "UPDATED", id: "1"), page(json))
        #expect(state["outcome"]?.text?.contains(words) == true, "\(state)")
        #expect(!board.ads(at: 3).contains { $0["collection"] == .text("ads") })
    }

    @Test("a signature must be right and fresh, and a repeated id does nothing")
    func signatures() throws {
        var board = try Drive.board("crawl")
        #expect(ping(&board, "UPDATED", id: "1", key: "other").status == 401)
        #expect(ping(&board, "UPDATED", id: "1", stamp: 301).json["error"] == .text("stale"))
        #expect(ping(&board, "UPDATED", id: "1", stamp: -301).json["error"] == .text("stale"))
        #expect(ping(&board, "UPDATED", id: "1", stamp: -299).fetches.count == 1)
        let again = ping(&board, "UPDATED", id: "1", stamp: 60)
        #expect(again.status == 200)
        #expect(again.fetches.isEmpty)
        #expect(ping(&board, "OTHER", id: "2").status == 400)
    }

    @Test("a pasted text is held to its rules, one per company, and can be changed for a while")
    func pastes() throws {
        var board = try Drive.board("crawl")
        func paste(_ hand: Board.Hand, _ text: String, at seconds: Double = 0) -> SandboxAnswer {
            board.paste(hand, .object(["text": .text(text)]), now: Drive.start.addingTimeInterval(seconds))
        }
        #expect(paste(.post, "no bars here").status == 422)
        #expect(paste(.post, "Acme | Cook\n" + String(repeating: "x", count: 100)).status == 422)
        let made = paste(.post, "Acme | Cook\nCome")
        #expect(made.status == 201)
        let id = JSON.parse(made.body)?["id"]?.text ?? ""
        #expect(paste(.post, "ACME | Baker").status == 409)
        #expect(paste(.edit(id), "Acme | Cook, Baker", at: 7199).status == 200)
        #expect(board.send("GET", "/item/\(id)", at: 7200).status == 200)
        #expect(paste(.delete(id), "", at: 7201).status == 409)
        #expect(paste(.edit("77"), "Acme | Cook").status == 404)
    }
}
