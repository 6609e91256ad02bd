public import Documents
import FoundationEssentials
public import Roles

/// A role file as it was read: the role, and beside it what is for the hiring team only.
public struct RoleFile: Sendable, Hashable {
    /// The role, which knows nothing of the hiring team's part.
    public let role: Role

    /// The hiring team's part, if the file has one.
    public let hiringTeam: HiringTeam?

    /// Name of the file as it was given.
    public let file: String

    /// The most bytes a role file may have: 1 MiB.
    public static let maximumSize = 1_048_576

    /// Reads YAML or JSON text.
    ///
    /// The file is accepted whole or refused whole; a refusal lists every fault of the file in the order of its
    /// lines, each with its place and the nearest known name.
    ///
    /// - Parameters:
    ///   - text: The document.
    ///   - file: Name used in locations.
    public static func read(text: String, file: String) throws(Diagnostics) -> RoleFile {
        try checkSize(text.utf8.count, file: file)
        let root = try YAML.parse(text, file: file)
        let problems = Problems()
        guard let members = root.members else {
            problems.error(
                "not-an-object",
                at: root.location,
                "A role file must be an object, not \(root.kind).",
                remedy: "Begin with lines such as \"id: my-role\" and \"title: My role\"."
            )
            throw Diagnostics(problems.found)
        }
        // The hiring team's part is taken out before anything else looks at the document.
        var reader = ObjectReader(root, problems: problems)
        let hiringTeam = reader.object(hiringTeamKey) { HiringTeam(&$0) }
        var shownMembers = members.filter { $0.key != hiringTeamKey }
        for member in shownMembers where Nearest.name(to: member.key, among: [hiringTeamKey]) != nil {
            problems.error(
                "unknown-key",
                at: member.location,
                field: member.key,
                "\"\(member.key)\" is not a known key.",
                remedy: "Did you mean \"\(hiringTeamKey)\"?"
            )
        }
        shownMembers.removeAll { Nearest.name(to: $0.key, among: [hiringTeamKey]) != nil }
        let shown = Node(.mapping(shownMembers), at: root.location)
        let role = Role.read(shown, problems: problems)
        guard problems.isClean, let role else { throw Diagnostics(problems.found.inDocumentOrder) }
        return RoleFile(role: role, hiringTeam: hiringTeam, file: file)
    }

    /// Reads the bytes of a file.
    ///
    /// - Parameters:
    ///   - bytes: YAML or JSON in UTF-8.
    ///   - file: Name used in locations.
    public static func read(bytes: [UInt8], file: String) throws(Diagnostics) -> RoleFile {
        try checkSize(bytes.count, file: file)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Diagnostics([
                Diagnostic(
                    code: "encoding",
                    at: SourceLocation(file: file, line: 1, column: 1),
                    "The file is not UTF-8 text.",
                    remedy: "Save it with the encoding UTF-8."
                )
            ])
        }
        return try read(text: text, file: file)
    }

    /// Reads a file from disk.
    public static func read(path: String) throws(Diagnostics) -> RoleFile {
        let bytes: Data
        do {
            // Looks at the size first, so that a huge file is never loaded.
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            try checkSize(size ?? 0, file: path)
            bytes = try Data(contentsOf: URL(filePath: path))
        } catch let refusal as Diagnostics {
            throw refusal
        } catch {
            throw Diagnostics([
                Diagnostic(
                    code: "unreadable",
                    at: SourceLocation(file: path, line: 1, column: 1),
                    "The file cannot be read.",
                    remedy: "Check that it exists and that you may read it."
                )
            ])
        }
        return try read(bytes: Array(bytes), file: path)
    }

    private static let hiringTeamKey = "hiringTeam"

    private static func checkSize(_ size: Int, file: String) throws(Diagnostics) {
        guard size > maximumSize else { return }
        throw Diagnostics([
            Diagnostic(
                code: "too-large",
                at: SourceLocation(file: file, line: 1, column: 1),
                "The file has \(size) bytes; a role file has at most \(maximumSize).",
                remedy: "Move pictures and attachments to the web and link to them."
            )
        ])
    }
}

extension [Diagnostic] {
    /// The diagnostics by line and column; those of one place stay in the order found.
    var inDocumentOrder: [Diagnostic] {
        enumerated().sorted { left, right in
            let first = (left.element.location?.line ?? 0, left.element.location?.column ?? 0, left.offset)
            let second = (right.element.location?.line ?? 0, right.element.location?.column ?? 0, right.offset)
            return first < second
        }
        .map(\.element)
    }
}
