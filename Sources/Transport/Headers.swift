/// Header fields in order, looked up without regard to case.
public struct Headers: Sendable, Hashable {
    /// The fields as written or received, repeated ones included.
    public var fields: [Header]

    /// Creates a list of fields.
    public init(_ fields: [Header] = []) {
        self.fields = fields
    }

    /// Value of the first field of that name, or nil when there is none.
    public subscript(name: String) -> String? {
        fields.first { $0.name.equalsIgnoringCase(name) }?.value
    }

    /// Values of every field of that name, in order.
    public func values(of name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
    }

    /// Adds a field at the end, beside those of the same name.
    public mutating func add(_ header: Header) {
        fields.append(header)
    }

    /// Puts a field in place of all those of the same name.
    public mutating func set(_ header: Header) {
        fields.removeAll { $0.name.equalsIgnoringCase(header.name) }
        fields.append(header)
    }
}

extension Headers: RandomAccessCollection {
    /// Position of the first field.
    public var startIndex: Int { fields.startIndex }

    /// Position after the last field.
    public var endIndex: Int { fields.endIndex }

    /// The field at a position.
    public subscript(position: Int) -> Header { fields[position] }
}

extension Headers: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// Creates a list from fields.
    public init(arrayLiteral elements: Header...) {
        self.init(elements)
    }

    /// Creates a list from names and values.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { Header($0, $1) })
    }
}

extension String {
    /// Whether two names of ASCII letters are the same but for case.
    func equalsIgnoringCase(_ other: String) -> Bool {
        utf8.count == other.utf8.count && lowercased() == other.lowercased()
    }
}
