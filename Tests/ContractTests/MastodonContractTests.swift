import Documents
import Sandbox
import Testing

@Suite("The contract of mastodon")
struct MastodonContractTests {
    static let good = """
        {"status":"Electrician wanted in Leeds, £32k. https://example.com/jobs/77 #hiring",\
        "visibility":"public","language":"en"}
        """

    static func bench() throws -> Bench {
        try Bench("mastodon", headers: ["Authorization": "Bearer sandbox-token-mastodon"])
    }

    @Test("a status is posted, read, edited and deleted")
    func course() throws {
        var bench = try Self.bench()
        let made = bench.send("POST", "/api/v1/statuses", Self.good, headers: ["Idempotency-Key": "k1"])
        #expect(made.status == 200)
        #expect(made.reply.header("X-RateLimit-Remaining") == "299")
        #expect(made.reply.header("X-RateLimit-Reset")?.hasSuffix("000000Z") == true)
        let id = try #require(made.json["id"]?.text)
        #expect(made.json["spoiler_text"] == .text(""))
        let again = bench.send("POST", "/api/v1/statuses", Self.good, headers: ["Idempotency-Key": "k1"])
        #expect(again.json["id"]?.text == id)
        #expect(bench.ads.count == 1)
        #expect(bench.send("GET", "/api/v1/statuses/\(id)", headers: ["Authorization": ""]).status == 200)
        #expect(bench.send("GET", "/@acme/\(id)").text.contains("Electrician wanted"))
        let edited = bench.send("PUT", "/api/v1/statuses/\(id)", #"{"status":"[FILLED] Electrician","language":"en"}"#)
        #expect(edited.json["visibility"] == .text("public"))
        #expect(edited.json["edited_at"] != .null)
        let gone = bench.send("DELETE", "/api/v1/statuses/\(id)")
        #expect(gone.json["text"] == .text("[FILLED] Electrician"))
        #expect(bench.send("GET", "/api/v1/statuses/\(id)").status == 404)
        #expect(bench.send("DELETE", "/api/v1/statuses/\(id)").json["error"] == .text("Record not found"))
        let late = bench.send("POST", "/api/v1/statuses", Self.good, headers: ["Idempotency-Key": "k1"])
        #expect(late.status == 404)
        bench.clock = 3601
        #expect(bench.send("POST", "/api/v1/statuses", Self.good, headers: ["Idempotency-Key": "k1"]).status == 200)
        #expect(bench.visible.count == 1)
    }

    @Test("the server tells its limits without a token")
    func instance() throws {
        var bench = try Bench("mastodon")
        let answer = bench.send("GET", "/api/v2/instance")
        #expect(answer.number("configuration.statuses.max_characters") == 500)
        #expect(answer.number("configuration.statuses.characters_reserved_per_url") == 23)
    }

    @Test("a link counts as 23 however long it is, a family of emoji as one")
    func counting() throws {
        var bench = try Self.bench()
        let link = "https://example.com/" + "a".times(600)
        let fits = "x".times(475) + "👨‍👩‍👧 " + link
        #expect(bench.send("POST", "/api/v1/statuses", #"{"status":"\#(fits)"}"#).status == 200)
        #expect(bench.send("POST", "/api/v1/statuses", #"{"status":"x\#(fits)"}"#).status == 422)
        let warned = #"{"status":"\#(fits)","spoiler_text":"Job"}"#
        #expect(bench.send("POST", "/api/v1/statuses", warned).status == 422)
    }

    static let bad = [
        Bad("no text", #""status":"#, #""state":"#, status: 422, says: "Validation failed: Text can't be blank"),
        Bad("a text too long", "£32k", "x".times(460), status: 422, says: "character limit of 500"),
        Bad("an unknown visibility", "public", "friends", status: 422, says: "Visibility"),
        Bad("a language with a region", #""en""#, #""en-GB""#, status: 422, says: "Language"),
        Bad(
            "media and a poll",
            #""language""#,
            #""media_ids":["1"],"poll":{"options":["a","b"]},"language""#,
            status: 422,
            says: "both media and a poll"
        ),
        Bad(
            "five media",
            #""language""#,
            #""media_ids":["1","2","3","4","5"],"language""#,
            status: 422,
            says: "more than 4"
        ),
        Bad(
            "a time too soon",
            #""language""#,
            #""scheduled_at":"2026-11-22T10:02:00Z","language""#,
            status: 422,
            says: "Scheduled"
        ),
        Bad("no JSON", #"{"status""#, #"{status"#, status: 400, says: "error"),
    ]

    @Test("a bad status is refused", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Self.bench()
        let answer = bench.send("POST", "/api/v1/statuses", try bad.body(from: Self.good))
        #expect(answer.status == bad.status)
        #expect(answer.json["error"]?.text?.isEmpty == false)
        #expect(answer.text.contains(bad.says), "\(answer.text)")
        #expect(bench.ads.isEmpty)
    }

    @Test("callers without the right token are refused")
    func auth() throws {
        var bench = try Self.bench()
        let wrong = bench.send("POST", "/api/v1/statuses", Self.good, headers: ["Authorization": "Bearer nobody"])
        #expect(wrong.status == 401)
        #expect(wrong.json["error"] == .text("The access token is invalid"))
        #expect(bench.send("POST", "/api/v1/statuses", Self.good, headers: ["Authorization": ""]).status == 401)
        let reader = ["Authorization": "Bearer sandbox-token-mastodon-read"]
        #expect(bench.send("POST", "/api/v1/statuses", Self.good, headers: reader).status == 403)
        let id = bench.send("POST", "/api/v1/statuses", Self.good).json["id"]?.text ?? ""
        let other = ["Authorization": "Bearer sandbox-token-mastodon-other"]
        #expect(bench.send("PUT", "/api/v1/statuses/\(id)", #"{"status":"x"}"#, headers: other).status == 404)
        let secret = bench.send("POST", "/api/v1/statuses", #"{"status":"x","visibility":"private"}"#)
        let path = "/api/v1/statuses/\(secret.json["id"]?.text ?? "")"
        #expect(bench.send("GET", path, headers: ["Authorization": ""]).status == 404)
    }

    @Test("the thirty-first delete in half an hour is refused, with the end of the window and no Retry-After")
    func deletes() throws {
        var bench = try Self.bench()
        for _ in 0..<31 { _ = bench.send("POST", "/api/v1/statuses", Self.good) }
        let ids = bench.ads.compactMap { $0["id"]?.text }
        let answers = ids.map { bench.send("DELETE", "/api/v1/statuses/\($0)") }
        #expect(answers.map(\.status) == [Int](repeating: 200, count: 30) + [429])
        #expect(answers.last?.reply.header("Retry-After") == nil)
        #expect(answers.last?.reply.header("X-RateLimit-Reset") == "2026-11-22T10:30:00.000000Z")
        bench.clock = 1801
        #expect(bench.send("DELETE", "/api/v1/statuses/\(ids[30])").status == 200)
    }
}
