import Documents

/// A code of a classification, such as an occupation.
public struct Category: Sendable, Hashable {
    /// The code.
    public let code: String

    /// What the code stands for; nil while nobody has said.
    public let name: String?
}

extension Category: Fact {
    var fact: Value {
        var members = Members()
        members.put("code", code)
        members.put("name", name)
        return .object(members)
    }

    /// Reads a code, `{ code, name }`, or a list of these.
    static func read(_ node: Node, _ field: String, with outer: ObjectReader) -> [Category] {
        if let items = node.items {
            return items.enumerated().flatMap { read($1, "\(field)[\($0)]", with: outer) }
        }
        if let text = node.text?.trimmed, !text.isEmpty { return [Category(code: text, name: nil)] }
        let found = outer.nested(node, field) { reader in
            (code: reader.requiredWords("code"), name: reader.words("name"))
        }
        return found.code.map { [Category(code: $0, name: found.name)] } ?? []
    }
}

extension ObjectReader {
    /// Categories by scheme; nil when absent.
    mutating func categories(_ key: String) -> [String: [Category]]? {
        guard node(key) != nil else { return nil }
        var categories: [String: [Category]] = [:]
        let entries = entries(key)
        for entry in entries where !entry.value.isNull {
            categories[entry.key] = Category.read(entry.value, "\(path(of: key)).\(entry.key)", with: self)
        }
        return categories
    }
}
