import Foundation

/// Where the tests find what they need.
enum Places {
    /// The project's folder.
    static let root = #filePath.components(separatedBy: "/Tests/RealSoftwareTests/")[0]

    /// The scripts that start peers.
    static let peers = "\(root)/Tests/Peers"

    /// The program under test: PLACARD_BINARY, or the one built beside these tests.
    static func placard() throws -> String {
        let named = ProcessInfo.processInfo.environment["PLACARD_BINARY"]
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = URL(filePath: tests).deletingLastPathComponent().appending(path: "placard").path
        let path = named ?? beside
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw HarnessError("There is no program at \(path). Build it, or name one with PLACARD_BINARY.")
        }
        return path
    }

    /// The Python environment of the tests, made on first use.
    static func python() async throws -> String {
        let result = try await Command.run(["\(peers)/python/setup"], limit: 400)
        let folder = result.output.split(separator: "\n").last.map(String.init)
        guard result.status == 0, let folder else {
            throw HarnessError(
                "The Python environment of the tests could not be made. Run Scripts/setup --tests, and let pip reach "
                    + "its index.\n\(result)"
            )
        }
        return folder
    }
}
