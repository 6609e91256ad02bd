/// Leaves out start tags that nest too deep, and the marks of CDATA sections, so that parsing stays linear.
///
/// The parser's work per tag grows with the number of open elements, and elements that are never closed are reopened in
/// every paragraph. This pass keeps both small whatever the input; the text of an element left out stays.
func boundedHTML(_ html: String, into log: inout LossLog) -> String {
    var scanner = BoundsScanner(bytes: Array(html.utf8))
    scanner.run()
    if scanner.skippedTags > 0 { log.add(Loss(.degraded, "deep nesting", count: scanner.skippedTags)) }
    if scanner.skippedAttributes > 0 { log.add(Loss(.degraded, "attributes", count: scanner.skippedAttributes)) }
    guard scanner.changed else { return html }
    return String(decoding: scanner.output, as: UTF8.self)
}

private struct BoundsScanner {
    let bytes: [UInt8]
    var output: [UInt8] = []
    var position = 0
    var copied = 0
    var changed = false
    var skippedTags = 0
    var skippedAttributes = 0
    var escapedBrackets = 0
    private var depth = 0
    private var formatting = 0
    private var open: [String: Int] = [:]
    private var skipped: [String: Int] = [:]
    private var openSections = 0
    private var unclosedTags = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func run() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "<"): tag()
            case UInt8(ascii: "]") where openSections > 0 && starts("]]>"):
                leaveOut(upTo: position + 3)
                openSections -= 1
            default: position += 1
            }
        }
        copy(upTo: bytes.count)
    }

    private mutating func tag() {
        if starts("<!--") {
            position = find("-->", from: position + 4).map { $0 + 3 } ?? bytes.count
        } else if starts("<![CDATA[") {
            leaveOut(upTo: position + 9)
            openSections += 1
        } else if letter(at: position + 1) {
            startTag()
        } else if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "/"), letter(at: position + 2) {
            endTag()
        } else {
            position += 1
        }
    }

    private mutating func startTag() {
        let name = name(from: position + 1)
        // "<jobs@company.example>" is an address somebody typed, and a tag without an end is none: both are text, which
        // a browser would swallow.
        guard !name.contains("@"), !name.contains("/"), let (end, parts) = endOfTag(from: position + 1) else {
            return escapeBracket()
        }
        if rawTextElements.contains(name) {
            // What is inside is no markup, up to the end tag or the end of the document.
            position = find("</" + name, from: end) ?? bytes.count
            return
        }
        if parts > 40 {
            // Parsers compare every attribute with every other.
            copy(upTo: position)
            output += Array("<\(name)>".utf8)
            copied = end
            changed = true
            skippedAttributes += 1
        }
        guard !voidElements.contains(name), !selfClosingElements.contains(name) else {
            position = end
            return
        }
        let isFormatting = formattingElements.contains(name)
        guard depth < RichText.maximumDepth - 4, !isFormatting || formatting < 8 else {
            position = max(position, copied)
            leaveOut(upTo: end)
            skippedTags += 1
            skipped[name, default: 0] += 1
            return
        }
        depth += 1
        if isFormatting { formatting += 1 }
        open[name, default: 0] += 1
        position = end
    }

    private mutating func endTag() {
        let name = name(from: position + 2)
        guard let (end, _) = endOfTag(from: position + 2) else { return escapeBracket() }
        if let count = skipped[name], count > 0 {
            skipped[name] = count - 1
            leaveOut(upTo: end)
            return
        }
        if let count = open[name], count > 0 {
            open[name] = count - 1
            depth -= 1
            if formattingElements.contains(name) { formatting -= 1 }
        }
        position = end
    }

    private mutating func copy(upTo end: Int) {
        if copied < end { output += bytes[copied..<end] }
        copied = max(copied, end)
    }

    private mutating func leaveOut(upTo end: Int) {
        copy(upTo: position)
        copied = max(copied, end)
        position = end
        changed = true
    }

    private mutating func escapeBracket() {
        copy(upTo: position)
        output += Array("&lt;".utf8)
        copied = position + 1
        position += 1
        changed = true
        escapedBrackets += 1
    }

    /// The position after the tag's `>`, and the number of parts white space makes of the tag; nil if it has no end.
    private mutating func endOfTag(from start: Int) -> (end: Int, parts: Int)? {
        // Looking for an end that never comes, again and again, would cost the square of the length.
        guard unclosedTags < 100 else { return nil }
        var index = start
        var parts = 0
        var quote: UInt8?
        var previous: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: ">") {
                return (index + 1, parts)
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), previous == UInt8(ascii: "=") {
                quote = byte
            } else if byte <= 0x20 || byte == UInt8(ascii: "/") {
                parts += 1
            }
            if byte > 0x20 { previous = byte }
            index += 1
        }
        unclosedTags += 1
        return nil
    }

    private func name(from start: Int) -> String {
        var end = start
        while end < bytes.count, end - start < 40, bytes[end] > 0x20, bytes[end] != 0x2F, bytes[end] != 0x3E {
            end += 1
        }
        return String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
    }

    private func letter(at index: Int) -> Bool {
        guard index < bytes.count else { return false }
        return (bytes[index] | 0x20) >= UInt8(ascii: "a") && (bytes[index] | 0x20) <= UInt8(ascii: "z")
    }

    private func starts(_ text: StaticString) -> Bool {
        matches(Array(text.description.utf8), at: position)
    }

    private func matches(_ wanted: [UInt8], at index: Int) -> Bool {
        guard index + wanted.count <= bytes.count else { return false }
        for offset in wanted.indices where lower(bytes[index + offset]) != lower(wanted[offset]) { return false }
        return true
    }

    private func find(_ text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        var index = start
        while index + wanted.count <= bytes.count {
            if bytes[index] == wanted[0], matches(wanted, at: index) { return index }
            index += 1
        }
        return nil
    }

    private func lower(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}

private let rawTextElements: Set<String> = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext",
]

private let voidElements: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "image", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
]

/// Elements whose end the next of their kind implies: they cannot nest without something that is counted.
private let selfClosingElements: Set<String> = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option", "optgroup", "html",
    "head",
    "body",
]

private let formattingElements: Set<String> = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
]
