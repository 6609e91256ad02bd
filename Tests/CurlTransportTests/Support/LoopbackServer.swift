import Dispatch
import Glibc
import Synchronization
import Testing

/// An HTTP/1.1 server on an ephemeral loopback port, which does exactly what a test tells it.
///
/// Every connection has a thread of its own, so that an answer may wait for whatever the test holds back.
final class LoopbackServer: Sendable {
    /// A request read to its last byte: as far as a board is concerned, carried out.
    struct Received: Sendable {
        let method: String
        let path: String
        let head: String
        let body: [UInt8]
        /// Number of the connection it came on, from 0.
        let connection: Int

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
        }
    }

    /// What the server does with a request.
    enum Answer: Sendable {
        /// Sends the bytes and keeps the connection.
        case bytes([UInt8])
        /// Sends the bytes and closes the connection.
        case bytesThenClose([UInt8])
        /// Sends the bytes and resets the connection.
        case bytesThenReset([UInt8])
        /// Says nothing until the client hangs up.
        case silence

        static func ok(_ body: String = "", headers: [String] = []) -> Answer {
            let head = (["HTTP/1.1 200 OK", "Content-Length: \(body.utf8.count)"] + headers).joined(separator: "\r\n")
            return .bytes(Array((head + "\r\n\r\n" + body).utf8))
        }

        static func text(_ text: String) -> Answer { .bytes(Array(text.utf8)) }
    }

    let port: UInt16
    private let listener: Int32
    private let answer: @Sendable (Received) -> Answer
    private let log = Mutex<[Received]>([])
    private let connections = Mutex<(open: Set<Int32>, count: Int)>(([], 0))
    private let threads = DispatchGroup()

    var url: String { "http://127.0.0.1:\(port)" }
    var received: [Received] { log.withLock { $0 } }
    var connectionCount: Int { connections.withLock { $0.count } }

    private init(answer: @escaping @Sendable (Received) -> Answer) throws {
        (listener, port) = try Self.listen()
        self.answer = answer
    }

    /// Runs a test against a server that is stopped afterwards.
    static func run(
        answering answer: @escaping @Sendable (Received) -> Answer,
        _ test: (LoopbackServer) async throws -> Void
    ) async throws {
        let server = try LoopbackServer(answer: answer)
        server.inThread { server.acceptAll() }
        defer { server.stop() }
        try await test(server)
    }

    /// A port on which nobody listens.
    static func freePort() throws -> UInt16 {
        let (listener, port) = try listen()
        close(listener)
        return port
    }

    private static func listen() throws -> (Int32, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, length) == 0 && Glibc.listen(listener, 256) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        try #require(isBound)
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private func inThread(_ work: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "loopback").async(group: threads, execute: work)
    }

    private func acceptAll() {
        // Closed here and nowhere else: a number freed while still in use here would soon be another server's.
        defer { close(listener) }
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            let number = connections.withLock { state in
                state.open.insert(descriptor)
                state.count += 1
                return state.count - 1
            }
            inThread { [self] in
                serve(descriptor, number)
                connections.withLock { state in
                    state.open.remove(descriptor)
                    _ = close(descriptor)
                }
            }
        }
    }

    private func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        connections.withLock { state in
            for descriptor in state.open { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    private func serve(_ descriptor: Int32, _ number: Int) {
        var input = SocketInput(descriptor: descriptor)
        while let request = input.request(connection: number) {
            log.withLock { $0.append(request) }
            switch answer(request) {
            case .bytes(let bytes):
                guard Self.send(bytes, to: descriptor) else { return }
            case .bytesThenClose(let bytes):
                _ = Self.send(bytes, to: descriptor)
                return
            case .bytesThenReset(let bytes):
                _ = Self.send(bytes, to: descriptor)
                var linger = linger(l_onoff: 1, l_linger: 0)
                unsafe setsockopt(
                    descriptor,
                    SOL_SOCKET,
                    SO_LINGER,
                    &linger,
                    socklen_t(MemoryLayout.size(ofValue: linger))
                )
                return
            case .silence:
                _ = input.request(connection: number)
                return
            }
        }
    }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var position = 0
        while position < bytes.count {
            let count = unsafe bytes[position...].withUnsafeBytes { room in
                unsafe Glibc.send(descriptor, room.baseAddress, room.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            position += count
        }
        return true
    }
}
