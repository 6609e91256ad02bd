import Glibc

/// Reads requests from a socket.
struct SocketInput {
    let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// The next request with its whole body, or nil when the client hung up first.
    mutating func request(connection: Int) -> LoopbackServer.Received? {
        var headEnd = Self.endOfHead(in: buffer)
        while headEnd == nil {
            guard readMore() else { return nil }
            headEnd = Self.endOfHead(in: buffer)
        }
        guard let headEnd else { return nil }
        let head = String(decoding: buffer[..<headEnd], as: UTF8.self)
        let words = head.prefix { $0 != "\r\n" }.split(separator: " ").map(String.init)
        let length =
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        while buffer.count < headEnd + length {
            guard readMore() else { return nil }
        }
        let body = Array(buffer[headEnd..<headEnd + length])
        buffer.removeFirst(headEnd + length)
        return .init(method: words[0], path: words[1], head: head, body: body, connection: connection)
    }

    private mutating func readMore() -> Bool {
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { room, count in
            unsafe count = max(0, recv(descriptor, room.baseAddress, room.count, 0))
        }
        buffer += chunk
        return !chunk.isEmpty
    }

    private static func endOfHead(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (4...bytes.count).first { bytes[($0 - 4)..<$0].elementsEqual([13, 10, 13, 10]) }
    }
}
