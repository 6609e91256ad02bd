public import struct FoundationEssentials.Decimal

/// Reads one object of a closed schema: asks for members by name, and refuses what nobody asked for.
///
/// Every method records what is wrong in ``problems`` and goes on, so that one run reports every
/// fault. Call ``finish()`` last: it refuses the members that were not asked for.
public struct ObjectReader {
    /// The object.
    public let node: Node

    /// Path of the object from the document's root, empty for the root.
    public let path: String

    /// Where faults are collected.
    public let problems: Problems

    private var asked: [String] = []

    /// Starts reading an object; anything but an object is reported and read as an empty one.
    public init(_ node: Node, path: String = "", problems: Problems) {
        self.node = node
        self.path = path
        self.problems = problems
        if node.members == nil, !node.isNull {
            problems.error(
                "not-an-object",
                at: node.location,
                field: path,
                "\(path.isEmpty ? "The document" : "\"\(path)\"") must be an object, not \(node.kind)."
            )
        }
    }

    /// Path of a member from the document's root.
    public func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The member under a key, or nil when it is absent or null.
    public mutating func node(_ key: String) -> Node? {
        asked.append(key)
        guard let found = node[key], !found.isNull else { return nil }
        return found
    }

    /// The member under a key; its absence is a fault.
    public mutating func required(_ key: String) -> Node? {
        let found = self.node(key)
        if found == nil {
            problems.error(
                "missing",
                at: node.location,
                field: path(of: key),
                "\"\(path(of: key))\" is missing.",
                remedy: "Add it."
            )
        }
        return found
    }

    /// The text of a member, or nil when it is absent or no single value.
    public mutating func text(_ key: String) -> String? {
        guard let found = node(key) else { return nil }
        return text(found, key)
    }

    /// The text of a member that must be there.
    public mutating func requiredText(_ key: String) -> String? {
        guard let found = required(key) else { return nil }
        return text(found, key)
    }

    /// A member that must be one of several words.
    public mutating func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, of type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let found = node(key), let word = text(found, key) else { return nil }
        return choice(word, at: found.location, field: path(of: key), of: type)
    }

    /// Reads a word as one of several, or reports it with the nearest one.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ word: String,
        at location: SourceLocation,
        field: String,
        of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        if let choice = Choice(rawValue: word) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        let hint = Nearest.name(to: word, among: known).map { "Did you mean \"\($0)\"?" }
        problems.error(
            "unknown-value",
            at: location,
            field: field,
            "\"\(word)\" is not a value of \"\(field)\".",
            remedy: hint ?? "Use one of: \(known.joined(separator: ", "))."
        )
        return nil
    }

    /// A member that must be `true` or `false`.
    public mutating func boolean(_ key: String) -> Bool? {
        guard let found = node(key) else { return nil }
        if case .boolean(let truth) = found.value { return truth }
        problems.error(
            "not-a-boolean",
            at: found.location,
            field: path(of: key),
            "\"\(path(of: key))\" must be true or false."
        )
        return nil
    }

    /// A member that must be a whole number.
    public mutating func integer(_ key: String, in range: ClosedRange<Int>? = nil) -> Int? {
        guard let found = node(key) else { return nil }
        if let text = found.text, let number = Int(text) {
            guard let range, !range.contains(number) else { return number }
            problems.error(
                "out-of-range",
                at: found.location,
                field: path(of: key),
                "\"\(path(of: key))\" is \(number).",
                remedy: "Use a number from \(range.lowerBound) to \(range.upperBound)."
            )
            return nil
        }
        problems.error(
            "not-a-number",
            at: found.location,
            field: path(of: key),
            "\"\(path(of: key))\" must be a whole number."
        )
        return nil
    }

    /// A member that must be a decimal number.
    public mutating func decimal(_ key: String) -> Decimal? {
        guard let found = node(key) else { return nil }
        if let text = found.text, let number = Decimal(jsonNumber: text) { return number }
        problems.error(
            "not-a-number",
            at: found.location,
            field: path(of: key),
            "\"\(path(of: key))\" must be a number.",
            remedy: "Write digits with a dot before the fraction, without separators, such as 75000 or 18.50."
        )
        return nil
    }

    /// The elements of a member that is a list, or nothing when it is absent.
    public mutating func list(_ key: String) -> [Node] {
        guard let found = node(key) else { return [] }
        if let items = found.items { return items }
        problems.error(
            "not-a-list",
            at: found.location,
            field: path(of: key),
            "\"\(path(of: key))\" must be a list, not \(found.kind)."
        )
        return []
    }

    /// The texts of a member that is one text or a list of texts.
    public mutating func texts(_ key: String) -> [String] {
        guard let found = node(key) else { return [] }
        if let text = found.text { return [text] }
        guard let items = found.items else {
            problems.error(
                "not-a-list",
                at: found.location,
                field: path(of: key),
                "\"\(path(of: key))\" must be a list of texts, not \(found.kind)."
            )
            return []
        }
        return items.compactMap { text($0, key) }
    }

    /// A nested object, or nil when it is absent.
    public mutating func object<Result>(_ key: String, _ read: (inout ObjectReader) -> Result) -> Result? {
        guard let found = node(key) else { return nil }
        return nested(found, path(of: key), read)
    }

    /// A list of nested objects, or nothing when it is absent.
    public mutating func objects<Result>(_ key: String, _ read: (inout ObjectReader) -> Result) -> [Result] {
        list(key).enumerated().map { nested($1, "\(path(of: key))[\($0)]", read) }
    }

    /// The members of an object with free keys, such as a table of names.
    public mutating func entries(_ key: String) -> [Node.Member] {
        guard let found = node(key) else { return [] }
        if let members = found.members { return members }
        problems.error(
            "not-an-object",
            at: found.location,
            field: path(of: key),
            "\"\(path(of: key))\" must be an object, not \(found.kind)."
        )
        return []
    }

    /// Reads a node as a nested object of this document.
    public func nested<Result>(_ node: Node, _ path: String, _ read: (inout ObjectReader) -> Result) -> Result {
        var reader = ObjectReader(node, path: path, problems: problems)
        let result = read(&reader)
        reader.finish()
        return result
    }

    /// Refuses every member that was not asked for, naming the nearest known key.
    public func finish() {
        for member in node.members ?? [] where !asked.contains(member.key) {
            let hint = Nearest.name(to: member.key, among: asked).map { "Did you mean \"\($0)\"?" }
            problems.error(
                "unknown-key",
                at: member.location,
                field: path(of: member.key),
                "\"\(path(of: member.key))\" is not a known key.",
                remedy: hint
                    ?? (asked.isEmpty ? nil : "Known keys here: \(Set(asked).sorted().joined(separator: ", ")).")
            )
        }
    }

    private func text(_ node: Node, _ key: String) -> String? {
        if let text = node.text { return text }
        problems.error(
            "not-text",
            at: node.location,
            field: path(of: key),
            "\"\(path(of: key))\" must be a single value, not \(node.kind)."
        )
        return nil
    }
}

@available(*, unavailable)
extension ObjectReader: Sendable {}
