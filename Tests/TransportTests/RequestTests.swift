import Testing
import Transport

@Suite("Requests and replies as text")
struct RequestTests {
    static let request = Request(
        method: "POST",
        url: "https://board.example/v1/jobs?key=s%2Fecret",
        headers: ["Authorization": "Bearer other", "X-Key": "s/ecret", "X-Id": "7"],
        body: Array(#"{"key":"s\/ecret","title":"Cook"}"#.utf8),
        secrets: ["s/ecret"]
    )

    @Test("a request shows its line, headers and body without secrets")
    func redactedRequest() {
        #expect(
            Self.request.redacted() == """
                POST https://board.example/v1/jobs?key=•••• HTTP/1.1
                Authorization: Bearer ••••
                X-Key: ••••
                X-Id: 7

                {"key":"••••","title":"Cook"}
                """
        )
        #expect(Self.request.redactedBody() == Array(#"{"key":"••••","title":"Cook"}"#.utf8))
    }

    @Test("a reply shows its line, headers and body without secrets")
    func redactedReply() {
        let reply = Reply(
            status: 200,
            headers: ["Set-Cookie": "a=1", "X-Echo": "c2VjcmV0IQ=="],
            body: Array("echo: secret!".utf8)
        )
        #expect(
            reply.redacted(secrets: ["secret!"]) == """
                HTTP/1.1 200
                Set-Cookie: ••••
                X-Echo: ••••==

                echo: ••••
                """
        )
    }

    @Test("a body that is not text is counted, not shown")
    func binaryBody() {
        let reply = Reply(status: 200, body: [0xFF, 0xD8, 0xFF])
        #expect(reply.redacted() == "HTTP/1.1 200\n\n(3 bytes that are not UTF-8 text)")
        #expect(reply.redactedBody(secrets: ["x"]) == [0xFF, 0xD8, 0xFF])
    }

    @Test("no way to print a request, header or reply shows a secret")
    func printing() {
        var dumped = ""
        dump(Self.request, to: &dumped)
        dump(Reply(status: 200, headers: ["Set-Cookie": "s/ecret"], body: Array("s/ecret".utf8)), to: &dumped)
        dump([Header("Authorization", "s/ecret")], to: &dumped)
        let printed = "\(Self.request) \(String(reflecting: Self.request)) \(Header("Cookie", "s/ecret")) \(dumped)"
        #expect(!printed.contains("ecret"), "\(printed)")
        #expect("\(Self.request)" == "POST https://board.example/v1/jobs?key=••••")
        #expect("\(Reply(status: 404, body: [1, 2], truncated: true))" == "status 404, 2 bytes (cut)")
    }

    @Test(
        "a sensitive header keeps no more than a known scheme",
        arguments: [
            (Header("Authorization", "Bearer abc def"), "Authorization: Bearer ••••"),
            (Header("authorization", "Basic abc"), "authorization: Basic ••••"),
            (Header("Authorization", "my key"), "Authorization: ••••"),
            (Header("Authorization", "key"), "Authorization: ••••"),
            (Header("Cookie", "a=1; b=2"), "Cookie: ••••"),
            (Header("X-Key", "abc", isSensitive: true), "X-Key: ••••"),
            (Header("X-Key", "abc"), "X-Key: abc"),
            (Header("Authorization", "none", isSensitive: false), "Authorization: none"),
        ]
    )
    func sensitiveHeader(header: Header, shown: String) {
        #expect(header.description == shown)
    }

    @Test(
        "only safe methods are repeatable unless said",
        arguments: ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"]
    )
    func repeatable(method: String) {
        let isSafe = ["GET", "HEAD", "OPTIONS"].contains(method)
        #expect(Request(method: method, url: "").repeatable == isSafe)
        #expect(Request(method: method, url: "", repeatable: !isSafe).repeatable == !isSafe)
    }

    @Test("headers are found without regard to case, kept in order, and replaced as a group")
    func headers() {
        var headers: Headers = ["B": "1", "a": "2", "b": "3"]
        #expect(headers["b"] == "1")
        #expect(headers["c"] == nil)
        #expect(headers.values(of: "B") == ["1", "3"])
        #expect(headers.map(\.name) == ["B", "a", "b"])
        headers.set(Header("b", "4"))
        headers.add(Header("C", "5"))
        #expect(headers.map(\.description) == ["a: 2", "b: 4", "C: 5"])
    }
}
