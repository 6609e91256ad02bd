import Dispatch
import Foundation
import Glibc
import PostgresTesting
import Synchronization

/// Stands between a ledger and its server, and breaks connections at moments that tests choose.
final class Proxy: Sendable {
    /// When a connection breaks for its client.
    enum Trap: Sendable {
        /// Before the server gets a request that has these words in it.
        case request(String)
        /// The same, but the server is not told, and keeps the connection and its transaction.
        case requestUnnoticed(String)
        /// When the server has answered, and the client has not heard it.
        case reply(String)
        /// The same, but nobody is told: the client waits for an answer that never comes.
        case silence(String)
    }

    private struct State: Sendable {
        var trap: Trap?
        var sprung = 0
        var refuses = false
        var abandoned: [Int32] = []
    }

    /// The folder of the proxy's socket.
    let folder: String

    private let server: String
    private let listener: Int32
    private let state = Mutex(State())

    init(to cluster: Cluster) throws {
        folder = "/tmp/placard-px-\(UUID().uuidString.prefix(8).lowercased())"
        server = cluster.folder + "/.s.PGSQL.5432"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        listener = unsafe try Self.socketAt(folder + "/.s.PGSQL.5432", Glibc.bind)
        guard listen(listener, 64) == 0 else { throw ClusterFailure(reason: "the proxy cannot listen") }
        DispatchQueue(label: "proxy").async { [listener, weak self] in
            while case let client = accept(listener, nil, nil), client >= 0 { self?.serve(client) }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for descriptor in state.withLock({ $0.abandoned }) { close(descriptor) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Breaks the next connection that this happens on.
    func set(_ trap: Trap) { state.withLock { $0.trap = trap } }

    /// From now on, nobody gets through, or somebody does again.
    func refuse(_ refuses: Bool) { state.withLock { $0.refuses = refuses } }

    /// How often a trap has sprung.
    var sprung: Int { state.withLock { $0.sprung } }

    private func serve(_ client: Int32) {
        guard !state.withLock({ $0.refuses }), let upstream = unsafe try? Self.socketAt(server, Glibc.connect) else {
            close(client)
            return
        }
        DispatchQueue(label: "proxied").async { self.pass(between: client, and: upstream) }
    }

    private func pass(between client: Int32, and server: Int32) {
        var descriptors = [client, server].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var (keepsClient, keepsServer) = (false, false)
        passing: while unsafe poll(&descriptors, 2, -1) > 0 {
            for (from, to) in [(client, server), (server, client)] {
                guard descriptors[from == client ? 0 : 1].revents != 0 else { continue }
                let count = unsafe read(from, &buffer, buffer.count)
                guard count > 0 else { break passing }
                switch spring(buffer[..<count], isRequest: from == client) {
                case .pass: break
                case .cut(let unnoticed):
                    keepsServer = unnoticed
                    break passing
                case .hang:
                    (keepsClient, keepsServer) = (true, true)
                    break passing
                }
                guard unsafe write(to, buffer, count) == count else { break passing }
            }
        }
        for (end, isKept) in [(client, keepsClient), (server, keepsServer)] {
            if isKept { state.withLock { $0.abandoned.append(end) } } else { close(end) }
        }
    }

    private enum Fate { case pass, cut(unnoticed: Bool), hang }

    private func spring(_ bytes: ArraySlice<UInt8>, isRequest: Bool) -> Fate {
        state.withLock { state in
            let fate: Fate
            switch state.trap {
            case .request(let words) where isRequest && bytes.contains(words.utf8): fate = .cut(unnoticed: false)
            case .requestUnnoticed(let words) where isRequest && bytes.contains(words.utf8):
                fate = .cut(unnoticed: true)
            case .reply(let words) where !isRequest && bytes.contains(words.utf8): fate = .cut(unnoticed: false)
            case .silence(let words) where !isRequest && bytes.contains(words.utf8): fate = .hang
            default: return .pass
            }
            state.trap = nil
            state.sprung += 1
            return fate
        }
    }

    private static func socketAt(
        _ path: String,
        _ use: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32
    ) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe use(descriptor, $0, size) }
        }
        guard result == 0 else {
            close(descriptor)
            throw ClusterFailure(reason: "no socket at \(path): error \(errno)")
        }
        return descriptor
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ words: String.UTF8View) -> Bool {
        firstRange(of: Array(words)) != nil
    }
}
