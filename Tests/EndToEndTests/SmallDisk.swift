import Foundation
import Testing

/// A folder whose space ends where a test wants it to end.
///
/// It lies on a file system of its own in memory, mounted where this process alone sees it: it is gone with the
/// process that holds it, however that ends. Where nothing can be mounted, no file may grow beyond a length instead.
struct SmallDisk {
    private static let kibibyte = 1024
    private static let size = 1024 * kibibyte

    /// The folder as the program sees it.
    let folder: String
    /// Whether the folder has a file system of its own, so that a full disk is told as such.
    let isMounted: Bool
    private let bench: Workbench
    private let holder: Running
    /// The folder as this process sees it.
    private let outside: String

    init() throws {
        bench = try Workbench()
        folder = "\(bench.folder)/disk"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        holder = try Running(
            program: "/usr/bin/env",
            ["unshare"] + Self.user(["--user", "--map-root-user"])
                + [
                    "--mount", "sh", "-c", "mount -t tmpfs -o size=\(Self.size) tmpfs \"$0\" && echo ready && exec cat",
                    folder,
                ],
            in: bench.folder,
            environment: [:],
            input: Pipe()
        )
        isMounted = holder.firstLine() == "ready"
        outside = isMounted ? "/proc/\(holder.processID)/root\(folder)" : folder
    }

    func remove() {
        holder.send(SIGKILL)
        _ = holder.finish()
        bench.remove()
    }

    /// Runs the program in the folder, with so much space left in it.
    func run(_ arguments: [String], leaving kibibytes: Int? = nil, environment: [String: String]) throws
        -> Workbench.Outcome
    {
        try? FileManager.default.removeItem(atPath: filler)
        var prefix: [String] = []
        if isMounted {
            if let kibibytes { try fill(leaving: kibibytes) }
            prefix =
                ["nsenter", "--mount", "--target", "\(holder.processID)"]
                + Self.user(["--user", "--preserve-credentials"])
        } else if let kibibytes {
            let limit = try longestFile() + kibibytes * Self.kibibyte
            prefix = ["--ignore-signal=XFSZ", "prlimit", "--fsize=\(limit)"]
        }
        let command = prefix + [Workbench.program] + arguments + ["--workspace", folder]
        return try Running(program: "/usr/bin/env", command, in: bench.folder, environment: environment).finish()
    }

    /// Puts a file into the folder.
    func copy(_ path: String, to name: String) throws {
        try FileManager.default.copyItem(atPath: path, toPath: "\(outside)/\(name)")
    }

    /// Removes the files of a name and of names that begin with it.
    func remove(beginningWith name: String) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: outside) where file.hasPrefix(name) {
            try FileManager.default.removeItem(atPath: "\(outside)/\(file)")
        }
    }

    /// Takes the ledger away, and its name out of the workspace: what comes next is a first post.
    func forgetLedger() throws {
        try remove(beginningWith: "placard.db")
        let path = "\(outside)/placard.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("ledger:") }
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    }

    private var filler: String { "\(outside)/filler" }

    private func fill(leaving kibibytes: Int) throws {
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: outside)
        let free = try #require((attributes[.systemFreeSize] as? NSNumber)?.intValue)
        try Data(count: max(0, free - kibibytes * Self.kibibyte)).write(to: URL(fileURLWithPath: filler))
    }

    private func longestFile() throws -> Int {
        try FileManager.default.subpathsOfDirectory(atPath: outside).map { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(outside)/\(name)")
            return (attributes[.size] as? NSNumber)?.intValue ?? 0
        }
        .max() ?? 0
    }

    /// What somebody who may mount nothing by right has to add.
    private static func user(_ words: [String]) -> [String] { geteuid() == 0 ? [] : words }
}
