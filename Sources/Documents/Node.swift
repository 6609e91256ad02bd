/// One node of a YAML or JSON document, with the place where it was written.
///
/// Scalars keep their text: what a scalar means is decided by the reader that asks for it, so that
/// `country: NO` is Norway and never the boolean false.
public struct Node: Sendable, Hashable {
    /// What a node holds.
    public enum Content: Sendable, Hashable {
        /// Text; `quoted` tells `"null"` from `null`.
        case scalar(String, quoted: Bool)

        /// An ordered list.
        case sequence([Node])

        /// Members in document order; keys are unique.
        case mapping([Member])
    }

    /// One member of a mapping.
    public struct Member: Sendable, Hashable {
        /// The key as written.
        public let key: String

        /// Where the key stands.
        public let location: SourceLocation

        /// The member's value.
        public let value: Node

        /// Creates a member.
        public init(key: String, location: SourceLocation, value: Node) {
            self.key = key
            self.location = location
            self.value = value
        }
    }

    /// What the node holds.
    public let content: Content

    /// Where it stands.
    public let location: SourceLocation

    /// Creates a node.
    public init(_ content: Content, at location: SourceLocation) {
        self.content = content
        self.location = location
    }

    /// Whether the node is an unquoted `null`, `~` or nothing at all.
    public var isNull: Bool {
        guard case .scalar(let text, quoted: false) = content else { return false }
        return text.isEmpty || text == "null" || text == "~"
    }

    /// The scalar's text, or nil for lists, mappings and null.
    public var text: String? {
        guard case .scalar(let text, _) = content, !isNull else { return nil }
        return text
    }

    /// The list's elements, or nil when this is no list.
    public var items: [Node]? {
        guard case .sequence(let items) = content else { return nil }
        return items
    }

    /// The mapping's members, or nil when this is no mapping.
    public var members: [Member]? {
        guard case .mapping(let members) = content else { return nil }
        return members
    }

    /// The value of a mapping's member, or nil.
    public subscript(key: String) -> Node? {
        members?.first { $0.key == key }?.value
    }

    /// What kind of node this is, in words for a message.
    public var kind: String {
        switch content {
        case .scalar: isNull ? "nothing" : "a single value"
        case .sequence: "a list"
        case .mapping: "an object"
        }
    }

    /// The node as plain data, with scalars read as JSON would: null, true, false, numbers, else text.
    public var value: Value {
        switch content {
        case .scalar(let text, let quoted): quoted ? .text(text) : Value(scalar: text)
        case .sequence(let items): .list(items.map(\.value))
        case .mapping(let members): .object(Members(members.map { ($0.key, $0.value.value) }))
        }
    }
}
