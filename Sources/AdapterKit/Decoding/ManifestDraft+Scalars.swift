import Documents
import Postings
import Roles

extension ManifestDraft {
    /// Where a member stands, or the object when it is absent.
    func place(_ reader: ObjectReader, _ key: String) -> SourceLocation {
        reader.node[key]?.location ?? reader.node.location
    }

    /// The text of a node, or a fault.
    func text(_ node: Node, field: String) -> String? {
        if let text = node.text { return text }
        problems.error(
            "not-text",
            at: node.location,
            field: field,
            "\"\(field)\" must be a single value, not \(node.kind)."
        )
        return nil
    }

    /// A single value as JSON would read it, or a fault.
    func literal(_ node: Node, field: String) -> Value? {
        guard case .scalar(let text, let quoted) = node.content else {
            problems.error(
                "not-text",
                at: node.location,
                field: field,
                "\"\(field)\" must be a single value, not \(node.kind)."
            )
            return nil
        }
        return Self.scalar(text, quoted: quoted)
    }

    /// Reads a scalar as JSON would; texts that cannot be a number, a truth value or null are told at a glance.
    static func scalar(_ text: String, quoted: Bool) -> Value {
        guard !quoted else { return .text(text) }
        guard let first = text.utf8.first else { return .null }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "t"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "~"):
            return Value(scalar: text)
        default: return .text(text)
        }
    }

    /// A span such as `30s`, `5m`, `1h` or `30d`, or nil when the member is absent or no span.
    func duration(_ reader: inout ObjectReader, _ key: String) -> Duration? {
        let place = self.place(reader, key)
        guard let text = reader.text(key) else { return nil }
        return duration(text, at: place, field: reader.path(of: key))
    }

    /// Reads a span.
    func duration(_ text: String, at location: SourceLocation, field: String) -> Duration? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        if let last = text.last, let unit = units[last], let count = Int(text.dropLast()), (0...100_000).contains(count)
        {
            return .seconds(count * unit)
        }
        problems.error(
            "not-a-duration",
            at: location,
            field: field,
            "\"\(text)\" is no span of time.",
            remedy: "Write a whole number and its unit: 30s, 5m, 1h or 30d."
        )
        return nil
    }

    /// A span of whole days such as `30d`.
    func days(_ reader: inout ObjectReader, _ key: String) -> Int? {
        let place = self.place(reader, key)
        guard let span = duration(&reader, key) else { return nil }
        let (days, rest) = span.components.seconds.quotientAndRemainder(dividingBy: 86400)
        guard rest == 0, days > 0 else {
            problems.error(
                "not-days",
                at: place,
                field: reader.path(of: key),
                "\"\(reader.path(of: key))\" is counted in whole days.",
                remedy: "Write it as 30d."
            )
            return nil
        }
        return Int(days)
    }

    /// A word that must be there; the fallback stands in for a broken one.
    func word<Word: RawRepresentable & CaseIterable>(_ reader: inout ObjectReader, _ key: String, or fallback: Word)
        -> Word
    where Word.RawValue == String {
        guard reader.required(key) != nil else { return fallback }
        return reader.choice(key, of: Word.self) ?? fallback
    }

    /// Words of a member that is one word or a list of them.
    func words<Word: RawRepresentable & CaseIterable>(_ reader: inout ObjectReader, _ key: String, of type: Word.Type)
        -> [Word]
    where Word.RawValue == String {
        let nodes = reader.node[key]?.items ?? reader.node[key].map { [$0] } ?? []
        let texts = reader.texts(key)
        guard texts.count == nodes.count else { return [] }
        return zip(texts, nodes).compactMap {
            reader.choice($0, at: $1.location, field: reader.path(of: key), of: type)
        }
    }

    /// Names of a member that is one name or a list of them, each of which must be known.
    func known(_ reader: inout ObjectReader, _ key: String, among known: [String], as what: String) -> [String] {
        let nodes = reader.node[key]?.items ?? reader.node[key].map { [$0] } ?? []
        let field = reader.path(of: key)
        let texts = reader.texts(key)
        guard texts.count == nodes.count else { return [] }
        for (text, node) in zip(texts, nodes) where !known.contains(text) {
            unknown(text, as: what, among: known, at: node.location, field: field)
        }
        return texts
    }

    /// Reports a name that nothing has, with the nearest one.
    func unknown(_ name: String, as what: String, among known: [String], at location: SourceLocation, field: String) {
        let near = Nearest.name(to: name, among: known).map { "Did you mean \"\($0)\"?" }
        problems.error(
            "unknown-\(what)",
            at: location,
            field: field,
            "There is no \(what) \"\(name)\".",
            remedy: near ?? (known.isEmpty ? "None is defined." : "Known: \(known.sorted().joined(separator: ", ")).")
        )
    }

    /// A regular expression that compiles, or nil.
    func pattern(_ reader: inout ObjectReader, _ key: String) -> String? {
        let place = self.place(reader, key)
        guard let text = reader.text(key) else { return nil }
        do {
            _ = try Regex(text)
        } catch {
            problems.error(
                "bad-pattern",
                at: place,
                field: reader.path(of: key),
                "\"\(text)\" is no regular expression.",
                remedy: "Check its brackets and backslashes; in YAML, single quotes keep a backslash."
            )
        }
        return text
    }

    /// The text of a file of the pack, or a fault.
    func file(_ name: String, at location: SourceLocation, field: String) -> String? {
        guard let bytes = pack.files[name] else {
            let near = Nearest.name(to: name, among: pack.files.keys).map { "Did you mean \"\($0)\"?" }
            problems.error(
                "no-file",
                at: location,
                field: field,
                "The adapter's folder has no file \"\(name)\".",
                remedy: near ?? "Add it beside the manifest."
            )
            return nil
        }
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        problems.error(
            "not-utf-8",
            at: location,
            field: field,
            "\"\(name)\" is no UTF-8 text.",
            remedy: "Save it as UTF-8."
        )
        return nil
    }

    /// Every word that a source can hold, or nil when it can hold anything.
    func words(of source: Source) -> [String]? {
        guard case .path(let steps) = source else { return nil }
        if steps == ["delivery", "operation"] { return Operation.allCases.map(\.rawValue) }
        let path = steps.joined(separator: ".")
        if let words = names.words[path] { return words }
        guard RootNames.members[steps[0]] == nil, let field = RoleSchema.field(at: path) else { return nil }
        if field.kind == .boolean { return ["true", "false"] }
        return field.values.isEmpty || field.kind == .date ? nil : field.values
    }
}
