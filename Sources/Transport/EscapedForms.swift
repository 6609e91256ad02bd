/// The forms in which one character of a secret may be written.
struct Forms: Sendable {
    private let plain: [UInt8]
    private let escapes: [[UInt8]]
    private let isSpace: Bool

    init(_ scalar: UnicodeScalar) {
        plain = Array(String(scalar).utf8)
        isSpace = scalar == " "
        escapes = Self.escapes(of: scalar)
    }

    /// Whether a match can begin with that byte.
    func canStart(with byte: UInt8) -> Bool {
        byte == plain[0] || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&")
            || (isSpace && byte == UInt8(ascii: "+"))
    }

    /// Length of the form found at a position, or nil when none is there.
    func length(in bytes: [UInt8], at position: Int) -> Int? {
        guard position < bytes.count else { return nil }
        // An escape is longer than the character that may introduce it, so it is tried first.
        for escape in escapes where Self.equal(bytes, position, escape) { return escape.count }
        if isSpace, bytes[position] == UInt8(ascii: "+") { return 1 }
        return bytewiseLength(in: bytes, at: position)
    }

    /// Length of the character's UTF-8 bytes, each as it is or percent-encoded.
    private func bytewiseLength(in bytes: [UInt8], at start: Int) -> Int? {
        var position = start
        for byte in plain {
            guard position < bytes.count else { return nil }
            if Self.percentValue(in: bytes, at: position) == byte {
                position += 3
            } else if bytes[position] == byte {
                position += 1
            } else {
                return nil
            }
        }
        return position - start
    }

    private static func percentValue(in bytes: [UInt8], at position: Int) -> UInt8? {
        guard bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count else { return nil }
        return UInt8(String(decoding: bytes[position + 1...position + 2], as: UTF8.self), radix: 16)
    }

    /// Whether an escape stands at a position; letters of an escape are compared without regard to case.
    private static func equal(_ bytes: [UInt8], _ position: Int, _ escape: [UInt8]) -> Bool {
        guard position + escape.count <= bytes.count else { return false }
        return escape.indices.allSatisfy { lowercase(bytes[position + $0]) == escape[$0] }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    private static func escapes(of scalar: UnicodeScalar) -> [[UInt8]] {
        var forms = [
            String(scalar).utf16.map { "\\u" + padded(String($0, radix: 16)) }.joined(),
            "&#\(scalar.value);",
            "&#x\(String(scalar.value, radix: 16));",
        ]
        switch scalar {
        case "\"": forms += ["\\\"", "&quot;"]
        case "\\": forms += ["\\\\"]
        case "/": forms += ["\\/"]
        case "\n": forms += ["\\n"]
        case "\r": forms += ["\\r"]
        case "\t": forms += ["\\t"]
        case "\u{8}": forms += ["\\b"]
        case "\u{C}": forms += ["\\f"]
        case "&": forms += ["&amp;"]
        case "<": forms += ["&lt;"]
        case ">": forms += ["&gt;"]
        case "'": forms += ["&apos;"]
        default: break
        }
        return forms.map { Array($0.utf8) }
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: 4 - digits.count) + digits
    }
}
