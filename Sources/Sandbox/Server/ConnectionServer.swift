import NIOCore
import NIOHTTP1
import NIOPosix

import struct FoundationEssentials.Date
import struct Glibc.linger

/// Serves one connection: reads requests, writes answers, resets when a fault says so.
struct ConnectionServer: Sendable {
    let switchboard: Switchboard

    /// Largest request that is read.
    private static let largest = 110_000_000

    func serve(_ connection: Connection) async {
        let peer = connection.channel.remoteAddress?.ipAddress ?? "127.0.0.1"
        // A caller that goes away, and a reset that was asked for, both end here; neither is worth a word.
        try? await connection.executeThenClose { inbound, outbound in
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let found):
                    head = found
                    body = []
                    if found.headers.first(name: "expect")?.lowercased() == "100-continue" {
                        try await outbound.write(.head(HTTPResponseHead(version: found.version, status: .continue)))
                    }
                case .body(let buffer):
                    guard body.count + buffer.readableBytes <= Self.largest else { return }
                    body.append(contentsOf: buffer.readableBytesView)
                case .end:
                    guard let request = head else { return }
                    let goesOn = try await answer(request, body, peer, connection, outbound)
                    if !goesOn { return }
                }
            }
        }
    }

    private func answer(
        _ head: HTTPRequestHead,
        _ body: [UInt8],
        _ peer: String,
        _ connection: Connection,
        _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    ) async throws -> Bool {
        let request = SandboxRequest(
            head.method.rawValue,
            head.uri,
            headers: head.headers.map { SandboxHeader($0.name, $0.value) },
            body: body,
            peer: peer
        )
        let answer = switchboard.answer(request, target: head.uri)
        if answer.delay > .zero { try await Task.sleep(for: answer.delay) }
        if answer.ending == .reset {
            try await reset(connection)
            return false
        }
        let bodyless = head.method == .HEAD
        var headers = HTTPHeaders(answer.reply.headers.map { ($0.name, $0.value.filter { !$0.isNewline }) })
        let date = switchboard.clock().addingTimeInterval(answer.skew.inSeconds)
        headers.replaceOrAdd(name: "Date", value: Timestamps.http(date))
        let mayHaveBody = ![204, 304].contains(answer.reply.status)
        if mayHaveBody { headers.replaceOrAdd(name: "Content-Length", value: String(answer.reply.body.count)) }
        let status = HTTPResponseStatus(statusCode: answer.reply.status)
        try await outbound.write(.head(HTTPResponseHead(version: head.version, status: status, headers: headers)))
        let bytes =
            answer.ending == .truncated ? answer.reply.body.prefix(answer.reply.body.count / 2) : answer.reply.body[...]
        if mayHaveBody, !bodyless, !bytes.isEmpty {
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
        }
        if answer.ending == .truncated {
            try await reset(connection)
            return false
        }
        try await outbound.write(.end(nil))
        switchboard.fetchLater(answer.fetches)
        return head.isKeepAlive
    }

    /// Ends the connection with a reset instead of a proper end.
    private func reset(_ connection: Connection) async throws {
        let channel = connection.channel
        // Zero seconds of lingering make the system send RST.
        if let socket = channel as? any SocketOptionProvider {
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close()
    }
}
