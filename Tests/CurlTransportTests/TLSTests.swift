import CurlTransport
import Testing
import Transport

@Suite("TLS")
struct TLSTests {
    private let server: TLSServer

    init() throws {
        server = try TLSServer()
    }

    private var trusting: CurlTransport.Settings { CurlTransport.Settings(caFile: server.caFile) }

    private func executions() async -> String? {
        let reply = await withCurlTransport(trusting) { await $0.send(.loopback("GET", server.url + "/count")) }.reply
        return reply.map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test("a certificate nobody vouches for means that nothing was sent")
    func selfSigned() async {
        let outcome = await withCurlTransport { await $0.send(.loopback("POST", server.url, body: "x")) }
        #expect(outcome.notSentCode == .tlsFailed, "\(outcome)")
        #expect(outcome.failure?.bytesSent == 0)
        #expect(await executions() == "0")
    }

    @Test("a certificate for another name means that nothing was sent")
    func otherName() async {
        let url = "https://127.0.0.1:\(server.port)/"
        let outcome = await withCurlTransport(trusting) { await $0.send(.loopback("POST", url, body: "x")) }
        #expect(outcome.notSentCode == .tlsFailed, "\(outcome)")
        #expect(await executions() == "0")
    }

    @Test("a certificate of the file is trusted")
    func trusted() async {
        let outcome = await withCurlTransport(trusting) { await $0.send(.loopback("POST", server.url, body: "x")) }
        #expect(outcome.reply?.status == 200, "\(outcome)")
        #expect(await executions() == "1")
    }

    @Test("a connection opened with leave for private networks does not serve a request without")
    func connectionsAndPolicies() async {
        await withCurlTransport(trusting) { transport in
            #expect(await transport.send(.loopback("POST", server.url, body: "x")).reply?.status == 200)
            let strict = Request(method: "POST", url: server.url, body: [1])
            let outcome = await transport.send(strict)
            #expect(outcome.notSentCode == .addressRefused, "\(outcome)")
            #expect(outcome.failure?.bytesSent == 0)
            #expect(await transport.send(.loopback("POST", server.url, body: "x")).reply?.status == 200)
        }
        #expect(await executions() == "2")
    }

    @Test("fifty requests over TLS are all under way before the first is answered")
    func fiftyInFlight() async {
        let url = server.url + "/gate"
        await withCurlTransport(trusting) { transport in
            await withTaskGroup(of: Int?.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        await transport.send(.loopback("POST", url, body: "x", timeout: .seconds(20))).reply?.status
                    }
                }
                for await status in group { #expect(status == 200) }
            }
        }
    }
}
