import Documents
import FoundationEssentials
import Sandbox
import Signing
import Testing

@Suite("The contract of google-jobs")
struct GoogleContractTests {
    static let page = "https://careers.example/jobs/1001"
    static let good = """
        {"@context":"https://schema.org","@type":"JobPosting","title":"Backend Developer","description":"<p>Build and \
        run our order service.</p><ul><li>Go or Java</li></ul>","datePosted":"2026-11-20","validThrough":\
        "2027-01-20T23:59:59+01:00","employmentType":["FULL_TIME"],"identifier":{"@type":"PropertyValue","name":"Acme GmbH",\
        "value":"job-1001"},"hiringOrganization":{"@type":"Organization","name":"Acme GmbH","sameAs":"https://acme.example"},\
        "jobLocation":{"@type":"Place","address":{"@type":"PostalAddress","addressLocality":"Berlin","postalCode":"10115",\
        "addressRegion":"BE","addressCountry":"DE"}},"baseSalary":{"@type":"MonetaryAmount","currency":"EUR","value":\
        {"@type":"QuantitativeValue","minValue":60000,"maxValue":75000,"unitText":"YEAR"}},"directApply":false}
        """

    /// An assertion for a token, with claims replaced.
    static func assertion(_ bench: Bench, _ account: String = "main", _ claims: [String: Value] = [:]) throws -> String
    {
        let fields = try #require(bench.board.credentials[account])
        var payload: Members = [
            "iss": .text(fields["email"] ?? ""), "scope": .text("https://www.googleapis.com/auth/indexing"),
            "aud": .text("https://oauth2.googleapis.com/token"), "iat": .number(.init(Bench.epoch)),
            "exp": .number(.init(Bench.epoch + 3600)),
        ]
        for (name, value) in claims { payload[name] = value }
        let header = #"{"alg":"RS256","typ":"JWT"}"#
        return try JWT.rs256(
            header: header,
            payload: JSON.text(.object(payload)),
            privateKeyPEM: fields["private_key"] ?? ""
        )
    }

    static func token(_ bench: inout Bench, _ assertion: String) -> Answer {
        let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        return bench.send("POST", "/token", "grant_type=\(grant)&assertion=\(assertion)", headers: type)
    }

    static func bench(_ account: String = "main") throws -> Bench {
        var bench = try Bench("google-jobs")
        let answer = token(&bench, try assertion(bench, account))
        bench.headers["Authorization"] = "Bearer \(answer.json["access_token"]?.text ?? "")"
        return bench
    }

    /// Pings and lets the board fetch a page that answers so.
    static func ping(_ bench: inout Bench, _ type: String, status: Int = 200, _ page: String) -> Answer {
        let answer = bench.send("POST", "/v3/urlNotifications:publish", #"{"url":"\#(self.page)","type":"\#(type)"}"#)
        let document = SandboxAnswer(status: status, body: Array(page.utf8))
        for order in answer.fetches { bench.board.fetched(order, .answered(document), now: bench.now) }
        return answer
    }

    static func html(_ posting: String) -> String {
        "<html><head><script type=\"application/ld+json\">\(posting)</script></head><body></body></html>"
    }

    static func outcome(_ bench: Bench) -> String {
        bench.ads.first { $0["collection"] == .text("pings") }?.at("values.outcome")?.text ?? ""
    }

    @Test("a page is taken after a ping and ended when it is gone")
    func course() throws {
        var bench = try Self.bench()
        let answer = Self.ping(&bench, "URL_UPDATED", Self.html(Self.good))
        #expect(answer.status == 200)
        #expect(answer.json.at("urlNotificationMetadata.latestUpdate.type") == .text("URL_UPDATED"))
        #expect(answer.json.at("urlNotificationMetadata.latestRemove") == nil)
        #expect(answer.fetches.map(\.url) == [Self.page])
        #expect(Self.outcome(bench) == "taken")
        #expect(bench.send("GET", "/search/jobs/70001").text.contains("order service"))
        let metadata = bench.send(
            "GET",
            "/v3/urlNotifications/metadata?url=https%3A%2F%2Fcareers.example%2Fjobs%2F1001"
        )
        #expect(metadata.json.at("latestUpdate.notifyTime") == .text("2026-11-22T10:00:00.000000Z"))
        _ = Self.ping(&bench, "URL_DELETED", Self.html(Self.good))
        #expect(Self.outcome(bench) == "The page is still there.")
        _ = Self.ping(&bench, "URL_DELETED", status: 410, "")
        #expect(Self.outcome(bench) == "gone")
        #expect(bench.send("GET", "/search/jobs/70001").status == 404)
        _ = Self.ping(&bench, "URL_UPDATED", Self.html(Self.good))
        _ = Self.ping(&bench, "URL_DELETED", "<meta name=\"robots\" content=\"noindex\">")
        #expect(bench.ads.filter { $0["collection"] == .text("ads") && $0["state"] == .text("live") }.isEmpty)
    }

    @Test("fully remote work needs the regions of applicants and no place")
    func remote() throws {
        var bench = try Self.bench()
        let place = Self.good[(Self.good.firstRange(of: #""jobLocation""#)?.lowerBound ?? Self.good.startIndex)...]
        let end = place.firstRange(of: #""DE"}},"#)?.upperBound ?? place.startIndex
        let remote = Self.good.replacing(
            place[..<end],
            with: #""jobLocationType":"TELECOMMUTE","applicantLocationRequirements":{"@type":"Country","name":"DE"},"#
        )
        _ = Self.ping(&bench, "URL_UPDATED", Self.html(remote))
        #expect(Self.outcome(bench) == "taken")
        _ = Self.ping(
            &bench,
            "URL_UPDATED",
            Self.html(remote.replacing("applicantLocationRequirements", with: "regions"))
        )
        #expect(Self.outcome(bench).contains("applicantLocationRequirements is required"))
    }

    static let bad = [
        Bad("no title", #""title""#, #""headline""#, status: 0, says: "title is required"),
        Bad(
            "a description like the title",
            "<p>Build and run our order service.</p><ul><li>Go or Java</li></ul>",
            "Backend Developer",
            status: 0,
            says: "description"
        ),
        Bad("a date in words", "2026-11-20", "20 November", status: 0, says: "datePosted"),
        Bad("no employer", #""name":"Acme GmbH","sameAs""#, #""sameAs""#, status: 0, says: "hiringOrganization.name"),
        Bad("no country", #""addressCountry""#, #""country""#, status: 0, says: "addressCountry"),
        Bad("an employment in small letters", "FULL_TIME", "full_time", status: 0, says: "employmentType"),
        Bad(
            "a hybrid place",
            #""jobLocation":"#,
            #""jobLocationType":"HYBRID","jobLocation":"#,
            status: 0,
            says: "jobLocationType"
        ),
        Bad("pay for a fortnight", #""YEAR""#, #""FORTNIGHT""#, status: 0, says: "unitText"),
        Bad("half a range", #""maxValue":75000,"#, "", status: 0, says: "maxValue"),
        Bad("an identifier without value", #""job-1001""#, #""""#, status: 0, says: "identifier.value"),
        Bad(
            "experience in words",
            #""directApply""#,
            #""experienceRequirements":"7 years","directApply""#,
            status: 0,
            says: "experienceRequirements"
        ),
        Bad(
            "education in words",
            #""directApply""#,
            #""educationRequirements":{"credentialCategory":"PhD"},"directApply""#,
            status: 0,
            says: "credentialCategory"
        ),
        Bad("no posting", "JobPosting", "Article", status: 0, says: "0 objects"),
    ]

    @Test("a page that breaks a rule is not taken", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Self.bench()
        let answer = Self.ping(&bench, "URL_UPDATED", Self.html(try bad.body(from: Self.good)))
        #expect(answer.status == 200)
        #expect(Self.outcome(bench).contains(bad.says), "\(Self.outcome(bench))")
        #expect(bench.visible.filter { $0["collection"] == .text("ads") }.isEmpty)
    }

    static let claims: [(String, Value)] = [
        ("iss", .text("nobody@example.com")), ("aud", .text("https://other.example")), ("scope", .text("email")),
        ("exp", .number(.init(Bench.epoch + 3700))), ("exp", .number(.init(Bench.epoch - 1))),
    ]

    @Test("an assertion with a wrong claim gets no token", arguments: claims)
    func grants(claim: (String, Value)) throws {
        var bench = try Bench("google-jobs")
        let answer = Self.token(&bench, try Self.assertion(bench, "main", [claim.0: claim.1]))
        #expect(answer.status == 400)
        #expect(answer.json["error"] == .text("invalid_grant"))
        #expect(Self.token(&bench, "a.b.c").status == 400)
    }

    @Test("pings are refused without a token, without ownership, with another type or address")
    func pings() throws {
        var bench = try Self.bench()
        let kind = #"{"url":"\#(Self.page)","type":"URL_CHANGED"}"#
        let publish = "/v3/urlNotifications:publish"
        #expect(bench.send("POST", publish, kind).status == 400)
        let address = bench.send("POST", publish, #"{"url":"jobs/1","type":"URL_UPDATED"}"#)
        #expect(address.number("error.code") == 400)
        #expect(address.json.at("error.errors.0.location") == .text("url"))
        #expect(bench.send("POST", publish, kind, headers: ["Content-Type": "text/plain"]).status == 400)
        #expect(bench.send("GET", "/v3/urlNotifications/metadata?url=https://x.example/").status == 404)
        bench.clock = 3601
        #expect(bench.send("POST", publish, kind).json.at("error.errors.0.reason") == .text("expired"))
        bench.headers["Authorization"] = nil
        #expect(bench.send("POST", publish, kind).json.at("error.errors.0.reason") == .text("authError"))
        var other = try Self.bench("full")
        let refused = Self.ping(&other, "URL_UPDATED", "")
        #expect(refused.status == 403)
        #expect(refused.text.contains("Failed to verify the URL ownership"))
    }

    @Test("the two hundred and first ping of a Pacific day is refused")
    func quota() throws {
        var bench = try Self.bench()
        for _ in 0..<200 { #expect(Self.ping(&bench, "URL_UPDATED", "").status == 200) }
        #expect(Self.ping(&bench, "URL_UPDATED", "").json.at("error.status") == .text("RESOURCE_EXHAUSTED"))
    }
}
