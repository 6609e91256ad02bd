import CurlTransport
import Testing
import Transport

@Suite("Refused before sending")
struct RefusalTests {
    private func outcome(_ request: Request) async -> Outcome {
        await withCurlTransport { await $0.send(request) }
    }

    @Test(
        "a header that would become another one is refused",
        arguments: [
            Header("X-A", "1\r\nX-B: 2"), Header("X-A", "1\nX-B: 2"), Header("X-A", "1\r"), Header("X-A", "\u{0}"),
            Header("X-A", "tab is fine,\u{7F} is not"), Header("X-A\r\nX-B", "1"), Header("X A", "1"),
            Header("X-A:", "1"), Header("", "1"), Header("Größe", "1"),
        ]
    )
    func headerInjection(header: Header) async throws {
        try await LoopbackServer.run(answering: { _ in .ok() }) { server in
            let outcome = await outcome(.loopback("POST", server.url, headers: [header], body: "x"))
            #expect(outcome.notSentCode == .invalidRequest)
            #expect(server.connectionCount == 0)
        }
    }

    @Test(
        "headers that frame the message are the transport's alone",
        arguments: ["Content-Length", "transfer-encoding", "Host", "Expect", "Connection", "Upgrade"]
    )
    func reservedHeader(name: String) async {
        let outcome = await outcome(.loopback("POST", "http://127.0.0.1:1/", headers: [Header(name, "1")]))
        #expect(outcome.notSentCode == .invalidRequest)
        #expect(outcome.failure?.message.contains(name) == true)
    }

    @Test("a method that is no plain word is refused", arguments: ["", "GET /x", "POST\r\nX: 1", "CONNECT", "trace"])
    func method(_ method: String) async {
        #expect(await outcome(.loopback(method, "http://127.0.0.1:1/")).notSentCode == .invalidRequest)
    }

    @Test(
        "a URL that libcurl would not read as meant is refused, and its secrets stay out of the message",
        arguments: [
            "", "jobs", "https://", "https://user:hidden@board.example/", "https://user@board.example/",
            "ftp://board.example/hidden", "file:///hidden", "https://board.example/a hidden",
            "https://board.example:99999/hidden", "https://board.example/\u{0}hidden",
            "https://board.example/hidden\r\nX: 1", "https://[::1/hidden",
        ]
    )
    func url(_ url: String) async {
        let outcome = await outcome(Request(method: "POST", url: url, body: [1]))
        #expect(outcome.notSentCode == .invalidRequest, "\(outcome)")
        #expect(outcome.failure?.description.contains("hidden") == false)
    }

    @Test(
        "a URL of another host than expected is refused",
        arguments: ["https://board.example.evil.test/", "https://evil.test/?board.example"]
    )
    func host(_ url: String) async {
        let outcome = await outcome(Request(method: "GET", url: url, expectedHost: "board.example"))
        #expect(outcome.notSentCode == .invalidRequest)
    }

    @Test("plain http is refused without leave for private networks")
    func plainHTTP() async {
        let outcome = await outcome(Request(method: "GET", url: "http://127.0.0.1:1/"))
        #expect(outcome.notSentCode == .addressRefused)
        #expect(outcome.failure?.remedy.contains("--allow-private-network") == true)
    }

    @Test(
        "an inner address is refused by default, in every notation",
        arguments: [
            "127.0.0.1", "localhost", "[::1]", "10.0.0.1", "192.168.1.1", "172.20.0.1", "100.64.0.1", "169.254.169.254",
            "0.0.0.0", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "[::ffff:a00:1]",
            "[64:ff9b::7f00:1]", "[fe80::1]", "[fd00::1]", "[::]", "224.0.0.1", "255.255.255.255",
        ]
    )
    func innerAddress(host: String) async {
        let outcome = await outcome(Request(method: "POST", url: "https://\(host):9/", body: [1]))
        #expect(outcome.notSentCode == .addressRefused, "\(outcome)")
    }

    @Test(
        "metadata and link-local addresses are refused even with leave for private networks",
        arguments: ["169.254.169.254", "[fe80::1]", "0.0.0.0", "100.100.100.200"]
    )
    func neverAllowed(host: String) async {
        #expect(await outcome(.loopback("GET", "http://\(host)/")).notSentCode == .addressRefused)
    }

    @Test(
        "plain http to a public address is refused even with leave for private networks",
        arguments: ["1.1.1.1", "[2606:4700::1111]"]
    )
    func plainHTTPToPublicAddress(host: String) async {
        let outcome = await outcome(.loopback("GET", "http://\(host)/"))
        #expect(outcome.notSentCode == .addressRefused)
        #expect(outcome.failure?.message.contains("public") == true)
    }

    @Test(
        "a private address is reached with leave for it, by number or by name",
        arguments: ["127.0.0.1", "localhost"]
    )
    func allowed(host: String) async throws {
        try await LoopbackServer.run(answering: { _ in .ok() }) { server in
            let outcome = await outcome(.loopback("GET", "http://\(host):\(server.port)/"))
            #expect(outcome.reply?.status == 200, "\(outcome)")
        }
    }
}
