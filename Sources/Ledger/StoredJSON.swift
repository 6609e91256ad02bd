package import Documents

import struct FoundationEssentials.Decimal

/// Text that is no JSON of this store's making.
package struct MalformedJSON: Error {
    /// Creates the error.
    package init() {}
}

/// Keeps values as JSON text that reads back exactly: members in their order, numbers in decimal, mark-up as such.
///
/// Mark-up becomes an object whose only key is `$` and the dialect; every other key that begins with `$` is
/// written with one more.
package enum StoredJSON: Sendable {
    package static func text(_ value: Value) -> String { JSON.text(needsTags(value) ? tagged(value) : value) }

    package static func text(_ members: Members) -> String { members.isEmpty ? "{}" : text(.object(members)) }

    package static func value(_ text: String) throws(MalformedJSON) -> Value {
        var reader = Reader(bytes: Array(text.utf8))
        let value = try reader.value(depth: 0)
        guard reader.atEnd else { throw MalformedJSON() }
        return value
    }

    package static func members(_ text: String) throws(MalformedJSON) -> Members {
        if text == "{}" { return [:] }
        guard case .object(let members) = try value(text) else { throw MalformedJSON() }
        return members
    }

    /// Whether anything in the value would read back as something else; nearly nothing does.
    private static func needsTags(_ value: Value) -> Bool {
        switch value {
        case .markup: true
        case .list(let items): items.contains(where: needsTags)
        case .object(let members):
            members.all.contains { $0.key.utf8.first == UInt8(ascii: "$") || needsTags($0.value) }
        case .null, .boolean, .number, .text: false
        }
    }

    private static func tagged(_ value: Value) -> Value {
        switch value {
        case .markup(let markup): .object(["$\(markup.dialect.rawValue)": .text(markup.text)])
        case .list(let items): .list(items.map(tagged))
        case .object(let members):
            .object(Members(members.all.map { ($0.key.hasPrefix("$") ? "$" + $0.key : $0.key, tagged($0.value)) }))
        case .null, .boolean, .number, .text: value
        }
    }
}

/// Reads compact JSON as this store writes it; white space between tokens is not expected.
private struct Reader {
    let bytes: [UInt8]
    var at = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var atEnd: Bool { at == bytes.count }

    mutating func value(depth: Int) throws(MalformedJSON) -> Value {
        // A damaged file must not exhaust the stack.
        guard at < bytes.count, depth < 200 else { throw MalformedJSON() }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return .list(try list(depth: depth + 1))
        case UInt8(ascii: "\""): return .text(try string())
        default: return try scalar()
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    private mutating func list(depth: Int) throws(MalformedJSON) -> [Value] {
        at += 1
        var items: [Value] = []
        if take("]") { return items }
        repeat { items.append(try value(depth: depth)) } while take(",")
        guard take("]") else { throw MalformedJSON() }
        return items
    }

    private mutating func object(depth: Int) throws(MalformedJSON) -> Value {
        at += 1
        var pairs: [(String, Value)] = []
        if take("}") { return .object([:]) }
        repeat {
            let key = try string()
            guard take(":") else { throw MalformedJSON() }
            pairs.append((key, try value(depth: depth)))
        } while take(",")
        guard take("}") else { throw MalformedJSON() }
        if pairs.count == 1, let (key, value) = pairs.first, key.hasPrefix("$"), case .text(let text) = value,
            let dialect = Markup.Dialect(rawValue: String(key.dropFirst()))
        {
            return .markup(Markup(dialect, text))
        }
        return .object(Members(pairs.map { ($0.0.hasPrefix("$") ? String($0.0.dropFirst()) : $0.0, $0.1) }))
    }

    private mutating func scalar() throws(MalformedJSON) -> Value {
        let start = at
        while at < bytes.count, !",]}".utf8.contains(bytes[at]) { at += 1 }
        switch String(decoding: bytes[start..<at], as: UTF8.self) {
        case "null": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case let text:
            guard let number = Decimal(string: text) else { throw MalformedJSON() }
            return .number(number)
        }
    }

    private mutating func string() throws(MalformedJSON) -> String {
        guard take("\"") else { throw MalformedJSON() }
        let start = at
        while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\") { at += 1 }
        // Text without an escape is taken whole.
        if take("\"") { return String(decoding: bytes[start..<at - 1], as: UTF8.self) }
        var text = Array(bytes[start..<at])
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            default: text.append(byte)
            }
        }
        throw MalformedJSON()
    }

    private mutating func escape(into text: inout [UInt8]) throws(MalformedJSON) {
        guard at < bytes.count else { throw MalformedJSON() }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"):
            guard at + 4 <= bytes.count,
                let number = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(number)
            else { throw MalformedJSON() }
            at += 4
            text += String(scalar).utf8
        default: throw MalformedJSON()
        }
    }
}
