import NIOCore
import NIOHTTP1
import NIOPosix

/// The local stand-in for all boards: one HTTP server on 127.0.0.1.
///
/// Each board answers under `/<board-id>/…` as its contract says, the admin interface under
/// `/_sandbox/…`, a folder of files under `/site/…`. It is no proof that a board accepts an ad.
public enum Sandbox: Sendable {
    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - settings: What to serve.
    ///   - ready: Called once the server listens.
    /// - Throws: ``PortFault`` when the port cannot be had.
    public static func run(
        _ settings: SandboxSettings,
        ready: @Sendable @escaping (RunningSandbox) -> Void = { _ in }
    ) async throws {
        try await serve(settings) { running, listening in
            ready(running)
            try await listening()
        }
    }

    static func serve<Result: Sendable>(
        _ settings: SandboxSettings,
        _ body: @Sendable (RunningSandbox, @Sendable @escaping () async throws -> Void) async throws -> Result
    ) async throws -> Result {
        let channel = try await listen(at: settings.port)
        let port = channel.channel.localAddress?.port ?? settings.port
        let base = "http://127.0.0.1:\(port)"
        let switchboard = Switchboard(settings, baseURL: base)
        let running = RunningSandbox(baseURL: base, port: port, switchboard: switchboard)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await channel.executeThenClose { inbound in
                    try await withThrowingDiscardingTaskGroup { connections in
                        for try await connection in inbound {
                            connections.addTask { await ConnectionServer(switchboard: switchboard).serve(connection) }
                        }
                    }
                }
            }
            group.addTask { await switchboard.fetchAll() }
            defer { group.cancelAll() }
            return try await body(running) {
                // A stream that never yields ends only with the task.
                let (stream, continuation) = AsyncStream<Never>.makeStream()
                for await _ in stream {}
                continuation.finish()
            }
        }
    }
}

extension Sandbox {
    private static func listen(at port: Int) async throws -> NIOAsyncChannel<Connection, Never> {
        guard (0...65535).contains(port) else { throw PortFault(port: port, isTaken: false) }
        do {
            return try await ServerBootstrap(group: NIOSingletons.posixEventLoopGroup)
                .serverChannelOption(.backlog, value: 256)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: "127.0.0.1", port: port) { child in
                    child.eventLoop.makeCompletedFuture {
                        try child.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                        return try Connection(wrappingChannelSynchronously: child)
                    }
                }
        } catch let error as IOError {
            throw PortFault(port: port, isTaken: error.errnoCode == EADDRINUSE)
        }
    }
}

/// Why a server cannot listen: another one does, or the system gives the port to nobody like us.
public struct PortFault: Error, Sendable, Hashable {
    /// The port.
    public let port: Int
    /// Whether another process listens there.
    public let isTaken: Bool
}

typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

/// Runs a sandbox for as long as the body takes.
///
/// - Parameters:
///   - settings: What to serve.
///   - body: Works with the sandbox; when it returns or throws, the server is gone.
/// - Returns: What the body returns.
public func withSandbox<Result: Sendable>(
    _ settings: SandboxSettings,
    _ body: @Sendable (RunningSandbox) async throws -> Result
) async throws -> Result {
    try await Sandbox.serve(settings) { running, _ in try await body(running) }
}
