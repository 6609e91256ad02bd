import Documents
import Sandbox
import Testing

@Suite("The contract of seek")
struct SeekContractTests {
    static let scheme = "seekAnzPublicTest"
    static let good = """
        {"input":{"positionOpening":{"postingRequester":{"roleCode":"Company","id":"\(scheme):organization:seek:93WyyF1h",\
        "personContacts":[{"name":{"formattedName":"Ann Lee"},"roleCode":"HiringManager","communication":\
        {"email":[{"address":"ann@example.com"}],"phone":[]}}]}},\
        "positionProfile":{"positionTitle":"Warehouse team leader","positionOrganizations":["\(scheme):organization:seek:93WyyF1h"],\
        "positionLocation":["\(scheme):location:seek:7M0001"],"jobCategories":["\(scheme):jobCategory:seek:2Ft001"],\
        "seekAnzWorkTypeCode":"FullTime","offeredRemunerationPackage":{"basisCode":"Salaried","descriptions":\
        ["Base plus super"],"ranges":[{"intervalCode":"Year","minimumAmount":{"value":80000,"currency":"AUD"},\
        "maximumAmount":{"value":95000,"currency":"AUD"}}]},"positionFormattedDescriptions":[{"descriptionId":\
        "AdvertisementDetails","content":"<p>Lead the night shift.</p>"},{"descriptionId":"SearchSummary",\
        "content":"Lead a team of twelve."}],"postingInstructions":[{"idempotencyId":"8f7d2c1e-0000-4000-8000-000000000001",\
        "seekAdvertisementProductId":"\(scheme):advertisementProduct:seek:basic","applicationMethods":[{"applicationUri":{"url":"https://example.com/apply/1"}}]}]}}}
        """
    static let post = """
        mutation ($input: PostPositionInput!) { postPosition(input: $input) { __typename ... on PostPositionPayload_Success \
        { positionOpening { documentId { value } } positionProfile { profileId { value } } } ... on PostPositionPayload_Conflict \
        { conflictingPositionOpening { documentId { value } } conflictingPositionProfile { profileId { value } } } } }
        """
    static let read =
        "query ($id: String!) { positionProfile(id: $id) { profileId { value } positionTitle positionUri } }"

    static func bench() throws -> Bench {
        var bench = try Bench("seek")
        let body =
            #"{"audience":"https://graphql.seek.com","client_id":"sandbox-seek-id","client_secret":"sandbox-seek-secret","grant_type":"client_credentials"}"#
        bench.headers["Authorization"] =
            "Bearer \(bench.send("POST", "/oauth/token", body).json["access_token"]?.text ?? "")"
        return bench
    }

    static func call(_ bench: inout Bench, _ query: String, _ variables: String) -> Answer {
        bench.send("POST", "/graphql", #"{"query":\#(JSON.text(.text(query))),"variables":\#(variables)}"#)
    }

    /// The body of an update of the profile of an id.
    static func update(_ id: String) -> String {
        let profile = good[(good.firstRange(of: #""positionProfile":{"#)?.upperBound ?? good.endIndex)...]
        return #"{"input":{"positionProfile":{"profileId":"\#(id)",\#(profile)"#
            .replacing(
                #""idempotencyId":"8f7d2c1e-0000-4000-8000-000000000001","seekAdvertisementProductId":"\#(scheme):advertisementProduct:seek:basic","#,
                with: ""
            )
    }

    @Test("an ad is posted, appears a minute later, is updated and closed")
    func course() throws {
        var bench = try Self.bench()
        let made = Self.call(&bench, Self.post, Self.good)
        #expect(made.json.at("data.postPosition.__typename") == .text("PostPositionPayload_Success"))
        let id = try #require(made.json.at("data.postPosition.positionProfile.profileId.value")?.text)
        #expect(Self.call(&bench, Self.read, #"{"id":"\#(id)"}"#).json.at("data.positionProfile") == .null)
        let retry = Self.call(&bench, Self.post, Self.good)
        #expect(retry.json.at("data.postPosition.conflictingPositionProfile.profileId.value") == .text(id))
        #expect(bench.ads.count == 1)
        bench.clock = 61
        let profile = Self.call(&bench, Self.read, #"{"id":"\#(id)"}"#)
        #expect(profile.json.at("data.positionProfile.positionTitle") == .text("Warehouse team leader"))
        #expect(bench.send("GET", "/job/1001").text.contains("Lead the night shift."))
        let events = Self.call(
            &bench,
            "query ($first: Int) { events(first: $first) { edges { node { typeCode positionProfileId } } pageInfo { endCursor } } }",
            #"{"first":10}"#
        )
        #expect(events.json.at("data.events.edges.0.node.typeCode") == .text("PositionProfilePosted"))
        #expect(events.json.at("data.events.edges.0.node.positionProfileId") == .text(id))
        let mutation =
            "mutation ($input: UpdatePostedPositionProfileInput!) { updatePostedPositionProfile(input: $input) { positionProfile { profileId { value } } } }"
        let changed = Self.call(&bench, mutation, Self.update(id).replacing("Base plus super", with: "Base"))
        #expect(
            changed.json.at("data.updatePostedPositionProfile.positionProfile.profileId.value") == .text(id),
            "\(changed.text)"
        )
        let close =
            "mutation ($input: ClosePostedPositionProfileInput!) { closePostedPositionProfile(input: $input) { positionProfile { profileId { value } } } }"
        let closing = #"{"input":{"positionProfile":{"profileId":"\#(id)"}}}"#
        #expect(Self.call(&bench, close, closing).json["errors"] == nil)
        #expect(Self.call(&bench, close, closing).json.at("errors.0.extensions.code") == .text("FORBIDDEN"))
        bench.clock = 200
        #expect(bench.send("GET", "/job/1001").status == 404)
    }

    @Test("a plain question about a place or a category has one candidate")
    func lookups() throws {
        var bench = try Self.bench()
        let place = "query ($text: String!) { locationSuggestions(text: $text) { location { id { value } } } }"
        let places = Self.call(&bench, place, #"{"text":"Melbourne, VIC"}"#).json.at("data.locationSuggestions")
        #expect(places?.list?.count == 1)
        let products = Self.call(
            &bench,
            "query ($id: String) { advertisementProducts(id: $id) { products { id { value } features { searchBulletPoints { limit } } } } }",
            "{}"
        )
        #expect(products.number("data.advertisementProducts.products.1.features.searchBulletPoints.limit") == 3)
    }

    static let bad = [
        Bad("a title of 81", "Warehouse team leader", "W".times(81), status: 200, says: "positionTitle"),
        Bad(
            "a place that is free text",
            "\(scheme):location:seek:7M0001",
            "Melbourne",
            status: 200,
            says: "positionLocation[0]"
        ),
        Bad("a parent category", "2Ft001", "2Ft000", status: 200, says: "jobCategories[0]"),
        Bad("no phone list", #","phone":[]"#, "", status: 200, says: "phone"),
        Bad("no role", #""roleCode":"HiringManager","#, "", status: 200, says: "roleCode"),
        Bad("a summary of 151", "Lead a team of twelve.", "s".times(151), status: 200, says: "too long"),
        Bad("no summary", "SearchSummary", "SearchBulletPoint", status: 200, says: "SearchSummary is required"),
        Bad("a heading of level 1", "<p>Lead", "<h1>x</h1><p>Lead", status: 200, says: "h1"),
        Bad("a plain link", "<p>Lead", "<a href='http://x.example'>x</a><p>Lead", status: 200, says: "https"),
        Bad("hourly pay by the year", "Salaried", "Hourly", status: 200, says: "intervalCode"),
        Bad("a maximum below the minimum", "95000", "70000", status: 200, says: "maximumAmount"),
        Bad(
            "two currencies",
            #"95000,"currency":"AUD""#,
            #"95000,"currency":"NZD""#,
            status: 200,
            says: "maximumAmount.currency"
        ),
        Bad("pay text of 51", "Base plus super", "p".times(51), status: 200, says: "descriptions[0]"),
        Bad("a product that is not", "seek:basic", "seek:gold", status: 200, says: "products"),
        Bad(
            "a member of another edition",
            #""seekAnzWorkTypeCode""#,
            #""seekWorkArrangementCodes":["OnSite"],"seekAnzWorkTypeCode""#,
            status: 200,
            says: "seekWorkArrangementCodes"
        ),
        Bad(
            "31 days",
            #""applicationMethods""#,
            #""end":"2026-12-23T11:00:00Z","applicationMethods""#,
            status: 200,
            says: "too far ahead"
        ),
    ]

    @Test("a bad ad is refused in the errors of an answer of 200", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Self.bench()
        let answer = Self.call(&bench, Self.post, try bad.body(from: Self.good))
        #expect(answer.status == bad.status)
        #expect(answer.json.at("errors.0.extensions.code") == .text("BAD_USER_INPUT"))
        #expect(answer.text.contains(bad.says), "\(answer.text)")
        #expect(bench.ads.isEmpty)
    }

    @Test("tokens need the audience, calls need a token, arguments are variables")
    func auth() throws {
        var bench = try Self.bench()
        let foreign =
            #"{"audience":"https://other.example","client_id":"sandbox-seek-id","client_secret":"sandbox-seek-secret","grant_type":"client_credentials"}"#
        #expect(bench.send("POST", "/oauth/token", foreign).status == 401)
        let inline = #"query { positionProfile(id: "x") { positionTitle } }"#
        #expect(Self.call(&bench, inline, "{}").text.contains("variable"))
        bench.headers["Authorization"] = "Bearer nobody"
        let guest = Self.call(&bench, Self.post, Self.good)
        #expect(guest.json.at("errors.0.extensions.code") == .text("UNAUTHENTICATED"))
    }

    @Test("an update may not name the product again nor change how people apply")
    func updates() throws {
        var bench = try Self.bench()
        let made = Self.call(&bench, Self.post, Self.good)
        let id = try #require(made.json.at("data.postPosition.positionProfile.profileId.value")?.text)
        let mutation =
            "mutation ($input: I!) { updatePostedPositionProfile(input: $input) { positionProfile { profileId { value } } } }"
        let product = Self.update(id).replacing(
            #""applicationMethods""#,
            with:
                #""seekAdvertisementProductId":"\#(Self.scheme):advertisementProduct:seek:basic","applicationMethods""#
        )
        #expect(Self.call(&bench, mutation, product).text.contains("must differ"))
        let own = Self.update(id).replacing(
            #""applicationMethods":[{"applicationUri":{"url":"https://example.com/apply/1"}}]"#,
            with: #""brandingId":"b""#
        )
        #expect(Self.call(&bench, mutation, own).text.contains("applicationMethods"))
        let retry = Self.update(id).replacing(
            #""applicationMethods""#,
            with: #""idempotencyId":"x","applicationMethods""#
        )
        #expect(Self.call(&bench, mutation, retry).text.contains("idempotencyId"))
    }
}
