import Foundation

/// What a program left behind when it ended.
struct CommandResult: Sendable, CustomStringConvertible {
    let arguments: [String]
    let status: Int32
    let output: String
    let errors: String

    var description: String {
        "\(arguments.joined(separator: " "))\nended with \(status)\n\(output)\n\(errors)"
    }

    /// The output as JSON of a shape.
    func decoded<Shape: Decodable>(as shape: Shape.Type) throws -> Shape {
        do {
            return try JSONDecoder().decode(shape, from: Data(output.utf8))
        } catch {
            throw HarnessError("This is no \(shape): \(error)\n\(self)")
        }
    }
}

/// Why a test could not be carried out, which fails it.
struct HarnessError: Error, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Runs programs to their end.
enum Command {
    /// What `env` is told first: a child inherits the signals that this process's worker threads block, TERM among
    /// them, and would never hear it.
    static let unblocked = ["--default-signal"]

    /// Runs a program found in the search path; what takes longer than `limit` seconds is ended and has status 124.
    static func run(
        _ arguments: [String],
        in folder: String? = nil,
        environment: [String: String] = [:],
        limit: Int = 120
    ) async throws -> CommandResult {
        let files = try ScratchFolder("command")
        defer { files.remove() }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = unblocked + ["timeout", "--kill-after=5", "\(limit)"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(filePath: folder, directoryHint: .isDirectory) }
        process.standardInput = FileHandle.nullDevice
        // Files take any amount; a full pipe would stop the program.
        process.standardOutput = try files.newFile("output")
        process.standardError = try files.newFile("errors")
        let status: Int32 = try await withCheckedThrowingContinuation { waiting in
            process.terminationHandler = { waiting.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                waiting.resume(throwing: error)
            }
        }
        return CommandResult(
            arguments: arguments,
            status: status,
            output: try files.text("output"),
            errors: try files.text("errors")
        )
    }
}

/// A folder for one purpose, removed afterwards.
struct ScratchFolder: Sendable {
    let path: String

    init(_ purpose: String) throws {
        path = NSTemporaryDirectory() + "placard-\(purpose)-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
    }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"), options: .atomic)
    }

    /// An empty file to write to.
    func newFile(_ name: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: "\(path)/\(name)", contents: nil)
        return try FileHandle(forWritingTo: URL(filePath: "\(path)/\(name)"))
    }
}
