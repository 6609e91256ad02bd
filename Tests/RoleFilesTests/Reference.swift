import Foundation
import Roles
import Testing

/// The tables of `docs/role-file.md`.
enum Reference {
    /// One key.
    struct Row: Sendable, CustomTestStringConvertible {
        let key: String
        let must: String
        let type: String
        let example: String
        var testDescription: String { key }
    }

    /// The least and the greatest value of a number.
    struct Bound: Sendable {
        let key: String
        let least: Int
        let greatest: Int

        /// The other end of the same range.
        var other: String {
            key.hasSuffix(".min") ? String(key.dropLast(3)) + "max" : String(key.dropLast(3)) + "min"
        }
    }

    static let text =
        (try? String(contentsOf: Fixtures.package.appending(path: "docs/role-file.md"), encoding: .utf8)) ?? ""

    static let rows = cells(count: 5).map { cells in
        Row(key: code(cells[0]), must: cells[1], type: cells[2], example: code(cells[4]))
    }

    static let bounds = cells(count: 3).compactMap { cells -> Bound? in
        guard let least = Int(cells[1]), let greatest = Int(cells[2]) else { return nil }
        return Bound(key: code(cells[0]), least: least, greatest: greatest)
    }

    /// How the document names a kind of value.
    static func word(_ kind: RoleSchema.Kind) -> String {
        switch kind {
        case .text: "text"
        case .markup: "rich text"
        case .number: "number"
        case .boolean: "truth value"
        case .date: "date"
        case .list: "list"
        case .object: "object"
        }
    }

    private static func cells(count: Int) -> [[String]] {
        text.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .map { $0.dropFirst(2).dropLast(2).components(separatedBy: " | ") }
            .filter { $0.count == count }
    }

    private static func code(_ cell: String) -> String {
        cell.trimmingCharacters(in: CharacterSet(charactersIn: "`"))
    }
}
