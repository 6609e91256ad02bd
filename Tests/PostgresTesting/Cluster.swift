import Foundation
import Synchronization

/// A PostgreSQL server that belongs to the tests; it ends with their process, however that ends.
public final class Cluster: Sendable {
    /// The server that most tests share, each in a schema of its own.
    public static let shared = Task { try await Cluster.start() }

    /// The folder of the server's socket.
    public let folder: String

    private let process: Process
    private let input: FileHandle
    private let output: Lines

    private init(folder: String, process: Process, input: FileHandle, output: Lines) {
        (self.folder, self.process, self.input, self.output) = (folder, process, input, output)
    }

    deinit { try? input.close() }

    /// Starts a server.
    public static func start() async throws -> Cluster {
        // Short, for the path of a socket is.
        let folder = "/tmp/placard-pg-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [#filePath.replacing("Cluster.swift", with: "cluster.sh"), folder]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let lines = Lines(output.fileHandleForReading)
        let cluster = Cluster(folder: folder, process: process, input: input.fileHandleForWriting, output: lines)
        try await cluster.untilReady()
        return cluster
    }

    /// Ends the server at once, as a crash would, and starts it again.
    public func restart() async throws {
        try input.write(contentsOf: Data("restart\n".utf8))
        try await untilReady()
    }

    /// The ledger's address on this server.
    public func address(user: String = "postgres", folder: String? = nil) -> String {
        "host=\(folder ?? self.folder) user=\(user) dbname=postgres"
    }

    /// The address as `store:` takes it, of a schema of its own.
    ///
    /// - Parameters:
    ///   - user: Whose, with a password behind a colon when one is to stand in it.
    ///   - database: Name of the database.
    ///   - folder: The folder of the socket, where it is not the server's own.
    public func store(
        _ schema: String,
        user: String = "postgres",
        database: String = "postgres",
        folder: String? = nil
    ) -> String {
        "postgresql://\(user)@/\(database)?host=\(folder ?? self.folder)&schema=\(schema)"
    }

    private func untilReady() async throws {
        let line = await output.next()
        guard line == "ready" else { throw ClusterFailure(reason: "PostgreSQL did not start: \(line ?? "no word")") }
    }
}

/// Why there is no server to test with.
public struct ClusterFailure: Error, CustomStringConvertible {
    let reason: String

    /// Creates the failure.
    public init(reason: String) { self.reason = reason }

    /// The reason.
    public var description: String { reason }
}

/// Reads lines on a thread that may wait for them.
private final class Lines: Sendable {
    private let handle: FileHandle
    private let rest = Mutex(Data())

    init(_ handle: FileHandle) { self.handle = handle }

    func next() async -> String? {
        await withCheckedContinuation { waiting in
            DispatchQueue(label: "lines").async { waiting.resume(returning: self.read()) }
        }
    }

    private func read() -> String? {
        while true {
            let line: String? = rest.withLock { rest in
                guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
                defer { rest = Data(rest[(end + 1)...]) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            if let line { return line }
            let more = handle.availableData
            if more.isEmpty { return nil }
            rest.withLock { $0 += more }
        }
    }
}
