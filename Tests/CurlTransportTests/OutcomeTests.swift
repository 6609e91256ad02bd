import CurlTransport
import Testing
import Transport

@Suite("Outcomes")
struct OutcomeTests {
    @Test("a port on which nobody listens means that nothing was sent")
    func refusedConnection() async throws {
        let port = try LoopbackServer.freePort()
        let outcome = await withCurlTransport {
            await $0.send(.loopback("POST", "http://127.0.0.1:\(port)/", body: "x"))
        }
        #expect(outcome.notSentCode == .connectionFailed)
        #expect(outcome.failure?.curlCode == 7)
        #expect(outcome.failure?.bytesSent == 0)
        #expect(outcome.failure?.message.contains("127.0.0.1:\(port)") == true)
    }

    @Test("a name without an address means that nothing was sent")
    func unresolvedHost() async {
        let request = Request(method: "POST", url: "https://nobody.invalid/", body: [1])
        let outcome = await withCurlTransport { await $0.send(request) }
        #expect(outcome.notSentCode == .hostUnresolved, "\(outcome)")
    }

    @Test(
        "no answer in time after the request went out is an unknown outcome",
        arguments: [("POST", "x"), ("DELETE", ""), ("GET", "")]
    )
    func silence(method: String, body: String) async throws {
        try await LoopbackServer.run(answering: { _ in .silence }) { server in
            let request = Request.loopback(method, server.url, body: body, timeout: .seconds(2))
            let outcome = await withCurlTransport { await $0.send(request) }
            #expect(outcome.unknownCode == .timedOut, "\(outcome)")
            #expect(outcome.failure?.curlCode == 28)
            #expect(server.received.count == 1)
        }
    }

    struct BrokenReply: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: LoopbackServer.Answer
        let code: TransportFailure.Code
    }

    static let brokenReplies = [
        BrokenReply(testDescription: "closed before the answer", answer: .bytesThenClose([]), code: .connectionLost),
        BrokenReply(testDescription: "reset before the answer", answer: .bytesThenReset([]), code: .connectionLost),
        BrokenReply(
            testDescription: "reset in the middle of the head",
            answer: .bytesThenReset(Array("HTTP/1.1 200 OK\r\nContent-".utf8)),
            code: .connectionLost
        ),
        BrokenReply(
            testDescription: "body shorter than declared",
            answer: .bytesThenClose(Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":".utf8)),
            code: .connectionLost
        ),
        BrokenReply(
            testDescription: "chunks cut off",
            answer: .bytesThenClose(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"i".utf8)),
            code: .connectionLost
        ),
        BrokenReply(
            testDescription: "not HTTP",
            answer: .bytesThenClose(Array("220 mail.example ready\r\n".utf8)),
            code: .invalidReply
        ),
        BrokenReply(
            testDescription: "badly compressed",
            answer: .text("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\nnogzip"),
            code: .invalidReply
        ),
    ]

    @Test("an answer that breaks off or cannot be read is an unknown outcome", arguments: brokenReplies)
    func brokenReply(_ broken: BrokenReply) async throws {
        try await LoopbackServer.run(answering: { _ in broken.answer }) { server in
            let outcome = await withCurlTransport { await $0.send(.loopback("POST", server.url, body: "x")) }
            #expect(outcome.unknownCode == broken.code, "\(outcome)")
            #expect(server.received.count == 1)
        }
    }

    @Test("a redirect is a reply and is not followed", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        let answer = "HTTP/1.1 \(status) Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"
        try await LoopbackServer.run(answering: { _ in .text(answer) }) { server in
            let outcome = await withCurlTransport { await $0.send(.loopback("POST", server.url + "/here", body: "x")) }
            #expect(outcome.reply?.status == status)
            #expect(outcome.reply?.headers["location"] == "/elsewhere")
            #expect(server.received.map(\.path) == ["/here"])
        }
    }

    @Test("every status is a reply", arguments: [204, 400, 401, 404, 409, 417, 429, 500, 503])
    func status(_ status: Int) async throws {
        let answer = "HTTP/1.1 \(status) Some\r\n" + (status == 204 ? "\r\n" : "Content-Length: 2\r\n\r\nno")
        try await LoopbackServer.run(answering: { _ in .text(answer) }) { server in
            let outcome = await withCurlTransport { await $0.send(.loopback("POST", server.url, body: "x")) }
            #expect(outcome.reply?.status == status)
            #expect(server.received.count == 1)
        }
    }
}
