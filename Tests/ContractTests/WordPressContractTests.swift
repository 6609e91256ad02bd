import Documents
import Sandbox
import Testing

@Suite("The contract of wordpress-wp-job-manager")
struct WordPressContractTests {
    static let path = "/wp-json/wp/v2/job-listings"
    static let good = """
        {"title":"Electrician","content":"<p>We need an electrician.</p>","status":"publish","slug":"req-77",\
        "job-types":[3],"meta":{"_job_location":"Leeds","_application":"https://example.com/apply/77",\
        "_company_name":"Example Ltd","_job_expires":"2027-03-01","_remote_position":0,"_job_salary":"32000",\
        "_job_salary_currency":"GBP","_job_salary_unit":"YEAR"}}
        """

    static func basic(_ user: String, _ password: String) -> String { "Basic \("\(user):\(password)".base64)" }

    static func bench() throws -> Bench {
        try Bench("wordpress-wp-job-manager", headers: ["Authorization": basic("placard", "sandbox0application0pass")])
    }

    @Test("an ad is created, found by its slug, changed and put in the trash")
    func course() throws {
        var bench = try Self.bench()
        let made = bench.send("POST", Self.path, Self.good)
        #expect(made.status == 201)
        #expect(made.reply.header("Location")?.hasSuffix("/wp-json/wp/v2/job-listings/101") == true)
        #expect(made.json["link"]?.text?.hasSuffix("/job/req-77/") == true)
        #expect(made.json.at("title.raw") == .text("Electrician"))
        #expect(made.json.at("meta._company_tagline") == .text(""))
        #expect(made.json["job-types"]?.list?.count == 1)
        let found = bench.send("GET", "\(Self.path)?slug=req-77&status=any,expired,preview&context=edit")
        #expect(found.number("0.id") == 101)
        #expect(found.reply.header("X-WP-Total") == "1")
        #expect(bench.send("GET", "/job/req-77/").text.contains("We need an electrician."))
        let filled = bench.send("PATCH", "\(Self.path)/101", #"{"meta":{"_filled":7}}"#)
        #expect(filled.number("meta._filled") == 1)
        #expect(filled.json.at("meta._job_location") == .text("Leeds"))
        let trashed = bench.send("DELETE", "\(Self.path)/101")
        #expect(trashed.json["status"] == .text("trash"))
        #expect(bench.send("DELETE", "\(Self.path)/101").json["code"] == .text("rest_already_trashed"))
        #expect(bench.send("GET", "/job/req-77/").status == 404)
        #expect(bench.send("GET", "\(Self.path)?slug=req-77&status=any,expired,preview").json == .list([]))
        let removed = bench.send("DELETE", "\(Self.path)/101?force=true")
        #expect(removed.json["deleted"] == .boolean(true))
        #expect(bench.send("GET", "\(Self.path)/101").json["code"] == .text("rest_post_invalid_id"))
    }

    @Test("the same ad twice is two ads, the second with another slug")
    func twice() throws {
        var bench = try Self.bench()
        _ = bench.send("POST", Self.path, Self.good)
        #expect(bench.send("POST", Self.path, Self.good).json["slug"] == .text("req-77-2"))
        #expect(bench.visible.count == 2)
    }

    @Test("what is of the right type but bad is altered without a word")
    func silent() throws {
        var bench = try Self.bench()
        func application(_ text: String) throws -> Value? {
            let body = Self.good.replacing("https://example.com/apply/77", with: text)
            return bench.send("POST", Self.path, body).json.at("meta._application")
        }
        #expect(try application("jobs@example.com") == .text("jobs@example.com"))
        #expect(try application("example.com/apply") == .text("http://example.com/apply"))
        #expect(try application("javascript:alert(1)") == .text(""))
        let noDate = bench.send("POST", Self.path, Self.good.replacing("2027-03-01", with: "1 March"))
        #expect(noDate.json.at("meta._job_expires") == .text(""))
        let script = bench.send("POST", Self.path, Self.good.replacing("<p>We", with: "<script></script><p>We"))
        #expect(script.json.at("content.raw") == .text("<p>We need an electrician.</p>"))
    }

    @Test("publishing a draft sets an expiry, publishing at once does not; an expired ad stays readable")
    func expiry() throws {
        var bench = try Self.bench()
        let draft = Self.good.replacing("\"publish\"", with: "\"draft\"").replacing(
            #""_job_expires":"2027-03-01","#,
            with: ""
        )
        let id = Int(bench.send("POST", Self.path, draft).number("id") ?? 0)
        #expect(bench.send("GET", "\(Self.path)/\(id)", headers: ["Authorization": ""]).status == 401)
        let live = bench.send("POST", "\(Self.path)/\(id)", #"{"status":"publish"}"#)
        #expect(live.json.at("meta._job_expires") == .text("2026-12-22"))
        let atOnce = bench.send("POST", Self.path, Self.good.replacing(#""_job_expires":"2027-03-01","#, with: ""))
        #expect(atOnce.json.at("meta._job_expires") == .text(""))
        let short = bench.send("POST", Self.path, Self.good.replacing("2027-03-01", with: "2026-11-22"))
        let shortPath = "\(Self.path)/\(Int(short.number("id") ?? 0))"
        bench.clock = 86_400
        #expect(bench.send("GET", shortPath).json["status"] == .text("expired"))
        let renewed = #"{"status":"publish","meta":{"_job_expires":"2026-12-24"}}"#
        #expect(bench.send("PUT", shortPath, renewed).json["status"] == .text("publish"))
        #expect(bench.send("GET", shortPath).json.at("meta._job_expires") == .text("2026-12-24"))
    }

    @Test("types are found by slug, pages have a size")
    func lookups() throws {
        var bench = try Self.bench()
        let types = bench.send("GET", "/wp-json/wp/v2/job-types?slug=full-time")
        #expect(types.number("0.id") == 3)
        #expect(types.json.list?.count == 1)
        #expect(bench.send("GET", "\(Self.path)?per_page=101").json["code"] == .text("rest_invalid_param"))
        #expect(bench.send("GET", "\(Self.path)?page=9").json["code"] == .text("rest_post_invalid_page_number"))
    }

    static let bad = [
        Bad("an unknown status", #""publish""#, #""live""#, status: 400, says: "status"),
        Bad("the trash as a status", #""publish""#, #""trash""#, status: 400, says: "status"),
        Bad("a title that is a number", #""Electrician""#, "7", status: 400, says: "title"),
        Bad("a type by name", "[3]", #"["full-time"]"#, status: 400, says: "job-types[0]"),
        Bad("types without a list", "[3]", "3", status: 400, says: "job-types"),
        Bad(
            "yes for a number",
            #""_remote_position":0"#,
            #""_remote_position":"yes""#,
            status: 400,
            says: "_remote_position"
        ),
        Bad("a number for a date", #""2027-03-01""#, "20270301", status: 400, says: "_job_expires"),
        Bad("a number for pay", #""32000""#, "32000", status: 400, says: "_job_salary"),
        Bad("meta as a list", #""meta":{"#, #""meta":[],"other":{"#, status: 400, says: "meta"),
        Bad("no JSON", #"{"title""#, "{title", status: 400, says: "rest_invalid_json"),
    ]

    @Test("a bad ad is refused", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Self.bench()
        let answer = bench.send("POST", Self.path, try bad.body(from: Self.good))
        #expect(answer.status == bad.status)
        #expect(answer.number("data.status") == Double(bad.status))
        #expect(answer.text.contains(bad.says), "\(answer.text)")
        #expect(bench.ads.isEmpty)
    }

    @Test("guests, employers and writers may not do what managers may")
    func auth() throws {
        var bench = try Self.bench()
        let guest = bench.send("POST", Self.path, Self.good, headers: ["Authorization": ""])
        #expect(guest.status == 401)
        #expect(guest.json["code"] == .text("rest_cannot_create"))
        let wrong = ["Authorization": Self.basic("placard", "wrong")]
        #expect(bench.send("POST", Self.path, Self.good, headers: wrong).status == 401)
        let employer = ["Authorization": Self.basic("employer", "sandbox0employerapplpass")]
        #expect(bench.send("POST", Self.path, Self.good, headers: employer).status == 403)
        let writer = ["Authorization": Self.basic("writer", "sandbox0writer00applpass")]
        let terms = bench.send("POST", Self.path, Self.good, headers: writer)
        #expect(terms.json["code"] == .text("rest_cannot_assign_term"))
        let untyped = Self.good.replacing(#""job-types":[3],"#, with: "")
        let meta = bench.send("POST", Self.path, untyped, headers: writer)
        #expect(meta.json.at("data.key") == .text("_job_expires"))
        #expect(bench.ads.isEmpty)
        #expect(bench.send("GET", "\(Self.path)/101", headers: ["Authorization": ""]).status == 404)
    }
}
