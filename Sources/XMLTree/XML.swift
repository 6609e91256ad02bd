/// Reads XML documents into trees.
public enum XML: Sendable {
    /// Reads one document.
    ///
    /// A document type is refused, and with it every entity declaration, so that no document can
    /// expand or point elsewhere. Encodings other than UTF-8, UTF-16, ISO-8859-1 and US-ASCII are refused.
    ///
    /// - Parameters:
    ///   - bytes: The document, with or without an XML declaration.
    ///   - maximumDepth: Deepest nesting of elements that is accepted.
    ///   - maximumBytes: Largest document that is accepted.
    /// - Returns: The root element.
    /// - Throws: ``XMLFault`` with the first fault and its place.
    public static func parse(
        _ bytes: [UInt8],
        maximumDepth: Int = 64,
        maximumBytes: Int = 100_000_000
    ) throws(XMLFault) -> XMLElement {
        guard bytes.count <= maximumBytes else {
            throw XMLFault(.tooLarge, line: 1, column: 1, "The document is larger than \(maximumBytes) bytes.")
        }
        return try ExpatParser.parse(bytes, maximumDepth: maximumDepth)
    }
}

/// Why a document is no acceptable XML, and where.
public struct XMLFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of fault.
    public enum Kind: String, Sendable, Hashable {
        /// The document is not well-formed.
        case malformed

        /// The document has a document type or declares entities.
        case declaration

        /// Elements nest too deep.
        case tooDeep

        /// The document has too many bytes.
        case tooLarge
    }

    /// What kind of fault it is.
    public let kind: Kind

    /// Line, counted from 1.
    public let line: Int

    /// Column, counted from 1 in bytes.
    public let column: Int

    /// What is wrong, in one sentence.
    public let message: String

    /// Creates a fault.
    public init(_ kind: Kind, line: Int, column: Int, _ message: String) {
        self.kind = kind
        self.line = line
        self.column = column
        self.message = message
    }

    /// `line:column: message`.
    public var description: String { "\(line):\(column): \(message)" }
}
