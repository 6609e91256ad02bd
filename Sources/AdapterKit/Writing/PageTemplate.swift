import Documents

/// A page template: `{{name}}` escaped, `{{{name}}}` for HTML that was made here, `{{#name}}…{{/name}}` sections.
///
/// A section stands once for a value that is there, once for each element of a list, and not at all for an
/// absent one; inside, names are first those of the element. `{{.}}` is the element itself.
struct PageTemplate {
    let file: String
    let text: String

    /// Names the page may use, and those among them that hold HTML made here.
    let known: Set<String>
    let html: Set<String>

    private indirect enum Part {
        case literal(Substring)
        case name(String, raw: Bool)
        case section(String, [Part])
    }

    private struct Tag {
        let name: String
        let kind: Character?
    }

    /// The page with the values filled in.
    ///
    /// - Throws: ``DocumentFault`` naming the line of an unknown name, or of a section that is not closed.
    func filled(_ data: Members) throws(DocumentFault) -> String {
        var rest = text[...]
        let parts = try parse(&rest, until: nil)
        var result = ""
        for part in parts { write(part, [.object(data)], to: &result) }
        return result
    }

    private func parse(_ rest: inout Substring, until end: String?) throws(DocumentFault) -> [Part] {
        var parts: [Part] = []
        while let open = rest.firstRange(of: "{{") {
            parts.append(.literal(rest[..<open.lowerBound]))
            let place = open.lowerBound
            let tag = try tag(&rest, open)
            switch tag.kind {
            case "#":
                try check(tag.name, at: place, raw: false)
                parts.append(.section(tag.name, try parse(&rest, until: tag.name)))
            case "/":
                guard tag.name == end else {
                    throw fault("{{/\(tag.name)}} closes no section that is open.", at: place)
                }
                return parts
            case "{":
                try check(tag.name, at: place, raw: true)
                parts.append(.name(tag.name, raw: true))
            default:
                try check(tag.name, at: place, raw: false)
                parts.append(.name(tag.name, raw: false))
            }
        }
        if let end { throw fault("The section {{#\(end)}} is not closed.", at: text.endIndex) }
        parts.append(.literal(rest))
        return parts
    }

    private func tag(_ rest: inout Substring, _ open: Range<String.Index>) throws(DocumentFault) -> Tag {
        let raw = rest[open.upperBound...].first == "{"
        let close = raw ? "}}}" : "}}"
        guard let end = rest[open.upperBound...].firstRange(of: close) else {
            throw fault("A tag is not closed.", at: open.lowerBound)
        }
        var inside = rest[open.upperBound..<end.lowerBound]
        rest = rest[end.upperBound...]
        let kind = inside.first.flatMap { "{#/".contains($0) ? $0 : nil }
        if kind != nil { inside = inside.dropFirst() }
        return Tag(name: inside.split(whereSeparator: \.isWhitespace).joined(), kind: kind)
    }

    private func check(_ name: String, at place: String.Index, raw: Bool) throws(DocumentFault) {
        guard name == "." || known.contains(name) else {
            throw fault(
                "There is no \"\(name)\" for this page; it may use \(known.sorted().joined(separator: ", ")).",
                at: place
            )
        }
        if raw, !html.contains(name) {
            throw fault("\"\(name)\" is no HTML that was made here; write {{\(name)}}.", at: place)
        }
    }

    private func fault(_ message: String, at place: String.Index) -> DocumentFault {
        let line = text[..<place].count { $0 == "\n" } + 1
        return DocumentFault("bad-template", "\(file):\(line): \(message)", remedy: "Correct the page template.")
    }

    private func write(_ part: Part, _ stack: [Value], to result: inout String) {
        switch part {
        case .literal(let text): result += text
        case .name(let name, let raw):
            guard let text = find(name, stack)?.inlineText else { return }
            result += raw ? text : HTMLText.escaped(text)
        case .section(let name, let parts):
            guard let value = find(name, stack), value.saysSomething, value != .boolean(false) else { return }
            for element in value.list ?? [value] {
                for part in parts { write(part, stack + [element], to: &result) }
            }
        }
    }

    private func find(_ name: String, _ stack: [Value]) -> Value? {
        if name == "." { return stack.last }
        for level in stack.reversed() {
            if let value = level[name] { return value }
        }
        return nil
    }
}

/// Text inside HTML.
enum HTMLText {
    /// Text with `&`, `<`, `>` and both quotation marks as character references.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// JSON that may stand inside a script element: nothing in it can end the element or open a comment.
    static func script(_ json: String) -> String {
        json.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e").replacing("&", with: "\\u0026")
    }
}
