public import struct FoundationEssentials.Decimal

/// Text with mark-up as an author wrote it, not yet parsed.
public struct Markup: Sendable, Hashable {
    /// The language the text is written in.
    public enum Dialect: String, Sendable, Hashable {
        /// CommonMark with tables, strikethrough and autolinks.
        case markdown

        /// HTML of any quality.
        case html

        /// No mark-up at all.
        case plain
    }

    /// The mark-up language.
    public let dialect: Dialect

    /// The text as written.
    public let text: String

    /// Creates marked-up text.
    public init(_ dialect: Dialect, _ text: String) {
        self.dialect = dialect
        self.text = text
    }
}

/// Plain data: what JSON can say, with exact decimal numbers, ordered objects and marked-up text.
public indirect enum Value: Sendable, Hashable {
    /// JSON null.
    case null

    /// A truth value.
    case boolean(Bool)

    /// An exact decimal number.
    case number(Decimal)

    /// Text without mark-up.
    case text(String)

    /// Text with mark-up, to be rendered for each reader.
    case markup(Markup)

    /// An ordered list.
    case list([Value])

    /// Members in order.
    case object(Members)
}

/// The members of an object, in order, with unique keys.
public struct Members: Sendable, Hashable, Sequence {
    /// The members in order.
    public private(set) var all: [Member]

    /// One member.
    public struct Member: Sendable, Hashable {
        /// The key.
        public let key: String

        /// The value.
        public var value: Value

        /// Creates a member.
        public init(key: String, value: Value) {
            self.key = key
            self.value = value
        }
    }

    /// Creates members; of a repeated key the last value wins at the first place.
    public init(_ pairs: [(String, Value)] = []) {
        all = []
        all.reserveCapacity(pairs.count)
        for (key, value) in pairs { self[key] = value }
    }

    /// Creates members whose keys are known to differ, which nobody checks.
    ///
    /// For keys that were checked when their names were read: looking for each among all before it takes its time.
    package init(distinct members: [Member]) { all = members }

    /// The value under a key; setting nil removes the member.
    public subscript(key: String) -> Value? {
        get { all.first { $0.key == key }?.value }
        set {
            let place = all.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): all[place].value = value
            case (let place?, nil): all.remove(at: place)
            case (nil, let value?): all.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Iterates over the members in order.
    public func makeIterator() -> IndexingIterator<[Member]> { all.makeIterator() }

    /// Whether there are no members.
    public var isEmpty: Bool { all.isEmpty }

    /// The keys in order.
    public var keys: [String] { all.map(\.key) }
}

extension Members: ExpressibleByDictionaryLiteral {
    /// Creates members from a literal, in the order written.
    public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}

extension Value {
    /// Reads an unquoted scalar as JSON would: null, true, false, a number, else text.
    public init(scalar text: String) {
        switch text {
        case "", "null", "~": self = .null
        case "true": self = .boolean(true)
        case "false": self = .boolean(false)
        default: self = Decimal(jsonNumber: text).map(Value.number) ?? .text(text)
        }
    }

    /// The text, or nil for anything else.
    public var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The number, or nil for anything else.
    public var number: Decimal? { if case .number(let number) = self { number } else { nil } }

    /// The truth value, or nil for anything else.
    public var boolean: Bool? { if case .boolean(let truth) = self { truth } else { nil } }

    /// The elements, or nil for anything else.
    public var list: [Value]? { if case .list(let list) = self { list } else { nil } }

    /// The members, or nil for anything else.
    public var object: Members? { if case .object(let members) = self { members } else { nil } }

    /// The member under a key, or nil when this is no object or has no such member.
    public subscript(key: String) -> Value? { object?[key] }

    /// The value at a path of keys, or nil when any step is missing.
    public func at(_ path: [String]) -> Value? {
        var here = self
        for key in path {
            guard let next = here[key] else { return nil }
            here = next
        }
        return here
    }

    /// The scalar as text: text itself, a number or truth value as JSON writes it, else nil.
    public var scalarText: String? {
        switch self {
        case .text(let text): text
        case .number(let number): NumberTexts.text(of: number)
        case .boolean(let truth): truth ? "true" : "false"
        case .markup(let markup): markup.text
        case .null, .list, .object: nil
        }
    }
}

extension Decimal {
    /// Reads a number written as JSON demands, or nil.
    ///
    /// Text such as `007`, `1_000`, `+5` or `.5` is no JSON number and stays text, which keeps postal
    /// codes and telephone numbers whole.
    public init?(jsonNumber text: String) {
        guard Self.isJSONNumber(Array(text.utf8)[...]) else { return nil }
        self.init(string: text)
    }

    /// A sign, digits without a leading zero, a fraction, and an exponent of up to three digits.
    private static func isJSONNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        func digits() -> Int {
            let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole == 1 || (whole > 1 && !startsWithZero) else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard (1...3).contains(digits()) else { return false }
        }
        return rest.isEmpty
    }
}
