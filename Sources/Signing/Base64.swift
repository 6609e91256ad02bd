import struct FoundationEssentials.Data

/// Binary data as text.
public enum Base64: Sendable {
    /// Standard Base64 with padding.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
    }

    /// Base64 for URLs and tokens: `-` and `_`, no padding.
    public static func urlEncode(_ bytes: some Sequence<UInt8>) -> String {
        String(
            encode(bytes).compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            }
        )
    }

    /// Reads standard Base64; nil when the text is none.
    public static func decode(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text).map { Array($0) }
    }

    /// Reads Base64 for URLs, unpadded; nil when the text is none.
    public static func urlDecode(_ text: String) -> [UInt8]? {
        guard text.utf8.allSatisfy(isURLDigit) else { return nil }
        let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        return decode(standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
    }

    private static func isURLDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
