import Documents
import Sandbox
import Testing

@Suite("The contract of indeed-xml")
struct IndeedContractTests {
    static let job = """
        <job><title><![CDATA[Warehouse Associate]]></title><date><![CDATA[2026-11-20T08:00:00Z]]></date>\
        <referencenumber><![CDATA[job-1001-phx]]></referencenumber><requisitionid><![CDATA[job-1001]]></requisitionid>\
        <url><![CDATA[https://careers.example/jobs/1001?source=Indeed]]></url><company><![CDATA[Example Logistics]]></company>\
        <sourcename><![CDATA[Example Holdings]]></sourcename><city><![CDATA[Phoenix]]></city><state><![CDATA[AZ]]></state>\
        <country><![CDATA[US]]></country><postalcode><![CDATA[85003]]></postalcode><streetaddress/>\
        <email><![CDATA[jobs@example.com]]></email><description><![CDATA[<p>Pick & pack orders.</p><ul><li>Lift 20 kg</li></ul>]]></description>\
        <salary><![CDATA[$18 - $22 per hour]]></salary><education/><jobtype><![CDATA[fulltime]]></jobtype>\
        <category><![CDATA[Warehouse]]></category><experience/><expirationdate><![CDATA[2027-01-20]]></expirationdate><remotetype/></job>
        """

    static func feed(_ jobs: String) -> String {
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><source><publisher>Example ATS</publisher>"
            + "<publisherurl>https://ats.example</publisherurl>\(jobs)</source>"
    }

    static func fetch(_ bench: inout Bench, _ document: String) throws {
        bench.board.setFeed(url: "http://127.0.0.1:2/feed.xml")
        let asked = bench.board.feedOrder()
        let order = try #require(asked)
        let answer = SandboxAnswer(status: 200, body: Array(document.utf8))
        bench.board.fetched(order, .answered(answer), now: bench.now)
    }

    @Test("a feed makes ads, changes them in place and ends them by their absence")
    func course() throws {
        var bench = try Bench("indeed-xml")
        let second = Self.job.replacing("job-1001-phx", with: "job-1001-tuc").replacing("Phoenix", with: "Tucson")
        try Self.fetch(&bench, Self.feed(Self.job + second))
        #expect(bench.feedFaults == [])
        #expect(bench.visible.count == 2)
        let path = bench.ads[0]["url"]?.text?.split(separator: "indeed-xml").last.map(String.init) ?? ""
        #expect(bench.send("GET", path).text.contains("Pick & pack orders."))
        try Self.fetch(&bench, Self.feed(Self.job.replacing("Associate", with: "Lead")))
        #expect(bench.visible.count == 1)
        #expect(bench.visible[0].at("values.title") == .text("Warehouse Lead"))
        #expect(bench.visible[0].number("version") == 2)
        #expect(bench.ads.compactMap { $0["state"]?.text }.sorted() == ["closed", "live"])
    }

    static let bad = [
        Bad(
            "no title",
            "<title><![CDATA[Warehouse Associate]]></title>",
            "<title/>",
            status: 0,
            says: "title is required"
        ),
        Bad("a title outside CDATA", "<![CDATA[Warehouse Associate]]>", "Warehouse", status: 0, says: "CDATA"),
        Bad("a date of mail", "2026-11-20T08:00:00Z", "Fri, 20 Nov 2026", status: 0, says: "date"),
        Bad(
            "an element missing",
            "<salary><![CDATA[$18 - $22 per hour]]></salary>",
            "",
            status: 0,
            says: "salary is missing"
        ),
        Bad("a relative address", "https://careers.example", "", status: 0, says: "url"),
        Bad("no mail", "jobs@example.com", "jobs", status: 0, says: "email"),
        Bad("an entity in the text", "Pick & pack", "Pick &amp; pack", status: 0, says: "description"),
        Bad(
            "a reference outside CDATA",
            "<![CDATA[Example Holdings]]>",
            "Smith &amp; Sons",
            status: 0,
            says: "references"
        ),
        Bad(
            "an unknown remote type",
            "<remotetype/>",
            "<remotetype>Remote</remotetype>",
            status: 0,
            says: "remotetype"
        ),
        Bad(
            "an empty parameter",
            "<remotetype/>",
            "<remotetype/><indeed-apply-data><![CDATA[indeed-apply-jobId=1&indeed-apply-phone=]]></indeed-apply-data>",
            status: 0,
            says: "indeed-apply-data"
        ),
        Bad("no country", "<country><![CDATA[US]]></country>", "<country/>", status: 0, says: "country"),
        Bad("no reference number", "job-1001-phx", "", status: 0, says: "referencenumber"),
    ]

    @Test("a bad job is dropped and told of", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Bench("indeed-xml")
        try Self.fetch(&bench, Self.feed(try bad.body(from: Self.job)))
        #expect(bench.feedFaults.contains { $0.contains(bad.says) }, "\(bench.feedFaults)")
        #expect(bench.ads.isEmpty)
    }

    @Test("an element used in one job must be in every job; of two with one number the first is shown")
    func alike() throws {
        var bench = try Bench("indeed-xml")
        let extra = Self.job.replacing("job-1001-phx", with: "b").replacing(
            "<remotetype/>",
            with: "<remotetype/><benefits>x</benefits>"
        )
        try Self.fetch(&bench, Self.feed(Self.job + extra))
        #expect(bench.visible.count == 1)
        try Self.fetch(&bench, Self.feed(Self.job + Self.job.replacing("Phoenix", with: "Tucson")))
        #expect(bench.visible.map { $0.at("values.city") } == [.text("Phoenix")])
    }

    @Test("what the board hides or blanks it takes all the same")
    func silent() throws {
        for (old, new) in [("2026-11-20T", "2026-12-20T"), ("Logistics", "(Logistics)"), ("2027-01-20", "2026-01-20")] {
            var bench = try Bench("indeed-xml")
            try Self.fetch(&bench, Self.feed(Self.job.replacing(old, with: new)))
            #expect(bench.ads.count == 1)
            #expect(bench.visible.isEmpty)
        }
        var bench = try Bench("indeed-xml")
        try Self.fetch(&bench, Self.feed(Self.job.replacing("$18 - $22 per hour", with: "$18K")))
        #expect(bench.visible[0].at("values.salary") == .text(""))
    }

    @Test("a document without declaration, with another root or no publisher is refused whole")
    func documents() throws {
        let good = Self.feed(Self.job)
        for (old, new) in [
            ("<?xml version=\"1.0\" encoding=\"utf-8\"?>", ""), ("source>", "jobs>"), ("publisher>", "owner>"),
        ] {
            var bench = try Bench("indeed-xml")
            try Self.fetch(&bench, good.replacing(old, with: new))
            #expect(bench.feedFaults.count == 1)
            #expect(bench.ads.isEmpty)
        }
    }
}
