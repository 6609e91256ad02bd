import Documents
import Sandbox
import Signing
import Testing

@Suite("The contract of generic-webhook")
struct GenericWebhookContractTests {
    static let good = """
        {"type":"job.published","timestamp":"2026-11-22T09:59:58Z",\
        "data":{"id":"req-77","version":3,"title":"Electrician","url":"https://example.com/jobs/77"}}
        """

    /// Headers of a signed event at a time, in seconds after the start.
    static func signed(_ body: String, id: String, at seconds: Double = 0, secret: String? = nil) throws -> [String:
        String]
    {
        let key = try #require(Base64.decode(secret ?? "c2FuZGJveC1zZWNyZXQtZ2VuZXJpYy13ZWJob29rLTAxMjM="))
        let stamp = String(Bench.epoch + Int(seconds))
        let code = HMAC.sha256(Array("\(id).\(stamp).\(body)".utf8), key: key)
        return ["webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": "v1,\(Base64.encode(code))"]
    }

    @Test("an ad is published, updated and closed by events")
    func course() throws {
        var bench = try Bench("generic-webhook")
        let made = bench.send("POST", "/hooks/jobs", Self.good, headers: try Self.signed(Self.good, id: "msg_1"))
        #expect(made.status == 200)
        #expect(bench.visible.count == 1)
        #expect(bench.send("GET", "/jobs/501").text.contains("Electrician"))
        let update = Self.good.replacing("published", with: "updated").replacing("\"version\":3", with: "\"version\":4")
        #expect(bench.send("POST", "/", update, headers: try Self.signed(update, id: "msg_2")).status == 200)
        #expect(bench.ads.count == 1)
        #expect(bench.ads[0].number("values.version") == 4)
        let close = #"{"type":"job.closed","timestamp":"2026-11-22T09:59:58Z","data":{"id":"req-77","version":5}}"#
        #expect(bench.send("POST", "/", close, headers: try Self.signed(close, id: "msg_3")).status == 200)
        #expect(bench.visible.isEmpty)
        #expect(bench.send("GET", "/jobs/501").status == 410)
    }

    @Test("a repeat of an event and an older event change nothing")
    func repeats() throws {
        var bench = try Bench("generic-webhook")
        _ = bench.send("POST", "/", Self.good, headers: try Self.signed(Self.good, id: "msg_1"))
        bench.clock = 30
        let retry = bench.send("POST", "/", Self.good, headers: try Self.signed(Self.good, id: "msg_1", at: 30))
        #expect(retry.status == 200)
        #expect(bench.ads[0].number("version") == 1)
        let older = Self.good.replacing("\"version\":3", with: "\"version\":2").replacing("Electrician", with: "Old")
        let late = bench.send("POST", "/", older, headers: try Self.signed(older, id: "msg_0", at: 30))
        #expect(late.status == 202)
        #expect(bench.ads[0].at("values.title") == .text("Electrician"))
        let other = Self.good.replacing("job.published", with: "job.viewed")
        #expect(bench.send("POST", "/", other, headers: try Self.signed(other, id: "msg_9", at: 30)).status == 202)
    }

    static let bad = [
        Bad("no type", #""type""#, #""kind""#, status: 202, says: "ignored"),
        Bad("no timestamp", #""timestamp""#, #""time""#, status: 400, says: "timestamp"),
        Bad("a day as timestamp", "T09:59:58Z", "", status: 400, says: "timestamp"),
        Bad("no data", #""data""#, #""dat""#, status: 400, says: "data"),
        Bad("no id", #""id""#, #""key""#, status: 400, says: "data.id"),
        Bad("a version that is text", ":3", #":"3""#, status: 400, says: "data.version"),
        Bad("a relative address", "https://example.com", "", status: 400, says: "data.url"),
        Bad("no JSON", "{\"type\"", "{type", status: 400, says: "JSON"),
    ]

    @Test("a bad event is refused", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Bench("generic-webhook")
        let body = try bad.body(from: Self.good)
        let answer = bench.send("POST", "/", body, headers: try Self.signed(body, id: "msg_1"))
        #expect(answer.status == bad.status)
        #expect(answer.text.contains(bad.says), "\(answer.text)")
        #expect(bench.ads.isEmpty)
    }

    @Test("an event that is not signed as it must be is refused")
    func auth() throws {
        var bench = try Bench("generic-webhook")
        #expect(bench.send("POST", "/", Self.good).status == 400)
        let good = try Self.signed(Self.good, id: "msg_1")
        #expect(bench.send("POST", "/", Self.good.replacing("req-77", with: "req-78"), headers: good).status == 401)
        #expect(bench.send("POST", "/", Self.good, headers: good.merging(["webhook-id": "msg_2"]) { $1 }).status == 401)
        let foreign = try Self.signed(
            Self.good,
            id: "msg_1",
            secret: "c2FuZGJveC1zZWNyZXQtb3RoZXItMDEyMzQ1Njc4OTAxMjM="
        )
        #expect(bench.send("POST", "/", Self.good, headers: foreign).status == 401)
        let dotted = try Self.signed(Self.good, id: "msg.1")
        #expect(bench.send("POST", "/", Self.good, headers: dotted).text.contains("dot"))
        for seconds in [-301.0, 301] {
            let stale = try Self.signed(Self.good, id: "msg_1", at: seconds)
            #expect(bench.send("POST", "/", Self.good, headers: stale).text.contains("tolerance"))
        }
        let rotated = good.merging(["webhook-signature": "v1,AAAA \(good["webhook-signature"] ?? "")"]) { $1 }
        #expect(bench.send("POST", "/", Self.good, headers: rotated).status == 200)
        let form = good.merging(["Content-Type": "text/plain"]) { $1 }
        #expect(bench.send("POST", "/", Self.good, headers: form).status == 415)
    }
}
