public import Documents
import FoundationEssentials

/// The files of one adapter's folder, as bytes.
public struct AdapterPack: Sendable, Hashable {
    /// The folder's name, which is the adapter's id.
    public let id: String

    /// The files by their path inside the folder, such as `manifest.yaml` or `fixtures/plain/role.yaml`.
    public let files: [String: [UInt8]]

    /// What stands before a file's name in messages, with its slash; such as `Adapters/example/`.
    public let prefix: String

    /// Creates a pack from files that were read elsewhere.
    ///
    /// - Parameters:
    ///   - id: The folder's name.
    ///   - files: The files by their path inside the folder.
    public init(id: String, files: [String: [UInt8]]) {
        self.init(id: id, files: files, prefix: "\(id)/")
    }

    /// Reads a folder with everything below it; hidden files are left out.
    ///
    /// - Parameter directory: Path of the folder; its last component is the adapter's id.
    /// - Throws: ``Diagnostics`` when the folder or one of its files cannot be read or is larger than 4 MB.
    public init(directory: String) throws(Diagnostics) {
        var path = directory
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        let problems = Problems()
        let files = Self.read(path, problems: problems)
        try problems.refuseIfBroken()
        self.init(id: Self.name(of: path), files: files, prefix: "\(path)/")
    }

    private init(id: String, files: [String: [UInt8]], prefix: String) {
        self.id = id
        self.files = files
        self.prefix = prefix
    }

    /// Largest file that is read, in bytes.
    private static let largest = 4 << 20

    private static func name(of path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        guard last == "." || last == ".." else { return last }
        let whole = URL(filePath: path).standardizedFileURL.lastPathComponent
        return whole.isEmpty ? last : whole
    }

    private static func read(_ directory: String, problems: Problems) -> [String: [UInt8]] {
        let start = SourceLocation(file: directory, line: 1, column: 1)
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: directory) else {
            problems.error(
                "no-folder",
                at: start,
                "The folder \"\(directory)\" could not be read.",
                remedy: "Name a folder that holds a manifest.yaml."
            )
            return [:]
        }
        var files: [String: [UInt8]] = [:]
        for name in names.sorted() where !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            let path = "\(directory)/\(name)"
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard attributes?[.type] as? FileAttributeType == .typeRegular else { continue }
            let place = SourceLocation(file: path, line: 1, column: 1)
            if let size = attributes?[.size] as? UInt64 ?? (attributes?[.size] as? Int).map(UInt64.init), size > largest
            {
                problems.error("too-large", at: place, "\"\(path)\" is larger than 4 MB.", remedy: "Leave it out.")
                continue
            }
            guard let data = FileManager.default.contents(atPath: path) else {
                problems.error("no-file", at: place, "\"\(path)\" could not be read.", remedy: "Check its permissions.")
                continue
            }
            files[name] = [UInt8](data)
        }
        return files
    }
}
