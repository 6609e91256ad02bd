import FoundationEssentials
import Testing

/// The files beside the tests.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Roles")

    static let package = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Names of the YAML files in a folder, without their ending.
    static func names(in name: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path())
        let found = names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }.sorted()
        return found.isEmpty ? ["no-files-in-\(name)"] : found
    }

    static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// Compares with a golden file; RECORD=1 writes it anew, and an absent one fails once.
    static func expect(_ text: String, matches name: String) throws {
        let url = folder.appending(path: name)
        let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"
        guard !isRecording, let golden = try? Data(contentsOf: url) else {
            try Data(text.utf8).write(to: url)
            if !isRecording { Issue.record("\(name) was missing and has been written: review it.") }
            return
        }
        #expect(text == String(decoding: golden, as: UTF8.self), "\(name); RECORD=1 writes it anew")
    }
}
