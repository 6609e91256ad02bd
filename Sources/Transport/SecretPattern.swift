/// One way to find a secret in bytes: a sequence of characters, each in any escaped form.
struct SecretPattern: Sendable {
    private let scalars: [Forms]
    /// Base64 characters before and after the match that still hold bits of the secret.
    private let spareBefore: Int
    private let spareAfter: Int
    /// The first two bytes of a match that begins without an escape, where each is a character of its own.
    private let start: (first: UInt8, second: UInt8)?

    private init(_ scalars: [Forms], spareBefore: Int = 0, spareAfter: Int = 0) {
        self.scalars = scalars
        if scalars.count > 1, let first = scalars[0].onlyByte, let second = scalars[1].onlyByte {
            start = (first, second)
        } else {
            start = nil
        }
        self.spareBefore = spareBefore
        self.spareAfter = spareAfter
    }

    /// Every pattern by which a secret can be found.
    static func all(of secret: String) -> [SecretPattern] {
        // Client credentials are percent-encoded before they become Basic credentials.
        let encodable = Set([secret, Self.percentEncoded(secret), Self.formEncoded(secret)])
        return [SecretPattern(secret.unicodeScalars.map(Forms.of))] + encodable.flatMap { base64(of: Array($0.utf8)) }
    }

    /// The bytes that a match can begin with.
    var firstBytes: [UInt8] { scalars.first?.firstBytes ?? [] }

    /// The bytes that can follow a backslash with which a match begins.
    var bytesAfterBackslash: [UInt8] { scalars.first?.bytesAfterBackslash ?? [] }

    /// The range of the bytes that matches from a position on, or nil.
    func match(in bytes: [UInt8], from start: Int) -> Range<Int>? {
        // Nearly every byte that might begin a match is followed by one that ends it.
        if let plain = self.start, start + 1 < bytes.count, bytes[start] == plain.first,
            bytes[start + 1] != plain.second, !Forms.introducesEscape(bytes[start + 1])
        {
            return nil
        }
        guard var end = end(of: bytes, from: start) else { return nil }
        for _ in 0..<spareAfter where end < bytes.count && Base64.isCharacter(bytes[end]) { end += 1 }
        return max(0, start - spareBefore)..<end
    }

    private func end(of bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        for scalar in scalars {
            guard let length = scalar.length(in: bytes, at: position) else { return nil }
            position += length
        }
        return position
    }

    /// The characters of Base64 text that depend on the secret alone, for each offset within a group of three bytes.
    private static func base64(of secret: [UInt8]) -> [SecretPattern] {
        (0..<3).flatMap { offset -> [SecretPattern] in
            let text = Base64.encode(Array(repeating: 0, count: offset) + secret)
            let firstWhole = (offset * 8 + 5) / 6
            let endOfWhole = (offset + secret.count) * 8 / 6
            guard endOfWhole - firstWhole >= 3 else { return [] }
            let core = Array(text[firstWhole..<endOfWhole])
            let before = offset == 0 ? 0 : 1
            let after = (offset + secret.count) % 3 == 0 ? 0 : 1
            let urlSafe = core.map(Base64.urlSafe)
            return (core == urlSafe ? [core] : [core, urlSafe]).map {
                SecretPattern($0.map(Forms.of(ascii:)), spareBefore: before, spareAfter: after)
            }
        }
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { isUnreserved($0) ? String(UnicodeScalar($0)) : percentForm($0) }.joined()
    }

    private static func formEncoded(_ text: String) -> String {
        text.utf8.map { $0 == 0x20 ? "+" : isUnreserved($0) ? String(UnicodeScalar($0)) : percentForm($0) }.joined()
    }

    private static func percentForm(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count == 1 ? "0" : "") + digits
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}

/// Base64 as far as redaction needs it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The character that stands for it in addresses.
    static func urlSafe(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: byte
        }
    }

    /// Characters for the bytes, without padding; the last one is filled up with zero bits.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                result.append(alphabet[Int(pending >> bits & 63)])
            }
        }
        if bits > 0 { result.append(alphabet[Int(pending << (6 - bits) & 63)]) }
        return result
    }

    static func isCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F, 0x2D, 0x5F: true
        default: false
        }
    }
}
