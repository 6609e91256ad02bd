import Testing
import Transport

@Suite("Scripted transport")
struct ScriptedTransportTests {
    @Test("outcomes come in order, then none are left")
    func order() async {
        let lost = TransportFailure(code: .connectionLost, message: "gone", bytesSent: 12)
        let transport = ScriptedTransport([.replied(Reply(status: 201)), .unknown(lost)])
        #expect(await transport.send(Request(method: "POST", url: "/1")).reply?.status == 201)
        #expect(await transport.send(Request(method: "POST", url: "/2")).failure == lost)
        #expect(await transport.send(Request(method: "POST", url: "/3")).failure?.code == .shutDown)
        #expect(transport.requests.map(\.url) == ["/1", "/2", "/3"])
    }

    @Test("a closure answers from the request")
    func closure() async {
        let transport = ScriptedTransport { .replied(Reply(status: 200, body: $0.body)) }
        #expect(await transport.send(Request(method: "POST", url: "/", body: [7])).reply?.body == [7])
    }

    @Test("every kind of failure has advice", arguments: TransportFailure.Code.allCases)
    func remedy(code: TransportFailure.Code) {
        let failure = TransportFailure(code: code, message: "Something happened")
        #expect(!failure.remedy.isEmpty)
        #expect(failure.description == "Something happened. \(failure.remedy)")
    }
}
