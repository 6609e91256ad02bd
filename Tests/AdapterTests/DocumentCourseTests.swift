import AdapterKit
import Documents
import FoundationEssentials
import Postings
import RoleFiles
import Roles
import Sandbox
import Testing
import Transport

@Suite("The document and the board that fetches it")
struct DocumentCourseTests {
    @Test("a feed is taken without a fault, changed in place, and emptied")
    func feed() throws {
        var course = Course(try Connection("indeed-xml"), role: try Shelf.demoRole.get().role)
        try course.publish([course.prepared(.create)])
        #expect(course.feedFaults.isEmpty, "\(course.feedFaults)")
        #expect(course.visible.count == 1)
        #expect(course.visible.first?["key"]?.text == "PL-7KQ2")

        course.clock += 7200
        course.input.retitle("Machine Learning Lead")
        course.input.changed = course.now
        try course.publish([course.prepared(.update)])
        #expect(course.feedFaults.isEmpty, "\(course.feedFaults)")
        #expect(course.visible.first?["values"]?["title"]?.text == "Machine Learning Lead")
        #expect(course.visible.first?["version"]?.number == 2)

        course.clock += 7200
        try course.publish([])
        #expect(course.visible.isEmpty)
    }

    @Test("a feed of several roles is taken whole")
    func severalJobs() throws {
        var course = Course(try Connection("indeed-xml"), role: try Shelf.demoRole.get().role)
        var other = course.input
        other.reference = "PL-2ABC"
        other.retitle("Platform Engineer")
        let ads = [course.input, other].map { PreparedAd(input: $0, ad: course.adapter.render($0, for: .create)) }
        try course.publish(ads)
        #expect(course.feedFaults.isEmpty, "\(course.feedFaults)")
        #expect(course.visible.count == 2)
    }

    @Test("a page is taken after the ping, and ended when it is gone")
    func page() throws {
        var course = Course(try Connection("google-jobs"), role: try Shelf.demoRole.get().role)
        #expect(try course.check()?.verdict.label == "accepted", "\(course.story)")
        let created = try course.perform(.create)
        #expect(created.verdict.label == "accepted", "\(created)\n\(course.story)")
        let page = try course.page()
        course.crawl(200, page)
        #expect(course.crawled == "taken")
        #expect(course.visible.count == 1)

        let shown = try course.watchPage(200, page)
        #expect(shown.state == .acknowledged && shown.witness == .page, "\(shown)")

        course.clock += 3600
        _ = try course.authorize()
        course.input.retitle("Machine Learning Lead")
        let updated = try course.perform(.update)
        #expect(updated.verdict.label == "accepted", "\(updated)\n\(course.story)")
        course.crawl(200, try course.page())
        #expect(course.visible.first?["values"]?["title"]?.text == "Machine Learning Lead")

        course.clock += 3600
        _ = try course.authorize()
        let ended = try course.perform(.withdraw)
        #expect(ended.verdict.label == "accepted", "\(ended)\n\(course.story)")
        course.crawl(404, [])
        #expect(course.crawled == "gone")
        #expect(course.visible.isEmpty)
        #expect(try course.watchPage(404, []).state == .withdrawn)
    }

    @Test("an account that is no owner of the site must wait for its customer")
    func notOwner() throws {
        var course = Course(try Connection("google-jobs", as: "full"), role: try Shelf.demoRole.get().role)
        _ = try course.authorize()
        let created = try course.perform(.create)
        #expect(created.verdict.label == "needs-customer", "\(created)\n\(course.story)")
    }

    @Test("a text that a person pastes is taken, known again, and seen gone")
    func paste() throws {
        var course = Course(try Connection("hackernews-whoishiring"), role: try Shelf.demoRole.get().role)
        let answer = try course.paste()
        #expect(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
        let id = try #require(course.ads.first?["id"]?.text)
        course.input.kept["remoteID"] = .text(id)
        course.accept(course.prepared(.create).ad)
        let live = try course.watch("item")
        #expect(live.state == .live, "\(live)\n\(course.story)")
        #expect(course.board.paste(.delete(id), .object([:]), now: course.now).status == 204)
        #expect(try course.watch("item").state == .removed)
        #expect(try course.watch("item", isEndWanted: true).state == .withdrawn)
    }
}

extension Course {
    /// Ads that visitors of the board see.
    var visible: [Value] { ads.filter { $0["visible"]?.boolean == true } }

    /// What the board found wrong with the feed fetched last.
    var feedFaults: [String] {
        (board.state(now: now)["feed"]?["faults"]?.list ?? []).compactMap(\.text)
    }

    /// What came of the last crawl.
    var crawled: String {
        (board.state(now: now)["ads"]?.list ?? []).first { $0["collection"]?.text == "pings" }?["values"]?["outcome"]?
            .text
            ?? ""
    }

    /// Writes the account's feed and lets the board fetch it.
    mutating func publish(_ ads: [PreparedAd]) throws {
        input.now = now
        let file = try adapter.document(of: ads, account: input, pageTemplates: Shelf.pageTemplates)
        board.setFeed(url: "http://127.0.0.1:1/site/feed.xml")
        guard let order = board.feedOrder() else { throw Shelf.NotThere(what: "a feed") }
        board.fetched(order, .answered(SandboxAnswer(status: 200, body: file.bytes)), now: now)
    }

    /// The posting's page.
    func page() throws -> [UInt8] {
        try adapter.document(of: [prepared(.create)], account: input, pageTemplates: Shelf.pageTemplates).bytes
    }

    /// Lets the board carry out the fetches that the pings ordered.
    mutating func crawl(_ status: Int, _ page: [UInt8]) {
        for order in fetches {
            let headers = [SandboxHeader("Content-Type", "text/html; charset=utf-8")]
            board.fetched(order, .answered(SandboxAnswer(status: status, headers: headers, body: page)), now: now)
        }
        fetches = []
    }

    /// Reads our own page, as the web server answers.
    mutating func watchPage(_ status: Int, _ page: [UInt8]) throws -> ElementReading {
        input.now = now
        let shown = accepted ?? adapter.render(input, for: last)
        let watched = WatchedAd(PreparedAd(input: input, ad: shown), isEndWanted: last == .withdraw)
        _ = try adapter.watchRequest("page", for: [watched], context: context)
        let reply = Reply(status: status, headers: ["Content-Type": "text/html"], body: page, receivedAt: now)
        guard let element = adapter.readWatch("page", reply, for: [watched], context: context).elements.first else {
            throw Unread()
        }
        return element
    }

    /// Pastes the prepared text as a person would.
    mutating func paste() throws -> SandboxAnswer {
        input.now = now
        let file = try adapter.document(of: [prepared(.create)], account: input, pageTemplates: Shelf.pageTemplates)
        return board.paste(.post, .object(["text": .text(String(decoding: file.bytes, as: UTF8.self))]), now: now)
    }
}
