import Documents
import Foundation
import Synchronization
import Testing

/// Runs the built `placard` in a folder of its own.
struct Workbench {
    let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "placard-test-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// The program that the environment names in `PLACARD_BINARY`, else the one that this build made, beside the test's own bundle.
    static let program: String = {
        if let chosen = ProcessInfo.processInfo.environment["PLACARD_BINARY"] {
            return URL(fileURLWithPath: chosen, relativeTo: URL(fileURLWithPath: repository)).path
        }
        var here = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        while here.path != "/" {
            let candidate = here.appendingPathComponent("placard").path
            let kind = try? FileManager.default.attributesOfItem(atPath: candidate)[.type] as? FileAttributeType
            if kind == .typeRegular { return candidate }
            here = here.deletingLastPathComponent()
        }
        return "placard"
    }()

    /// What a run of the program left.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String

        /// Standard output as JSON; a test fails when it is none.
        func json() throws -> Value {
            try #require(
                JSON.parse(Array(output.utf8)),
                "no JSON on standard output: \(output.prefix(400)) \(errors.prefix(400))"
            )
        }

        /// The state of each posting by account.
        func states() throws -> [String: String] {
            let postings = try #require(json()["postings"]?.list)
            return Dictionary(postings.map { ($0["account"]?.text ?? "", $0["state"]?.text ?? "") }) { first, _ in first
            }
        }
    }

    /// Runs the program to its end.
    func run(_ arguments: [String], environment: [String: String] = [:], input: String? = nil) throws -> Outcome {
        let process = try start(arguments, environment: environment)
        return process.finish()
    }

    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
        try run(arguments, environment: environment)
    }

    /// Starts the program; a server is up for as long as its test wants.
    func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        isServer: Bool = false
    ) throws -> Running {
        try Running(program: Self.program, arguments, in: folder, environment: environment, isServer: isServer)
    }

    /// Writes a file below the folder.
    func write(_ text: String, to name: String) throws {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// A role's file that every board can take, told apart by its title.
    func writeRole(_ id: String, title: String = "Machine Learning Engineer") throws {
        // The demonstration's own role says what a board's catalogue asks for.
        let ready = "\(folder)/roles/machine-learning-engineer.yaml"
        let bundled = "\(Self.repository)/Templates/roles/machine-learning-engineer.yaml"
        let source = FileManager.default.fileExists(atPath: ready) ? ready : bundled
        let template = try String(contentsOfFile: source, encoding: .utf8)
        let lines = template.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("id:") { return "id: \(id)" }
            if line.hasPrefix("title:") { return "title: \(title)" }
            if line.hasPrefix("requisition:") { return "requisition: \(id.uppercased())" }
            return String(line)
        }
        try write(lines.joined(separator: "\n"), to: "roles/\(id).yaml")
    }

    /// The repository's folder.
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

/// A program that runs, its output collected as it comes.
final class Running: Sendable {
    private let process: Process
    private let output = Collector()
    private let errors = Collector()

    init(
        program: String,
        _ arguments: [String],
        in folder: String,
        environment: [String: String],
        input: Pipe? = nil,
        isServer: Bool = false
    ) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        try process.run()
        if !isServer { endInTime() }
    }

    /// Kills the process when it is still there after far longer than any command here takes: one that hangs is
    /// ended, so that its test fails and the others go on.
    func endInTime() {
        let id = processID
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(600)) {
            // The number may belong to somebody else by then.
            guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                status.split(separator: ")").last?.split(separator: " ").dropFirst().first == "\(getpid())"
            else { return }
            Foundation.kill(id, SIGKILL)
        }
    }

    var processID: Int32 { process.processIdentifier }

    func send(_ signal: Int32) { Foundation.kill(process.processIdentifier, signal) }

    /// Waits for the end and gives everything that was written.
    func finish() -> Workbench.Outcome {
        let (out, err) = (output.text(), errors.text())
        process.waitUntilExit()
        let status =
            process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
        return Workbench.Outcome(status: status, output: out, errors: err)
    }

    /// Reads the first line of standard output.
    func firstLine() -> String? { output.line() }

    /// Reads the first line of standard error.
    func firstComplaint() -> String? { errors.line() }

    /// Reads standard output until it holds one whole JSON document.
    func firstDocument() throws -> Value {
        try #require(output.document(), "no JSON document on standard output")
    }
}

/// Collects what comes through a pipe.
final class Collector: Sendable {
    let pipe = Pipe()
    private let bytes = Mutex<[UInt8]>([])

    /// Everything until the writer closes.
    func text() -> String {
        while true {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { break }
            bytes.withLock { $0 += data }
        }
        return bytes.withLock { String(decoding: $0, as: UTF8.self) }
    }

    /// The first line, or nil when the writer closes before.
    func line() -> String? {
        while true {
            if let end = bytes.withLock({ $0.firstIndex(of: 0x0A) }) {
                return bytes.withLock { String(decoding: $0[..<end], as: UTF8.self) }
            }
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { return nil }
            bytes.withLock { $0 += data }
        }
    }

    /// The first whole JSON document, or nil when the writer closes before.
    func document() -> Value? {
        while true {
            if let value = bytes.withLock({ $0.last == 0x0A ? JSON.parse($0) : nil }) { return value }
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { return nil }
            bytes.withLock { $0 += data }
        }
    }
}
