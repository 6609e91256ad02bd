import CurlTransport
import Testing
import Transport

@Suite("Limits on replies")
struct LimitTests {
    private func send(_ answer: LoopbackServer.Answer, _ policy: NetworkPolicy) async throws -> Outcome? {
        var outcome: Outcome?
        try await LoopbackServer.run(answering: { _ in answer }) { server in
            let request = Request(method: "POST", url: server.url, body: [1], policy: policy)
            outcome = await withCurlTransport { await $0.send(request) }
        }
        return outcome
    }

    @Test(
        "a body of just the allowed length is whole, and a longer one is cut there",
        arguments: [(1000, false), (1001, true)]
    )
    func bodyLimit(length: Int, isCut: Bool) async throws {
        let policy = NetworkPolicy(allowsPrivateNetwork: true, maximumReplyBytes: 1000)
        let outcome = try await send(.ok(String(repeating: "a", count: length)), policy)
        let reply = try #require(outcome?.reply)
        #expect(reply.status == 200)
        #expect(reply.body.count == 1000)
        #expect(reply.truncated == isCut)
    }

    @Test("a small compressed body that unfolds without end is cut at the limit")
    func compressionBomb() async throws {
        let bomb = DeflateBomb.gzip(unfoldedMegabytes: 64)
        #expect(bomb.count < 1 << 20)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
        let policy = NetworkPolicy(allowsPrivateNetwork: true, maximumReplyBytes: 100_000)
        let outcome = try await send(.bytes(Array(head.utf8) + bomb), policy)
        let reply = try #require(outcome?.reply)
        #expect(reply.truncated)
        #expect(reply.body == Array(repeating: UInt8(ascii: "a"), count: 100_000))
    }

    @Test("too many header fields, or too long ones, end the transfer", arguments: [(30, 10), (3, 2000)])
    func headLimit(count: Int, length: Int) async throws {
        let fields = (0..<count).map { "X-\($0): " + String(repeating: "v", count: length) }
        let policy = NetworkPolicy(allowsPrivateNetwork: true, maximumHeaderBytes: 5000, maximumHeaderCount: 20)
        let outcome = try await send(.ok("fine", headers: fields), policy)
        #expect(outcome?.unknownCode == .invalidReply)
    }
}

/// A gzip body of one letter repeated, written by hand so that no compressor is needed.
enum DeflateBomb {
    static func gzip(unfoldedMegabytes megabytes: Int) -> [UInt8] {
        var bits = BitWriter(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
        bits.write([1, 1, 0])  // last block, fixed codes
        bits.write([1, 0, 0, 1, 0, 0, 0, 1])  // the letter a
        for _ in 0..<(megabytes << 20) / 258 {
            bits.write([1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0])  // the last letter 258 times more
        }
        bits.write([0, 0, 0, 0, 0, 0, 0])  // end of block
        return bits.bytes + Array(repeating: 0, count: 8)
    }

    private struct BitWriter {
        var bytes: [UInt8]
        private var used = 8

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func write(_ bits: [UInt8]) {
            for bit in bits {
                if used == 8 {
                    bytes.append(0)
                    used = 0
                }
                bytes[bytes.count - 1] |= bit << UInt8(used)
                used += 1
            }
        }
    }
}
