import Documents
import Sandbox
import Testing

@Suite("The contract of multiposter-outbound")
struct MultiposterContractTests {
    static let good = """
        <job><command>Add</command><username>sandbox-user</username><password>sandbox-password</password>\
        <job_reference>REQ-77</job_reference><job_title>Electrician</job_title><job_type>Permanent</job_type>\
        <job_location>Leeds</job_location><salary_from>32000</salary_from><salary_to>36000</salary_to>\
        <salary_currency>GBP</salary_currency><salary_per>annum</salary_per><days_to_advertise>28</days_to_advertise>\
        <application_url>https://example.com/apply/77?src=board</application_url>\
        <job_description>Wire hospitals.</job_description></job>
        """

    @Test("an advert is added, overwritten, updated and deleted, at whatever address")
    func course() throws {
        var bench = try Bench("multiposter-outbound")
        let made = bench.send("POST", "/", Self.good)
        #expect(made.status == 200)
        #expect(made.text.hasPrefix("Advert REQ-77 was added"))
        let page = try #require(
            bench.ads[0]["url"]?.text?.split(separator: "multiposter-outbound").last.map(String.init)
        )
        #expect(bench.send("GET", page).text.contains("Wire hospitals."))
        #expect(bench.send("POST", "/some/where", Self.good.replacing("Leeds", with: "York")).status == 200)
        #expect(bench.ads.count == 1)
        #expect(bench.ads[0].at("values.job_location") == .text("York"))
        #expect(bench.ads[0].at("values.password") == nil)
        let update = Self.good.replacing("Add", with: "Update").replacing("Electrician", with: "Sparky")
        #expect(bench.send("POST", "/", update).status == 200)
        #expect(bench.send("GET", page).text.contains("Sparky"))
        let delete = """
            <job><command>delete</command><username>sandbox-user</username><password>sandbox-password</password>\
            <job_reference>REQ-77</job_reference></job>
            """
        #expect(bench.send("POST", "/", delete).status == 200)
        #expect(bench.send("GET", page).status == 404)
        #expect(bench.send("POST", "/", delete).status == 406)
        #expect(bench.send("POST", "/", Self.good).status == 200)
        #expect(bench.visible.count == 1)
    }

    @Test("the same fields are taken as a form")
    func form() throws {
        var bench = try Bench("multiposter-outbound")
        let body = "command=Add&username=sandbox-user&password=sandbox-password&job_reference=R-1&job_title=Cook"
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        #expect(bench.send("POST", "/", body, headers: type).status == 200)
        #expect(bench.visible.count == 1)
    }

    static let bad = [
        Bad("a wrong password", "sandbox-password", "guess", status: 401, says: "not correct"),
        Bad("no user", "<username>sandbox-user</username>", "", status: 401, says: "not correct"),
        Bad("an unknown command", "Add", "Renew", status: 405, says: "not known"),
        Bad("a reference of 21", "REQ-77", "R".times(21), status: 406, says: "job_reference"),
        Bad("a reference with a blank", "REQ-77", "REQ 77", status: 406, says: "job_reference"),
        Bad("no reference", "<job_reference>REQ-77</job_reference>", "", status: 406, says: "job_reference"),
        Bad("a title of 64", "Electrician", "E".times(64), status: 406, says: "job_title"),
        Bad("an unknown type", "Permanent", "Fixed", status: 406, says: "job_type"),
        Bad("a date for days", ">28<", ">2026-12-20<", status: 406, says: "days_to_advertise"),
        Bad("30 days", ">28<", ">30<", status: 406, says: "days_to_advertise"),
        Bad("an address without a scheme", "https://", "", status: 406, says: "application_url"),
        Bad("a maximum below the minimum", "36000", "30000", status: 406, says: "salary_to"),
        Bad("a currency by its sign", "GBP", "£", status: 406, says: "salary_currency"),
        Bad("an update of what is not there", "Add", "Update", status: 406, says: "no such reference"),
        Bad("XML that does not end and so names nobody", "</job>", "", status: 401, says: "not correct"),
    ]

    @Test("a bad advert is refused", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Bench("multiposter-outbound")
        let answer = bench.send("POST", "/", try bad.body(from: Self.good))
        #expect(answer.status == bad.status)
        #expect(answer.text.contains(bad.says), "\(answer.text)")
        #expect(bench.ads.isEmpty)
    }

    @Test("an empty body is told with its own code")
    func empty() throws {
        var bench = try Bench("multiposter-outbound")
        #expect(bench.send("POST", "/", "", headers: ["Content-Type": "text/xml"]).status == 206)
    }
}
