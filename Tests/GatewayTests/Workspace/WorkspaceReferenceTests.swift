import Documents
import Foundation
import Testing

@testable import Gateway

/// `docs/workspace.md` says of every key what the reader does with it.
@Suite("The reference of placard.yaml")
struct WorkspaceReferenceTests {
    private struct Row: Sendable {
        let key: String
        let isRequired: Bool
        let example: String
    }

    private static let text: String = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return (try? String(contentsOf: package.appending(path: "docs/workspace.md"), encoding: .utf8)) ?? ""
    }()

    private static let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
        let cells = line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        let marks = CharacterSet(charactersIn: "`")
        return Row(
            key: cells[0].trimmingCharacters(in: marks),
            isRequired: cells[1] == "yes",
            example: cells[4].trimmingCharacters(in: marks)
        )
    }

    /// A file that says one thing at a path, and otherwise what must be there.
    private static func file(_ path: String, _ value: String) -> String {
        let place = "accounts.NAME."
        guard path.hasPrefix(place) else {
            let base = path == "schema" ? "" : "schema: 1\n"
            return base + "\(path): \(value)\n" + (path == "groups" ? "accounts: { social: { adapter: a } }\n" : "")
        }
        let key = path.dropFirst(place.count)
        let adapter = key == "adapter" ? "" : "    adapter: a\n"
        return "schema: 1\naccounts:\n  social:\n\(adapter)    \(key): \(value)\n"
    }

    private static func known(in path: String) throws -> [String] {
        let refusal = try #require(throws: Diagnostics.self) {
            try WorkspaceFile(file(path + "quixoticquixotic", "a"), file: "f")
        }
        let remedy = refusal.all.first { $0.code == "unknown-key" }?.remedy ?? ""
        return remedy.dropFirst("Known keys here: ".count).dropLast().split(separator: ", ").map { path + $0 }
    }

    @Test("explains every key that the reader knows, and no other")
    func keys() throws {
        let known = try Self.known(in: "") + Self.known(in: "accounts.NAME.")
        #expect(known.count > 10)
        #expect(Self.rows.map(\.key).sorted() == known.sorted())
    }

    @Test("shows examples that the reader takes, and says which keys must be there")
    func examples() throws {
        for row in Self.rows {
            _ = try WorkspaceFile(Self.file(row.key, row.example), file: "f")
        }
        #expect(Self.rows.filter(\.isRequired).map(\.key) == ["schema", "accounts.NAME.adapter"])
        #expect(throws: Diagnostics.self) { try WorkspaceFile("store: a\n", file: "f") }
        #expect(throws: Diagnostics.self) { try WorkspaceFile("schema: 1\naccounts: { a: {} }\n", file: "f") }
    }

    @Test("shows a whole file with every key in it")
    func whole() throws {
        let parts = Self.text.components(separatedBy: "```")
        let yaml = try #require(parts.first { $0.hasPrefix("yaml\n") }).dropFirst(5)
        let file = try WorkspaceFile(String(yaml), file: "f")
        #expect(file.accounts.count == 3)
        for row in Self.rows {
            let key = row.key.split(separator: ".").last.map(String.init) ?? ""
            #expect(yaml.contains("\(key):"), "\(key)")
        }
    }
}
