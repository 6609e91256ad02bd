import Documents

/// Text with references in braces.
struct Template: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case text(String)
        case reference(Reference, [Filter])
    }

    /// How references are written into the text around them.
    enum Escaping: Sendable, Hashable {
        case none
        case markup
    }

    let parts: [Part]

    /// Reads a template and reports what is malformed.
    init(_ text: String, at location: SourceLocation, field: String, problems: Problems) {
        var parts: [Part] = []
        var plain = ""
        var rest = Substring(text)
        func fault(_ message: String, _ remedy: String) {
            problems.error("template", at: location, field: field, message, remedy: remedy)
        }
        while let character = rest.first {
            if rest.hasPrefix("{{") || rest.hasPrefix("}}") {
                plain.append(character)
                rest = rest.dropFirst(2)
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else {
                    fault("\"\(text)\" has a brace that is not closed.", "Write {{ for a literal brace.")
                    break
                }
                if !plain.isEmpty { parts.append(.text(plain)) }
                plain = ""
                let inside = String(rest[rest.index(after: rest.startIndex)..<end])
                if let part = Template.reference(inside, fault) { parts.append(part) }
                rest = rest[rest.index(after: end)...]
            } else {
                plain.append(character)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { parts.append(.text(plain)) }
        self.parts = parts
    }

    /// A template without references.
    init(constant text: String) {
        parts = text.isEmpty ? [] : [.text(text)]
    }

    private static func reference(_ inside: String, _ fault: (String, String) -> Void) -> Part? {
        let pieces = inside.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard let path = pieces.first, let reference = Reference(path) else {
            fault("\"{\(inside)}\" is no reference.", "Write names joined by dots, such as {ad.id}.")
            return nil
        }
        guard Reference.roots.contains(reference.steps[0]) else {
            let near = Nearest.name(to: reference.steps[0], among: Reference.roots.sorted())
            fault(
                "Nothing is called \"\(reference.steps[0])\" here.",
                near.map { "Did you mean \"\($0)\"?" } ?? "Use one of the references of docs/contracts.md, section 2."
            )
            return nil
        }
        let filters = pieces.dropFirst().compactMap { name -> Filter? in
            if let filter = Filter(name) { return filter }
            let near = Nearest.name(to: name, among: Filter.names)
            fault(
                "\"\(name)\" is no filter.",
                near.map { "Did you mean \"\($0)\"?" } ?? "See docs/contracts.md, section 2."
            )
            return nil
        }
        return .reference(reference, filters)
    }

    /// The only reference, when the template is nothing else.
    private var single: (Reference, [Filter])? {
        guard parts.count == 1, case .reference(let reference, let filters) = parts[0] else { return nil }
        return (reference, filters)
    }

    /// Whether an empty outcome removes the member or header that holds it.
    var omits: Bool { single?.1.contains(.omit) ?? false }

    /// First names of all references.
    var roots: Set<String> {
        Set(
            parts.compactMap { part in
                guard case .reference(let reference, _) = part else { return nil }
                return reference.steps[0]
            }
        )
    }

    /// The value: what a single reference names with its type, else text.
    func datum(in scope: Scope) -> Datum {
        guard let (reference, filters) = single else { return .value(.text(text(in: scope))) }
        return filters.reduce(reference.resolve(in: scope)) { $1.apply(to: $0) }
    }

    /// The text with every reference written out.
    func text(in scope: Scope, escaping: Escaping = .none) -> String {
        parts.reduce(into: "") { text, part in
            switch part {
            case .text(let plain): text += plain
            case .reference(let reference, let filters):
                let found = filters.reduce(reference.resolve(in: scope)) { $1.apply(to: $0) }.asText
                text += escaping == .markup && !filters.contains(.raw) ? Markings.escape(found) : found
            }
        }
    }
}
