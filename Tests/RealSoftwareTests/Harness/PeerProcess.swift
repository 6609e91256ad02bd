import Foundation

/// A server that a script of Tests/Peers started; it ends with its standard input, so it cannot outlive the tests.
struct PeerProcess: Sendable {
    /// Where it takes requests, without a slash at the end.
    let url: String
    private let process: Process
    private let input: FileHandle

    /// Starts a peer and waits until it says that it is ready.
    ///
    /// - Throws: ``HarnessError`` with what the script complained of, when it ends or is silent for a minute.
    static func start(_ arguments: [String], path: String? = nil) async throws -> PeerProcess {
        let files = try ScratchFolder("peer")
        defer { files.remove() }
        let (process, input, output) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = Command.unblocked + arguments
        var environment = ProcessInfo.processInfo.environment
        if let path { environment["PATH"] = path + ":" + (environment["PATH"] ?? "/usr/bin:/bin") }
        process.environment = environment
        process.standardInput = input
        process.standardOutput = output
        process.standardError = try files.newFile("errors")
        try process.run()
        DispatchQueue.global().asyncAfter(deadline: .now() + 60) { [weak process] in
            // Only a peer that never became ready still has nobody who waits for its end.
            if let process, process.terminationHandler == nil { process.terminate() }
        }
        let line = await firstLine(output.fileHandleForReading)
        guard let url = line.split(separator: " ").last, line.hasPrefix("ready ") else {
            process.terminate()
            let errors = (try? files.text("errors")) ?? ""
            throw HarnessError(
                "This peer did not start: \(arguments.joined(separator: " ")). Run Scripts/setup --tests for what it "
                    + "needs.\n\(line)\n\(errors)"
            )
        }
        process.terminationHandler = { _ in }
        return PeerProcess(url: String(url), process: process, input: input.fileHandleForWriting)
    }

    /// Ends the peer and waits for its end; one that does not end by itself within 20 seconds is killed.
    func stop() async {
        try? input.close()
        let process = process
        DispatchQueue.global().asyncAfter(deadline: .now() + 20) { [weak process] in
            if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        await withCheckedContinuation { waiting in
            DispatchQueue.global().async {
                process.waitUntilExit()
                waiting.resume()
            }
        }
    }

    private static func firstLine(_ handle: FileHandle) async -> String {
        await withCheckedContinuation { waiting in
            DispatchQueue.global().async {
                var bytes = Data()
                while !bytes.contains(UInt8(ascii: "\n")) {
                    let more = handle.availableData
                    if more.isEmpty { break }
                    bytes += more
                }
                let text = String(decoding: bytes, as: UTF8.self)
                waiting.resume(returning: text.split(separator: "\n").first.map(String.init) ?? "")
            }
        }
    }
}
