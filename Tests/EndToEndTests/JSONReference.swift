import Documents
import Foundation

/// The tables of `docs/json.md`, and documents held against them.
struct JSONReference {
    /// Members with their types, by object.
    let objects: [String: [String: String]]
    /// Document and exit statuses, by command.
    let commands: [String: (document: String, statuses: Set<Int32>)]

    init() throws {
        let text = try String(contentsOfFile: Workbench.repository + "/docs/json.md", encoding: .utf8)
        var objects: [String: [String: String]] = [:]
        var commands: [String: (document: String, statuses: Set<Int32>)] = [:]
        var name: String?
        for line in text.split(separator: "\n") {
            if line.hasPrefix("#") { name = line.hasPrefix("### `") ? String(line.dropFirst(5).dropLast()) : nil }
            guard line.hasPrefix("| `") else { continue }
            let cells = line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
            if let name {
                objects[name, default: [:]][Self.code(cells[0])] = cells[1]
            } else {
                let numbers = cells[2].replacing(/\(.*?\)/, with: "").split { !$0.isNumber }.compactMap { Int32($0) }
                commands[cells[0].replacing("`", with: "")] = (Self.code(cells[1]), Set(numbers))
            }
        }
        (self.objects, self.commands) = (objects, commands)
    }

    private static func code(_ cell: String) -> String { cell.components(separatedBy: "`")[1] }

    /// Everything in which a document differs from its tables; names of objects and members that were seen are added.
    func faults(in document: Value, of name: String, seen: inout Set<String>) -> [String] {
        guard let warnings = document["warnings"] else { return ["\(name): no warnings"] }
        var rest = document.object ?? Members()
        rest["warnings"] = nil
        return faults(.object(rest), "`\(name)`", at: name, &seen)
            + faults(warnings, "list of `warning`", at: "\(name).warnings", &seen)
    }

    private func faults(_ value: Value, _ type: String, at path: String, _ seen: inout Set<String>) -> [String] {
        if let word = type.components(separatedBy: " by ").last, type.contains(" by ") {
            guard let members = value.object else { return ["\(path) is no object by \(word)"] }
            let inner = String(type.dropLast(" by \(word)".count))
            return members.all.flatMap { faults($0.value, inner, at: "\(path).\($0.key)", &seen) }
        }
        let alternatives = type.components(separatedBy: " or ")
        guard alternatives.count == 1 else {
            var best: [String]?
            for alternative in alternatives {
                let found = faults(value, alternative, at: path, &seen)
                if found.isEmpty { return [] }
                if value != .null, alternative.hasPrefix("`") { best = found }
            }
            return best ?? ["\(path) is no \(type): \(JSON.text(value).prefix(80))"]
        }
        if type.hasPrefix("list of ") {
            guard let items = value.list else { return ["\(path) is no list"] }
            return items.flatMap { faults($0, String(type.dropFirst("list of ".count)), at: "\(path)[]", &seen) }
        }
        if type.hasPrefix("`") { return members(value, Self.code(type), at: path, &seen) }
        let isRight =
            switch (type, value) {
            case ("text", .text), ("number", .number), ("truth value", .boolean), ("null", .null), ("anything", _): true
            default: false
            }
        return isRight ? [] : ["\(path) is no \(type): \(JSON.text(value).prefix(80))"]
    }

    private func members(_ value: Value, _ name: String, at path: String, _ seen: inout Set<String>) -> [String] {
        guard let known = objects[name] else { return ["\(path): docs/json.md has no `\(name)`"] }
        guard let members = value.object else { return ["\(path) is no \(name)"] }
        var faults: [String] = []
        for member in members.all {
            guard let type = known[member.key] else {
                faults.append("\(path).\(member.key) is not explained")
                continue
            }
            if member.value != .null { seen.insert("\(name).\(member.key)") }
            faults += self.faults(member.value, type, at: "\(path).\(member.key)", &seen)
        }
        return faults + known.keys.filter { members[$0] == nil }.map { "\(path) has no \($0)" }
    }
}
