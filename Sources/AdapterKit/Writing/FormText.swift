import Documents

/// Writes `application/x-www-form-urlencoded` text, the form that HTML forms and query strings share.
enum FormText {
    /// The members in order; a list repeats its name, an object inside stands as JSON text.
    static func text(_ members: Members) -> String {
        members.flatMap { pairs($0.key, $0.value) }.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
    }

    private static func pairs(_ name: String, _ value: Value) -> [(String, String)] {
        switch value {
        case .null: []
        case .list(let list): list.flatMap { pairs(name, $0) }
        case .object: [(name, JSON.text(value))]
        case .text, .number, .boolean, .markup: [(name, value.inlineText ?? "")]
        }
    }

    /// Text with everything but letters, digits and `-._*` percent-encoded, a blank as `+`.
    static func encoded(_ text: String) -> String {
        percentEncoded(text, blank: "+") { $0 == UInt8(ascii: "*") }
    }

    /// Text with everything but RFC 3986's unreserved characters percent-encoded, for paths and queries.
    static func percentEncoded(_ text: String) -> String {
        percentEncoded(text, blank: "%20") { $0 == UInt8(ascii: "~") }
    }

    private static func percentEncoded(_ text: String, blank: String, also: (UInt8) -> Bool) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: " "): result += blank
            case _ where also(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}
