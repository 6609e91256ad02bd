import Dispatch
import Glibc
import Ledger
import Synchronization

/// Hears the server's hints on a connection and a thread of its own, once anybody wants them.
final class Listener: Sendable {
    private struct State: Sendable {
        var hearers: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastHearer = 0
        var isStarted = false
        var isStopped = false
    }

    private let channel: String
    private let lifetime: Lifetime
    private let connect: @Sendable () throws(Fault) -> Connection
    private let state = Mutex(State())
    private let bell = Bell()

    init(channel: String, lifetime: Lifetime, connect: @escaping @Sendable () throws(Fault) -> Connection) {
        self.channel = channel
        self.lifetime = lifetime
        self.connect = connect
    }

    /// Hints from now on; several that nobody took are one.
    func hints() -> AsyncStream<Void> {
        let (stream, hearer) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let (isFirst, number) = state.withLock { state in
            state.lastHearer += 1
            if state.isStopped { hearer.finish() } else { state.hearers[state.lastHearer] = hearer }
            defer { state.isStarted = true }
            return (!state.isStarted && !state.isStopped, state.lastHearer)
        }
        hearer.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.hearers.removeValue(forKey: number) }
        }
        if isFirst { DispatchQueue(label: "hints").async { self.listen() } }
        return stream
    }

    // MARK: The thread

    private func listen() {
        var backoff = Backoff()
        var generator = SystemRandomNumberGenerator()
        while !state.withLock({ $0.isStopped }) {
            do throws(Fault) {
                let connection = try connect()
                _ = try connection.run("LISTEN \(connection.identifier(channel))")
                backoff = Backoff()
                // What was said before this moment nobody has heard.
                repeat { tell() } while try hears(connection)
            } catch {
                lifetime.pause(backoff.next(using: &generator))
            }
        }
    }

    /// Waits for the next hint; false when it is time to stop.
    private func hears(_ connection: Connection) throws(Fault) -> Bool {
        while true {
            var descriptors = [
                pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = unsafe poll(&descriptors, 2, -1)
            if descriptors[1].revents != 0 { return false }
            if descriptors[0].revents != 0, try connection.notifications() > 0 { return true }
        }
    }

    private func tell() {
        for hearer in state.withLock({ $0.hearers.values }) { hearer.yield() }
    }

    /// Ends all hints.
    func stop() {
        let hearers = state.withLock { state in
            state.isStopped = true
            defer { state.hearers = [:] }
            return state.hearers.values
        }
        for hearer in hearers { hearer.finish() }
        bell.ring()
    }
}

/// Ends a wait for descriptors from another thread.
private final class Bell: Sendable {
    /// Becomes readable, for good, when the bell has rung.
    let descriptor: Int32
    private let rope: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without descriptors left there is no connection to wait for either.
        _ = unsafe pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (descriptor, rope) = (ends[0], ends[1])
    }

    deinit {
        close(descriptor)
        close(rope)
    }

    func ring() { _ = unsafe write(rope, "!", 1) }
}
