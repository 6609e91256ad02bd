/// Writes an XML document piece by piece into a buffer.
///
/// Text is escaped or wrapped in CDATA sections; characters that XML 1.0 cannot hold are removed and
/// counted. ``take()`` hands over what has been written so far, so that a document of any size needs
/// little memory.
public struct XMLWriter: Sendable {
    /// Characters removed so far because XML cannot hold them.
    public private(set) var removed = 0

    private var buffer: [UInt8] = []
    private var open: [Open] = []
    private let indentation: Int?

    private struct Open: Sendable {
        let name: String
        var tagIsOpen = true
        var hasElements = false
        var hasText = false
    }

    /// Creates a writer.
    ///
    /// - Parameter indentation: Blanks per level; nil writes everything on one line.
    public init(indentation: Int? = nil) {
        self.indentation = indentation
    }

    /// Writes the XML declaration for UTF-8; only sensible at the very start.
    public mutating func declaration() {
        append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    /// Opens an element; attributes are written in the order given.
    public mutating func start(_ name: String, _ attributes: [XMLElement.Attribute] = []) {
        closeTag()
        breakLine(level: open.count)
        if !open.isEmpty { open[open.count - 1].hasElements = true }
        append("<\(name)")
        for attribute in attributes {
            append(" \(attribute.name)=\"")
            escaped(attribute.value, inAttribute: true)
            append("\"")
        }
        open.append(Open(name: name))
    }

    /// Closes the element opened last; an empty one becomes `<name/>`.
    ///
    /// Without an open element nothing happens.
    public mutating func end() {
        guard let element = open.popLast() else { return }
        if element.tagIsOpen {
            append("/>")
        } else {
            if element.hasElements, !element.hasText { breakLine(level: open.count) }
            append("</\(element.name)>")
        }
        if open.isEmpty, indentation != nil { append("\n") }
    }

    /// Writes escaped text into the open element.
    public mutating func text(_ text: String) {
        guard !text.isEmpty else { return }
        closeTag()
        if !open.isEmpty { open[open.count - 1].hasText = true }
        escaped(text, inAttribute: false)
    }

    /// Writes text as a CDATA section; where it contains `]]>` the section is split in two.
    public mutating func cdata(_ text: String) {
        closeTag()
        if !open.isEmpty { open[open.count - 1].hasText = true }
        append("<![CDATA[")
        var brackets = 0
        for scalar in text.unicodeScalars where isLegal(scalar) {
            if scalar == ">", brackets >= 2 { append("]]><![CDATA[") }
            brackets = scalar == "]" ? brackets + 1 : 0
            buffer.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        append("]]>")
    }

    /// Writes an element that holds only text; empty text gives an empty element.
    public mutating func element(
        _ name: String,
        _ attributes: [XMLElement.Attribute] = [],
        text: String = "",
        cdata: Bool = false
    ) {
        start(name, attributes)
        if cdata, !text.isEmpty { self.cdata(text) } else { self.text(text) }
        end()
    }

    /// Writes a whole tree.
    public mutating func tree(_ element: XMLElement) {
        start(element.name, element.attributes)
        for child in element.children {
            switch child {
            case .element(let element): tree(element)
            case .text(let text): self.text(text)
            case .cdata(let text): cdata(text)
            }
        }
        end()
    }

    /// Closes every open element.
    public mutating func finish() {
        while !open.isEmpty { end() }
    }

    /// Hands over the bytes written since the last call and forgets them.
    public mutating func take() -> [UInt8] {
        defer { buffer.removeAll(keepingCapacity: true) }
        return buffer
    }

    private mutating func closeTag() {
        guard let top = open.indices.last, open[top].tagIsOpen else { return }
        open[top].tagIsOpen = false
        append(">")
    }

    // Blanks beside text would change it, so an element with text of its own is never broken up.
    private mutating func breakLine(level: Int) {
        guard let indentation, level > 0 || !buffer.isEmpty, open.last?.hasText != true else { return }
        if buffer.last == UInt8(ascii: "\n"), level == 0 { return }
        append("\n" + String(repeating: " ", count: indentation * level))
    }

    private mutating func escaped(_ text: String, inAttribute: Bool) {
        for scalar in text.unicodeScalars where isLegal(scalar) {
            switch scalar {
            case "&": append("&amp;")
            case "<": append("&lt;")
            case ">": append("&gt;")
            case "\"" where inAttribute: append("&quot;")
            case "\n" where inAttribute, "\t" where inAttribute, "\r": append("&#\(scalar.value);")
            default: buffer.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private mutating func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: return true
        default:
            removed += 1
            return false
        }
    }

    private mutating func append(_ text: String) {
        buffer.append(contentsOf: text.utf8)
    }
}
