import Documents
import Sandbox
import Testing

@Suite("The contract of discord-webhook")
struct DiscordContractTests {
    static let hook = "/api/v10/webhooks/100000000000000001/sandbox-token-discord"
    static let forum = "/api/v10/webhooks/100000000000000002/sandbox-token-discord-forum"
    static let good = """
        {"content":"","embeds":[{"title":"Electrician — Leeds","url":"https://example.com/jobs/77",\
        "description":"£32,000, permanent"}],"allowed_mentions":{"parse":[]}}
        """

    static func bench() throws -> Bench {
        try Bench("discord-webhook", headers: ["User-Agent": "DiscordBot (https://example.com, 1.0)"])
    }

    @Test("a message is posted, read, edited and deleted")
    func course() throws {
        var bench = try Self.bench()
        let made = bench.send("POST", "\(Self.hook)?wait=true", Self.good)
        #expect(made.status == 200)
        #expect(made.reply.header("X-RateLimit-Limit") == "5")
        #expect(made.reply.header("X-RateLimit-Remaining") == "4")
        let id = try #require(made.json["id"]?.text)
        #expect(made.json["channel_id"] == .text("200000000000000001"))
        #expect(made.json.at("embeds.0.title") == .text("Electrician — Leeds"))
        let read = bench.send("GET", "\(Self.hook)/messages/\(id)")
        #expect(read.json["edited_timestamp"] == .null)
        let edited = bench.send("PATCH", "\(Self.hook)/messages/\(id)", #"{"content":"Filled","embeds":null}"#)
        #expect(edited.json["content"] == .text("Filled"))
        #expect(edited.json["embeds"] == .list([]))
        #expect(bench.send("DELETE", "\(Self.hook)/messages/\(id)").status == 204)
        let gone = bench.send("GET", "\(Self.hook)/messages/\(id)")
        #expect(gone.status == 404)
        #expect(gone.number("code") == 10008)
    }

    @Test("a message sent twice is two messages; without wait there is no id")
    func twice() throws {
        var bench = try Self.bench()
        #expect(bench.send("POST", "\(Self.hook)?wait=true", Self.good).status == 200)
        let second = bench.send("POST", Self.hook, Self.good)
        #expect(second.status == 204)
        #expect(second.text.isEmpty)
        #expect(bench.visible.count == 2)
    }

    @Test("a forum wants exactly one of thread_id and thread_name, and messages keep to their thread")
    func threads() throws {
        var bench = try Self.bench()
        let named = Self.good.replacing(#""content":"""#, with: #""content":"x","thread_name":"Jobs""#)
        #expect(bench.send("POST", Self.forum, Self.good).number("code") == 220001)
        #expect(bench.send("POST", "\(Self.forum)?thread_id=7", named).number("code") == 220002)
        #expect(bench.send("POST", Self.hook, named).number("code") == 220003)
        let made = bench.send("POST", "\(Self.forum)?wait=true", named)
        let thread = try #require(made.json["channel_id"]?.text)
        let path = "\(Self.forum)/messages/\(made.json["id"]?.text ?? "")"
        bench.clock = 10
        #expect(bench.send("GET", path).number("code") == 10008)
        #expect(bench.send("GET", "\(path)?thread_id=\(thread)").status == 200)
        let inside = bench.send("POST", "\(Self.forum)?wait=true&thread_id=\(thread)", Self.good)
        #expect(inside.json["channel_id"] == .text(thread))
    }

    static let field = #"{"name":"n","value":"v"}"#
    static let bad = [
        Bad(
            "an empty message",
            #""embeds":[{"title":"Electrician — Leeds","url":"https://example.com/jobs/77","description":"£32,000, permanent"}],"#,
            "",
            status: 400,
            says: "50006"
        ),
        Bad(
            "2,001 characters",
            #""content":"""#,
            #""content":"\#("x".times(2001))""#,
            status: 400,
            says: "Must be 2000 or fewer"
        ),
        Bad("a title of 257", "Electrician", "x".times(250), status: 400, says: "embeds[0].title"),
        Bad("a description of 4,097", "permanent", "x".times(4088), status: 400, says: "embeds[0].description"),
        Bad("eleven embeds", "}],", "}\(#",{"title":"x"}"#.times(10))],", status: 400, says: "Must be 10 or fewer"),
        Bad(
            "26 fields",
            #""url""#,
            #""fields":[\#(field)\#(",\(field)".times(25))],"url""#,
            status: 400,
            says: "embeds[0].fields"
        ),
        Bad(
            "a field's value of 1,025",
            #""url""#,
            #""fields":[{"name":"n","value":"\#("v".times(1025))"}],"url""#,
            status: 400,
            says: "embeds[0].fields[0].value"
        ),
        Bad(
            "a footer of 2,049",
            #""url""#,
            #""footer":{"text":"\#("f".times(2049))"},"url""#,
            status: 400,
            says: "embeds[0].footer.text"
        ),
        Bad(
            "6,001 in all embeds",
            "}],",
            #"},{"description":"\#("d".times(4096))"},{"description":"\#("d".times(1868))"}],"#,
            status: 400,
            says: "6000"
        ),
        Bad("a flag of editing only", #""content""#, #""flags":64,"content""#, status: 400, says: "flags"),
        Bad("content as a number", #""content":"""#, #""content":7"#, status: 400, says: "content"),
        Bad("an unknown mention", "[]}", #"["here"]}"#, status: 400, says: "allowed_mentions.parse[0]"),
        Bad("no JSON", #"{"content""#, #"{content"#, status: 400, says: "50035"),
    ]

    @Test("a bad message is refused", arguments: bad)
    func refuses(bad: Bad) throws {
        var bench = try Self.bench()
        let answer = bench.send("POST", "\(Self.hook)?wait=true", try bad.body(from: Self.good))
        #expect(answer.status == bad.status)
        #expect([50035, 50006].contains(answer.number("code") ?? 0))
        #expect(answer.text.contains(bad.says), "\(answer.text)")
        #expect(bench.ads.isEmpty)
    }

    @Test("limits are inclusive and blanks at the ends do not count")
    func inclusive() throws {
        var bench = try Self.bench()
        let title = "  " + "x".times(256) + "  "
        let body = #"{"content":"\#("x".times(2000))","embeds":[{"title":"\#(title)"}]}"#
        #expect(bench.send("POST", "\(Self.hook)?wait=true", body).status == 200)
    }

    @Test("wrong addresses, agents and types are told apart")
    func auth() throws {
        var bench = try Self.bench()
        let unknown = bench.send("POST", "/api/v10/webhooks/1/sandbox-token-discord", Self.good)
        #expect(unknown.status == 404)
        #expect(unknown.number("code") == 10015)
        let token = bench.send("POST", "/api/v10/webhooks/100000000000000001/wrong", Self.good)
        #expect(token.status == 401)
        #expect(token.number("code") == 50027)
        let agent = bench.send("POST", Self.hook, Self.good, headers: ["User-Agent": "curl/8"])
        #expect(agent.number("code") == 40333)
        let type = bench.send("POST", Self.hook, Self.good, headers: ["Content-Type": "text/plain"])
        #expect(type.status == 400)
        #expect(type.number("code") == 50035)
        let old = bench.send("POST", "/api/webhooks/100000000000000001/sandbox-token-discord", Self.good)
        #expect(old.status == 404)
    }

    @Test("the sixth call in two seconds waits")
    func bucket() throws {
        var bench = try Self.bench()
        bench.clock = 0.25
        for _ in 0..<5 { #expect(bench.send("POST", Self.hook, Self.good).status == 204) }
        bench.clock = 0.75
        let limited = bench.send("POST", Self.hook, Self.good)
        #expect(limited.status == 429)
        #expect(limited.reply.header("Retry-After") == "2")
        #expect(limited.number("retry_after") == 1.5)
        #expect(limited.json["global"] == .boolean(false))
        bench.clock = 2.5
        #expect(bench.send("POST", Self.hook, Self.good).status == 204)
    }
}
