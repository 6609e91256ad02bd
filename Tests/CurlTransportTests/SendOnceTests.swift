import CurlTransport
import Synchronization
import Testing
import Transport

@Suite("Sent once")
struct SendOnceTests {
    /// Answers everything but the first request to `/act`, which is carried out without an answer.
    private static func losingFirstAnswer() -> @Sendable (LoopbackServer.Received) -> LoopbackServer.Answer {
        let losses = Mutex(0)
        return { request in
            guard request.path == "/act" else { return .ok() }
            let isFirst = losses.withLock { losses in
                losses += 1
                return losses == 1
            }
            return isFirst ? .bytesThenClose([]) : .ok()
        }
    }

    @Test(
        "a reused connection that dies without an answer does not make libcurl send an unsafe request again",
        arguments: [("POST", "title=Cook"), ("PUT", "title=Cook"), ("PATCH", "{}"), ("POST", ""), ("DELETE", "")]
    )
    func unsafeRequest(method: String, body: String) async throws {
        try await LoopbackServer.run(answering: Self.losingFirstAnswer()) { server in
            await withCurlTransport { transport in
                let warm = await transport.send(.loopback("GET", server.url + "/warm"))
                #expect(warm.reply?.status == 200)
                let outcome = await transport.send(.loopback(method, server.url + "/act", body: body))
                #expect(outcome.unknownCode == .connectionLost, "\(outcome)")
                #expect(outcome.failure?.bytesSent ?? 0 > body.utf8.count)
            }
            #expect(server.received.filter { $0.path == "/act" }.count == 1)
        }
    }

    @Test("the connection of a request with a body is kept and used again")
    func keepAlive() async throws {
        try await LoopbackServer.run(answering: { _ in .ok() }) { server in
            await withCurlTransport { transport in
                for number in 0..<5 {
                    let outcome = await transport.send(.loopback("POST", server.url, body: "\(number)"))
                    #expect(outcome.reply?.status == 200)
                }
            }
            #expect(server.received.map(\.body) == ["0", "1", "2", "3", "4"].map { Array($0.utf8) })
            #expect(server.connectionCount == 1)
        }
    }

    @Test("a repeatable request may be sent again by libcurl", arguments: [("GET", ""), ("PUT", "title=Cook")])
    func repeatableRequest(method: String, body: String) async throws {
        try await LoopbackServer.run(answering: Self.losingFirstAnswer()) { server in
            await withCurlTransport { transport in
                _ = await transport.send(.loopback("GET", server.url + "/warm"))
                let request = Request.loopback(method, server.url + "/act", body: body, repeatable: true)
                #expect(await transport.send(request).reply?.status == 200)
            }
            #expect(
                server.received.filter { $0.path == "/act" }.map(\.body) == Array(repeating: Array(body.utf8), count: 2)
            )
        }
    }
}
