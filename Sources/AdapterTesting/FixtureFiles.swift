import AdapterKit
import Documents
import FoundationEssentials

/// The files of one fixture inside an adapter's folder.
public struct FixtureFiles: Sendable {
    let pack: AdapterPack
    let fixture: String

    init(pack: AdapterPack, fixture: String) {
        self.pack = pack
        self.fixture = fixture
    }

    var place: String { "\(pack.id)/fixtures/\(fixture)" }

    static let goldens: Set<String> = ["request.http", "outcome.json", "document.out"]

    func path(_ name: String) -> String { "fixtures/\(fixture)/\(name)" }

    func bytes(_ name: String) -> [UInt8]? { pack.files[path(name)] }

    /// Golden files that the fixture no longer makes.
    func unexpected(_ made: some Sequence<String>) -> [String] {
        let made = Set(made)
        return Self.goldens.map(path).filter { pack.files[$0] != nil && !made.contains($0) }.sorted()
    }

    func input() throws -> FixtureInput {
        var decoding = FixtureDecoding()
        let input = decoding.input(posting: try node("posting"), settings: try node("settings"))
        try decoding.problems.refuseIfBroken()
        return input
    }

    /// A file that a person wrote, as YAML or JSON; JSON is YAML here.
    private func node(_ name: String) throws -> Node? {
        for file in ["\(name).yaml", "\(name).yml", "\(name).json"] {
            guard let bytes = bytes(file) else { continue }
            return try YAML.parse(String(decoding: bytes, as: UTF8.self), file: pack.prefix + path(file))
        }
        return nil
    }

    /// The text of a file that the fixture names by a path from its own folder.
    func text(at relative: String) throws -> (text: String, file: String) {
        var parts: [String] = []
        for part in path(relative).split(separator: "/").map(String.init) where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        let inside = parts.joined(separator: "/")
        if let bytes = pack.files[inside] { return (String(decoding: bytes, as: UTF8.self), pack.prefix + inside) }
        guard let data = FileManager.default.contents(atPath: pack.prefix + inside) else {
            throw FixtureFault(
                message: "The file \"\(relative)\" could not be read.",
                remedy: "Name it by its path from the fixture's folder."
            )
        }
        return (String(decoding: data, as: UTF8.self), pack.prefix + inside)
    }

    /// Writes golden files.
    ///
    /// - Parameters:
    ///   - reports: What the runner made.
    ///   - directory: The adapter's folder.
    /// - Returns: The paths that were written because they had changed.
    /// - Throws: An error of the file system.
    public static func write(_ reports: [FixtureReport], below directory: String) throws -> [String] {
        var written: [String] = []
        for (path, bytes) in reports.flatMap({ $0.goldens.sorted { $0.key < $1.key } }) {
            let file = "\(directory)/\(path)"
            guard FileManager.default.contents(atPath: file) != Data(bytes) else { continue }
            try Data(bytes).write(to: URL(filePath: file))
            written.append(path)
        }
        return written
    }
}
