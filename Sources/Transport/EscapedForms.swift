/// The forms in which one character of a secret may be written.
struct Forms: Sendable {
    private let plain: [UInt8]
    private let escapes: [[UInt8]]
    private let isSpace: Bool

    /// The forms of a character; those of ASCII are made once.
    static func of(_ scalar: UnicodeScalar) -> Forms {
        scalar.isASCII ? ascii[Int(scalar.value)] : Forms(scalar)
    }

    private static let ascii = (0..<128).map { Forms(UnicodeScalar(UInt8($0))) }

    private init(_ scalar: UnicodeScalar) {
        plain = Array(String(scalar).utf8)
        isSpace = scalar == " "
        escapes = Self.escapes(of: scalar)
        firstBytes = Set([plain[0]] + Array((isSpace ? "%\\&+" : "%\\&").utf8)).sorted()
        let second = escapes.filter { $0[0] == UInt8(ascii: "\\") }.map { $0[1] }
        let bare = plain == Array("\\".utf8) ? Array(UInt8.min...UInt8.max) : []
        bytesAfterBackslash = Set(second + second.map(Self.uppercase) + bare).sorted()
    }

    /// The bytes that a match can begin with, each once.
    let firstBytes: [UInt8]

    /// The bytes that can follow a backslash with which a match begins, each once.
    let bytesAfterBackslash: [UInt8]

    /// Length of the form found at a position, or nil when none is there.
    func length(in bytes: [UInt8], at position: Int) -> Int? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        // Most bytes introduce nothing and stand for themselves or not at all.
        if !Self.introducesEscape(byte), !isSpace, plain.count == 1 { return byte == plain[0] ? 1 : nil }
        // An escape is longer than the character that may introduce it, so it is tried first.
        for escape in escapes where Self.equal(bytes, position, escape) { return escape.count }
        if isSpace, bytes[position] == UInt8(ascii: "+") { return 1 }
        return bytewiseLength(in: bytes, at: position)
    }

    /// The byte that stands for the character wherever no escape does; nil when there are others.
    var onlyByte: UInt8? {
        plain.count == 1 && !isSpace && !Self.introducesEscape(plain[0]) ? plain[0] : nil
    }

    /// Whether an escape may begin with the byte.
    static func introducesEscape(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "&")
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

    private static func uppercase(_ byte: UInt8) -> UInt8 {
        (0x61...0x7A).contains(byte) ? byte & ~0x20 : byte
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
