import CurlTransport
import Glibc
import Testing
import Transport

@Suite("Messages on the wire")
struct MessageTests {
    /// Sends one request and returns what the server read.
    private func received(_ request: (String) -> Request) async throws -> LoopbackServer.Received {
        var result: LoopbackServer.Received?
        try await LoopbackServer.run(answering: { _ in .ok() }) { server in
            let settings = CurlTransport.Settings(version: "7.1")
            let outcome = await withCurlTransport(settings) { await $0.send(request(server.url)) }
            #expect(outcome.reply?.status == 200, "\(outcome)")
            result = server.received.first
        }
        return try #require(result)
    }

    @Test(
        "method, path, headers and body arrive as written",
        arguments: ["POST", "PUT", "PATCH", "DELETE", "REPORT", "GET"]
    )
    func withBody(method: String) async throws {
        let body = "{\"title\":\"Koch ☕\"}"
        let request = try await received {
            .loopback(method, $0 + "/v1/jobs?x=%2F", headers: ["X-One": "1", "X-Empty": ""], body: body)
        }
        #expect(request.method == method)
        #expect(request.path == "/v1/jobs?x=%2F")
        #expect(request.header("x-one") == "1")
        #expect(request.header("x-empty") == "")
        #expect(request.body == Array(body.utf8))
    }

    @Test("the transport adds its name, the compressions it reads, and nothing about the body's type")
    func addedHeaders() async throws {
        let request = try await received { .loopback("POST", $0, body: "x") }
        #expect(request.header("User-Agent") == "placard/7.1")
        #expect(request.header("Accept-Encoding")?.contains("gzip") == true)
        #expect(request.header("Content-Type") == nil)
        #expect(request.header("Cookie") == nil)
    }

    @Test("a request may name itself")
    func ownUserAgent() async throws {
        let request = try await received { .loopback("GET", $0, headers: ["User-Agent": "tester/1"]) }
        #expect(request.header("User-Agent") == "tester/1")
    }

    @Test("a body-less POST says that its length is zero", arguments: ["POST", "PUT", "PATCH"])
    func emptyBody(method: String) async throws {
        let request = try await received { .loopback(method, $0) }
        #expect(request.header("Content-Length") == "0")
        #expect(request.header("Transfer-Encoding") == nil)
    }

    @Test("a large body is sent at once, without asking the server first")
    func largeBody() async throws {
        let body = String(repeating: "0123456789", count: 300_000)
        let request = try await received { .loopback("POST", $0, body: body) }
        #expect(request.body.count == 3_000_000)
        #expect(request.header("Expect") == nil)
    }

    @Test("reply headers keep their order, and those of interim replies are dropped")
    func replyHeaders() async throws {
        let answer =
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Created\r\nX-B: 2\r\nx-a:  1 \r\n"
            + "X-B: 3\r\nX-Long: one\r\n two\r\nContent-Length: 2\r\n\r\nok"
        try await LoopbackServer.run(answering: { _ in .text(answer) }) { server in
            let outcome = await withCurlTransport { await $0.send(.loopback("POST", server.url, body: "x")) }
            let reply = try #require(outcome.reply)
            #expect(reply.status == 201)
            #expect(reply.headers.map(\.name) == ["X-B", "x-a", "X-B", "X-Long", "Content-Length"])
            #expect(reply.headers["X-A"] == "1")
            #expect(reply.headers.values(of: "x-b") == ["2", "3"])
            #expect(reply.headers["x-long"] == "one two")
            #expect(reply.body == Array("ok".utf8))
            #expect(!reply.truncated)
        }
    }

    @Test("a HEAD request has a reply without a body")
    func head() async throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"
        try await LoopbackServer.run(answering: { _ in .text(answer) }) { server in
            let outcome = await withCurlTransport { await $0.send(.loopback("HEAD", server.url)) }
            #expect(outcome.reply?.status == 200)
            #expect(server.received.map(\.method) == ["HEAD"])
        }
    }

    @Test("a proxy that the environment names is not used")
    func noProxy() async {
        await #expect(processExitsWith: .success) {
            for name in ["http_proxy", "all_proxy", "ALL_PROXY"] { unsafe setenv(name, "http://127.0.0.1:1", 1) }
            try await LoopbackServer.run(answering: { _ in .ok() }) { server in
                let outcome = await withCurlTransport { await $0.send(.loopback("GET", server.url)) }
                _ = try #require(outcome.reply)
            }
        }
    }

    @Test("cookies of earlier replies are not sent")
    func noCookies() async throws {
        try await LoopbackServer.run(answering: { _ in .ok(headers: ["Set-Cookie: session=1"]) }) { server in
            await withCurlTransport { transport in
                _ = await transport.send(.loopback("GET", server.url))
                _ = await transport.send(.loopback("GET", server.url))
            }
            #expect(server.received.map { $0.header("Cookie") } == [nil, nil])
        }
    }
}
