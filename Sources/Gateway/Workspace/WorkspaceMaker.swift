import FoundationEssentials

/// Makes a workspace in a folder; what is there already is left as it is.
public struct WorkspaceMaker: Sendable {
    /// The folder.
    public let folder: String

    /// Creates a maker.
    public init(folder: String) {
        self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    /// Makes what is missing.
    ///
    /// - Returns: Names of what was made.
    public func make() throws -> [String] {
        var made: [String] = []
        try makeFolder(folder)
        if !FileManager.default.fileExists(atPath: "\(folder)/\(Workspace.fileName)") {
            try write([UInt8](WorkspaceFile().text.utf8), to: "\(folder)/\(Workspace.fileName)")
            made.append(Workspace.fileName)
        }
        if !FileManager.default.fileExists(atPath: "\(folder)/roles") {
            try makeFolder("\(folder)/roles")
            made.append("roles/")
        }
        let ignored = "\(folder)/.gitignore"
        let wanted = ["placard.db", "placard.db-*", "placard.db.lock", ".placard-key"]
        let old = FileManager.default.contents(atPath: ignored).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let missing = wanted.filter { !old.split(separator: "\n").map(String.init).contains($0) }
        if !missing.isEmpty {
            let separator = old.isEmpty || old.hasSuffix("\n") ? "" : "\n"
            try write([UInt8]((old + separator + missing.joined(separator: "\n") + "\n").utf8), to: ignored)
            made.append(".gitignore")
        }
        return made
    }

    /// Writes a file whole, making its folder when needed.
    public func write(_ bytes: [UInt8], to path: String) throws {
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try makeFolder(parent)
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw GatewayError(
                code: "not-written",
                "\(path) could not be written.",
                remedy: "Check the folder's permissions and free space."
            )
        }
    }

    private func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw GatewayError(
                code: "no-folder",
                "The folder \(path) could not be made.",
                remedy: "Check permissions and free space."
            )
        }
    }
}
