/// One element of an XML document with everything inside it.
///
/// Names are kept as written, prefix included: `atom:link` stays `atom:link`.
public struct XMLElement: Sendable, Hashable {
    /// One attribute as written, its value with references resolved.
    public struct Attribute: Sendable, Hashable {
        /// Name with its prefix.
        public let name: String

        /// Value with references resolved.
        public let value: String

        /// Creates an attribute.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What stands inside an element.
    public enum Child: Sendable, Hashable {
        /// A nested element.
        case element(XMLElement)

        /// Text outside CDATA sections, references resolved.
        case text(String)

        /// The content of a CDATA section.
        case cdata(String)
    }

    /// Name with its prefix.
    public let name: String

    /// Attributes in the order written.
    public let attributes: [Attribute]

    /// Elements and text in the order written; comments and processing instructions are left out.
    public internal(set) var children: [Child]

    /// Whether a character or entity reference stands in this element's own text.
    public internal(set) var usesReferences: Bool

    /// Line of the start tag, counted from 1; 0 for an element that was not parsed.
    public let line: Int

    /// Creates an element.
    public init(
        _ name: String,
        attributes: [Attribute] = [],
        children: [Child] = [],
        usesReferences: Bool = false,
        line: Int = 0
    ) {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.usesReferences = usesReferences
        self.line = line
    }
}

extension XMLElement {
    /// The nested elements in order.
    public var elements: [XMLElement] {
        children.compactMap { child in
            guard case .element(let element) = child else { return nil }
            return element
        }
    }

    /// All text inside, nested elements included, in document order.
    public var text: String {
        children.reduce(into: "") { text, child in
            switch child {
            case .element(let element): text += element.text
            case .text(let part), .cdata(let part): text += part
            }
        }
    }

    /// Whether all of the element's own text that is more than blanks stands in CDATA sections.
    public var isCDATA: Bool {
        children.allSatisfy { child in
            guard case .text(let text) = child else { return true }
            return text.allSatisfy(\.isWhitespace)
        }
    }

    /// The value of an attribute, or nil.
    public func attribute(_ name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    /// The first nested element of a name, or nil.
    public func first(named name: String) -> XMLElement? {
        elements.first { $0.name == name }
    }

    /// All nested elements of a name, in order.
    public func all(named name: String) -> [XMLElement] {
        elements.filter { $0.name == name }
    }

    /// The first element at a path of names below this one, such as `channel.item.title`, or nil.
    public func at(_ path: String) -> XMLElement? {
        path.split(separator: ".").reduce(self as XMLElement?) { $0?.first(named: String($1)) }
    }
}
