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
        String(decoding: bytes(value), as: UTF8.self)
    }

    /// The UTF-8 bytes of ``text(_:)``.
    public static func bytes(_ value: Value) -> [UInt8] {
        var out = JSONBytes(indent: nil)
        out.write(value)
        return out.bytes
    }

    /// Writes a value as JSON with two spaces of indentation and a final newline.
    public static func prettyText(_ value: Value) -> String {
        var out = JSONBytes(indent: 0)
        out.write(value)
        return String(decoding: out.bytes, as: UTF8.self) + "\n"
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
