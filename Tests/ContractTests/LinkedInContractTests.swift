import Documents
import Sandbox
import Testing

@Suite("The contract of linkedin-job-posting")
struct LinkedInContractTests {
    static let path = "/v2/simpleJobPostings"
    static let good = """
        {"elements":[{"integrationContext":"urn:li:organization:1234","externalJobPostingId":"job-1001",\
        "jobPostingOperationType":"CREATE","title":"Backend Developer","description":"<p>Build and run the order \
        service together with a small product team, from design to on-call, in a calm and careful way.</p>\
        <ul><li>Go or Java</li><li>SQL databases</li></ul>","listedAt":1795161600000,"location":"Berlin, Germany",\
        "companyApplyUrl":"https://careers.example/jobs/1001","workplaceTypes":["Hybrid"],\
        "employmentStatus":"FULL_TIME","experienceLevel":"ASSOCIATE","categories":["eng"],"listingType":"BASIC",\
        "compensation":{"compensations":[{"period":"YEARLY","type":"BASE_SALARY","value":{"range":{\
        "start":{"amount":"60000","currencyCode":"EUR"},"end":{"amount":"75000","currencyCode":"EUR"}}}}]}}]}
        """

    static func bench() throws -> Bench {
        var bench = try Bench("linkedin-job-posting", headers: ["x-restli-method": "batch_create"])
        let form = "grant_type=client_credentials&client_id=sandbox-linkedin-id&client_secret=sandbox-linkedin-secret"
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        let token = bench.send("POST", "/oauth/v2/accessToken", form, headers: type)
        #expect(token.number("expires_in") == 1800)
        bench.headers["Authorization"] = "Bearer \(token.json["access_token"]?.text ?? "")"
        return bench
    }

    /// Sends a batch of one and reads its task when it is done.
    static func settled(_ bench: inout Bench, _ body: String) -> Value {
        let urn = bench.send("POST", path, body).json.at("elements.0.id")?.text ?? ""
        bench.clock += 301
        let answer = bench.send("GET", "/v2/simpleJobPostingTasks?ids=\(urn.replacing(":", with: "%3A"))")
        return answer.json["results"]?[urn] ?? .null
    }

    @Test("a job is created, updated, renewed and closed, each told by a task")
    func course() throws {
        var bench = try Self.bench()
        let made = bench.send("POST", Self.path, Self.good)
        #expect(made.number("elements.0.status") == 202)
        let urn = made.json.at("elements.0.id")?.text ?? ""
        #expect(urn.hasPrefix("urn:li:simpleJobPostingTask:"))
        let tasks = "/v2/simpleJobPostingTasks?ids=\(urn)"
        #expect(bench.send("GET", tasks).json["results"]?[urn]?["status"] == .text("IN_PROGRESS"))
        #expect(bench.ads.isEmpty)
        bench.clock = 301
        let done = bench.send("GET", tasks).json["results"]?[urn]
        #expect(done?["status"] == .text("SUCCEEDED"))
        #expect(done?["jobPosting"] == .text("urn:li:jobPosting:3800000001"))
        #expect(bench.send("GET", "/jobs/view/3800000001").text.contains("Backend Developer"))
        let update = Self.good.replacing("CREATE", with: "UPDATE").replacing("Backend", with: "Senior")
        #expect(Self.settled(&bench, update)["status"] == .text("SUCCEEDED"))
        #expect(bench.ads[0].at("values.title") == .text("Senior Developer"))
        #expect(Self.settled(&bench, Self.good.replacing("CREATE", with: "RENEW"))["status"] == .text("SUCCEEDED"))
        #expect(Self.settled(&bench, Self.good.replacing("CREATE", with: "CLOSE"))["status"] == .text("SUCCEEDED"))
        #expect(bench.visible.isEmpty)
        let again = bench.send("POST", Self.path, Self.good.replacing("CREATE", with: "CLOSE"))
        #expect(again.number("elements.0.status") == 409)
    }

    @Test("what is judged at ingestion fails the task")
    func ingestion() throws {
        var bench = try Self.bench()
        _ = Self.settled(&bench, Self.good)
        let twice = Self.settled(&bench, Self.good)
        #expect(twice["status"] == .text("FAILED"))
        #expect(twice["errorMessage"]?.text?.contains("duplicate creation request") == true)
        #expect(twice["errorMessage"]?.text?.contains("{partner=") == true)
        let other = Self.good.replacing("job-1001", with: "job-1002")
        let unknown = Self.settled(&bench, other.replacing("CREATE", with: "UPDATE"))
        #expect(unknown["errorMessage"]?.text?.contains("non-existing job") == true)
        let short = other.replacing("job-1002", with: "job-1003").replacing(
            "from design to on-call, in a calm and careful way",
            with: "x"
        )
        #expect(Self.settled(&bench, short)["errorMessage"]?.text?.contains("/description") == true)
        let place = Self.settled(&bench, other.replacing("job-1002", with: "job-1004").replacing("Berlin, ", with: ""))
        #expect(place["errorMessage"]?.text?.contains("/location") == true)
        #expect(bench.visible.count == 1)
    }

    static let bad = [
        Bad("no title", #""title""#, #""name""#, status: 422, says: "title"),
        Bad("an id of 76", "job-1001", "j".times(76), status: 422, says: "externalJobPostingId"),
        Bad("seconds for milliseconds", "1795161600000", "1795161600", status: 422, says: "listedAt"),
        Bad("a date to come", "1795161600000", "1895161600000", status: 422, says: "listedAt"),
        Bad("an address that is none", "https://careers.example", "careers", status: 400, says: "valid URL"),
        Bad("no company", #""integrationContext""#, #""context""#, status: 400, says: "integrationContext"),
        Bad("two workplaces", #"["Hybrid"]"#, #"["Hybrid","Remote"]"#, status: 400, says: "more than one"),
        Bad("an unknown employment", "FULL_TIME", "FULLTIME", status: 422, says: "employmentStatus"),
        Bad("an unknown level", "ASSOCIATE", "SENIOR", status: 422, says: "experienceLevel"),
        Bad("four functions", #"["eng"]"#, #"["eng","it","qa","sci"]"#, status: 422, says: "categories"),
        Bad("an amount as a number", #""60000""#, "60000", status: 422, says: "amount"),
        Bad("an unknown operation", "CREATE", "UPGRADE", status: 422, says: "jobPostingOperationType"),
        Bad("premium without a contract", "BASIC", "PREMIUM", status: 422, says: "contract"),
        Bad(
            "the old remote flag",
            #""title""#,
            #""workRemoteAllowed":true,"title""#,
            status: 422,
            says: "workRemoteAllowed"
        ),
    ]

    @Test("a bad element is refused within the batch", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Self.bench()
        let answer = bench.send("POST", Self.path, try bad.body(from: Self.good))
        #expect(answer.status == 200)
        #expect(answer.number("elements.0.status") == Double(bad.status))
        #expect(answer.json.at("elements.0.error.message")?.text?.contains(bad.says) == true, "\(answer.text)")
        bench.clock = 301
        #expect(bench.ads.isEmpty)
    }

    @Test("tags that are not allowed go, their text stays")
    func tags() throws {
        var bench = try Self.bench()
        _ = Self.settled(&bench, Self.good.replacing("<p>", with: "<h2>We</h2><p>"))
        #expect(bench.ads[0].at("values.description")?.text?.hasPrefix("We<p>Build") == true)
    }

    @Test("requests without the right headers, tokens or counts are refused whole")
    func whole() throws {
        var bench = try Self.bench()
        #expect(bench.send("POST", Self.path, Self.good, headers: ["x-restli-method": ""]).status == 403)
        #expect(bench.send("POST", "/rest/simpleJobPostings", Self.good).status == 400)
        let version = ["LinkedIn-Version": "202604"]
        #expect(bench.send("POST", "/rest/simpleJobPostings", Self.good, headers: version).status == 200)
        let wrong = bench.send("POST", Self.path, Self.good, headers: ["Authorization": "Bearer x"])
        #expect(wrong.number("serviceErrorCode") == 65600)
        let element = Self.good.dropFirst(#"{"elements":["#.count).dropLast(2)
        let twins = #"{"elements":[\#(element),\#(element)]}"#
        #expect(bench.send("POST", Self.path, twins).status == 400)
        #expect(bench.send("GET", "/v2/simpleJobPostingTasks?ids=urn:li:jobPosting:1").status == 400)
        bench.clock = 1801
        #expect(bench.send("POST", Self.path, Self.good).number("serviceErrorCode") == 65602)
        let form = "grant_type=client_credentials&client_id=sandbox-linkedin-id&client_secret=wrong"
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        #expect(bench.send("POST", "/oauth/v2/accessToken", form, headers: type).status == 401)
    }
}
