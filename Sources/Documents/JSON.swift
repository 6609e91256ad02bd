import struct FoundationEssentials.Data
import struct FoundationEssentials.Decimal
import class FoundationEssentials.JSONDecoder

/// Reads and writes JSON text.
public enum JSON: Sendable {
    /// Reads a JSON document; members of an object come in the order of their keys.
    ///
    /// - Returns: The value, or nil when the bytes are no JSON.
    public static func parse(_ bytes: some Sequence<UInt8>) -> Value? {
        try? JSONDecoder().decode(Decoded.self, from: Data(bytes)).value
    }

    /// Writes a value as compact JSON, members in their order, slashes as they are.
    public static func text(_ value: Value) -> String {
        var out = ""
        write(value, to: &out, indent: nil)
        return out
    }

    /// Writes a value as JSON with two spaces of indentation and a final newline.
    public static func prettyText(_ value: Value) -> String {
        var out = ""
        write(value, to: &out, indent: 0)
        return out + "\n"
    }

    private static func write(_ value: Value, to out: inout String, indent: Int?) {
        switch value {
        case .null: out += "null"
        case .boolean(let truth): out += truth ? "true" : "false"
        case .number(let number): out += number.description
        case .text(let text): quote(text, to: &out)
        case .markup(let markup): quote(markup.text, to: &out)
        case .list(let list):
            surround("[", "]", list, to: &out, indent: indent) { write($0, to: &$1, indent: $2) }
        case .object(let members):
            surround("{", "}", members.all, to: &out, indent: indent) { member, out, inner in
                quote(member.key, to: &out)
                out += inner == nil ? ":" : ": "
                write(member.value, to: &out, indent: inner)
            }
        }
    }

    private static func surround<Element>(
        _ open: String,
        _ close: String,
        _ elements: [Element],
        to out: inout String,
        indent: Int?,
        _ body: (Element, inout String, Int?) -> Void
    ) {
        out += open
        let inner = indent.map { $0 + 1 }
        for (index, element) in elements.enumerated() {
            if index > 0 { out += "," }
            if let inner { out += "\n" + String(repeating: "  ", count: inner) }
            body(element, &out, inner)
        }
        if let indent, !elements.isEmpty { out += "\n" + String(repeating: "  ", count: indent) }
        out += close
    }

    private static func quote(_ text: String, to out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            // The two separators are legal JSON and yet end a line in older script engines.
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        out += "\""
    }
}

/// Any JSON value, read through the library's decoder.
private struct Decoded: Decodable {
    let value: Value

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Key.self) {
            let keys = object.allKeys.sorted { $0.stringValue < $1.stringValue }
            value = .object(
                Members(try keys.map { ($0.stringValue, try object.decode(Decoded.self, forKey: $0).value) })
            )
            return
        }
        if var list = try? decoder.unkeyedContainer() {
            var items: [Value] = []
            while !list.isAtEnd { items.append(try list.decode(Decoded.self).value) }
            value = .list(items)
            return
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            value = .null
        } else if let truth = try? single.decode(Bool.self) {
            value = .boolean(truth)
        } else if let number = try? single.decode(Decimal.self) {
            value = .number(number)
        } else {
            value = .text(try single.decode(String.self))
        }
    }
}
