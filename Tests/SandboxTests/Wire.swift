import NIOCore
import NIOPosix

/// One exchange over a socket, byte by byte.
struct Wire {
    let bytes: [UInt8]
    let wasReset: Bool

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var status: Int { Int(text.dropFirst(9).prefix(3)) ?? 0 }
    var body: String { text.firstRange(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? "" }

    func header(_ name: String) -> String? {
        let lines = text.prefix { $0 != "{" }.split(separator: "\r\n")
        let line = lines.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        return line.map { String($0.dropFirst(name.count + 2)) }
    }

    /// Sends a request and reads until the server ends the connection.
    static func send(
        _ port: Int,
        _ method: String,
        _ target: String,
        headers: [String] = [],
        body: String = ""
    ) async throws -> Wire {
        let channel = try await ClientBootstrap(group: NIOSingletons.posixEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let head = [
            "\(method) \(target) HTTP/1.1", "Host: x", "Connection: close", "Content-Length: \(body.utf8.count)",
        ]
        let request = (head + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var bytes: [UInt8] = []
            do {
                for try await part in inbound { bytes.append(contentsOf: part.readableBytesView) }
                return Wire(bytes: bytes, wasReset: false)
            } catch is IOError {
                return Wire(bytes: bytes, wasReset: true)
            }
        }
    }
}
