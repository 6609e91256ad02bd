import Synchronization
import Testing
import Transport

@testable import CurlTransport

@Suite("Many at once")
struct ConcurrencyTests {
    @Test("fifty requests are all under way before the first is answered", arguments: ["POST", "DELETE", "GET"])
    func fiftyInFlight(method: String) async throws {
        let gate = Gate(count: 50)
        try await LoopbackServer.run(answering: { _ in gate.pass() ? .ok() : .bytesThenClose([]) }) { server in
            try await withCurlTransport { transport in
                let url = server.url
                let body = method == "POST" ? "x" : ""
                try await withThrowingTaskGroup(of: Int?.self) { group in
                    for _ in 0..<50 {
                        group.addTask {
                            await transport.send(.loopback(method, url, body: body, timeout: .seconds(20))).reply?
                                .status
                        }
                    }
                    for try await status in group { #expect(status == 200) }
                }
            }
            #expect(server.received.count == 50)
        }
    }

    @Test("who makes ready opens nothing, and the first request finds the thread at work")
    func ready() async throws {
        try await LoopbackServer.run(answering: { _ in .ok() }) { server in
            await withCurlTransport { transport in
                transport.prepare()
                transport.prepare()
                #expect(server.connectionCount == 0)
                #expect(await transport.send(.loopback("GET", server.url)).reply?.status == 200)
            }
            #expect(server.received.count == 1)
        }
    }

    @Test("a transport that was shut down is not made ready again")
    func readyTooLate() async {
        let transport = CurlTransport()
        transport.prepare()
        await transport.shutDown()
        transport.prepare()
        let outcome = await transport.send(.loopback("GET", "http://127.0.0.1:9/"))
        #expect(outcome.failure?.code == .shutDown)
    }

    @Test("thousands of requests each get their own answer")
    func ownAnswers() async throws {
        try await LoopbackServer.run(answering: { .ok(String(decoding: $0.body, as: UTF8.self)) }) { server in
            await withCurlTransport { transport in
                let url = server.url
                await withTaskGroup(of: Void.self) { group in
                    for lane in 0..<16 {
                        group.addTask {
                            for number in 0..<125 {
                                let body = "\(lane)-\(number)"
                                let reply = await transport.send(.loopback("POST", url, body: body)).reply
                                #expect(reply?.body == Array(body.utf8))
                            }
                        }
                    }
                }
            }
            #expect(server.received.count == 2000)
            #expect(server.connectionCount <= 16)
        }
    }

    @Test("cancelling the task ends a repeatable request")
    func cancelRepeatable() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        try await LoopbackServer.run(
            answering: { _ in
                arrived.yield()
                return .silence
            }
        ) { server in
            await withCurlTransport { transport in
                let request = Request.loopback("GET", server.url, timeout: .seconds(60))
                let sending = Task { await transport.send(request) }
                for await _ in arrivals { break }
                sending.cancel()
                #expect(await sending.value.unknownCode == .cancelled)
            }
        }
    }

    @Test("cancelling the task lets an unsafe request come to its end", arguments: [("POST", "x"), ("DELETE", "")])
    func cancelUnsafe(method: String, body: String) async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        let gate = Gate(count: 2)
        try await LoopbackServer.run(
            answering: { _ in
                arrived.yield()
                return gate.pass() ? .ok("done") : .bytesThenClose([])
            }
        ) { server in
            await withCurlTransport { transport in
                let request = Request.loopback(method, server.url, body: body)
                let sending = Task { await transport.send(request) }
                for await _ in arrivals { break }
                sending.cancel()
                gate.open()
                #expect(await sending.value.reply?.body == Array("done".utf8))
            }
        }
    }

    @Test("a task that is already cancelled sends nothing", arguments: [true, false])
    func cancelledBefore(repeatable: Bool) async throws {
        try await LoopbackServer.run(answering: { _ in .ok() }) { server in
            await withCurlTransport { transport in
                let request = Request.loopback("POST", server.url, body: "x", repeatable: repeatable)
                let (started, start) = AsyncStream<Void>.makeStream()
                let sending = Task {
                    for await _ in started {}  // ends when the task is cancelled
                    return await transport.send(request)
                }
                sending.cancel()
                start.finish()
                #expect(await sending.value.notSentCode == .cancelled)
            }
            #expect(server.received.isEmpty)
        }
    }

    @Test("shutting down waits for what is under way and refuses what comes later")
    func shutDown() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        let gate = Gate(count: 2)
        try await LoopbackServer.run(
            answering: { _ in
                arrived.yield()
                return gate.pass() ? .ok() : .bytesThenClose([])
            }
        ) { server in
            let transport = CurlTransport()
            let request = Request.loopback("POST", server.url, body: "x")
            let sending = Task { await transport.send(request) }
            for await _ in arrivals { break }
            let isDown = Mutex(false)
            async let down: Void = {
                await transport.shutDown()
                isDown.withLock { $0 = true }
            }()
            // The refusal proves that the shutdown has begun; the transfer is still held by the server.
            while await transport.send(Request(method: "GET", url: "https://nobody.invalid")).notSentCode != .shutDown {
            }
            #expect(!isDown.withLock { $0 })
            gate.open()
            #expect(await sending.value.reply?.status == 200)
            await down
        }
    }

    @Test("a repeatable request can still be cancelled while the transport shuts down")
    func cancelDuringShutDown() async throws {
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        try await LoopbackServer.run(
            answering: { _ in
                arrived.yield()
                return .silence
            }
        ) { server in
            let transport = CurlTransport()
            let request = Request.loopback("GET", server.url, timeout: .seconds(50))
            let sending = Task { await transport.send(request) }
            for await _ in arrivals { break }
            async let down: Void = transport.shutDown()
            while await transport.send(Request(method: "GET", url: "https://nobody.invalid")).notSentCode != .shutDown {
            }
            sending.cancel()
            #expect(await sending.value.unknownCode == .cancelled)
            await down
        }
    }

    @Test("a transport that is let go finishes what is under way")
    func abandoned() async throws {
        try await LoopbackServer.run(answering: { _ in .ok() }) { server in
            for _ in 0..<20 {
                let outcome = await CurlTransport().send(.loopback("POST", server.url, body: "x"))
                #expect(outcome.reply?.status == 200)
            }
        }
    }

    @Test("a transport whose library broke down says so to whoever comes later")
    func brokenDown() async throws {
        let mailbox = Mailbox(settings: CurlTransport.Settings())
        let fault = TransportFailure(code: .transportBroken, message: "libcurl broke down")
        mailbox.refuseFurther(fault)
        let request = Request(method: "GET", url: "https://board.example")
        let target = try Target(of: request)
        let outcome = await withCheckedContinuation { continuation in
            mailbox.submit(Submission(id: nil, request: request, target: target, continuation: continuation))
        }
        #expect(outcome == .notSent(fault))
    }

    @Test("a transport that sent nothing shuts down at once, and twice")
    func shutDownUnused() async {
        let transport = CurlTransport()
        await transport.shutDown()
        await transport.shutDown()
        #expect(await transport.send(Request(method: "GET", url: "https://board.example")).notSentCode == .shutDown)
    }
}
