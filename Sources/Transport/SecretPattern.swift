/// One way to find a secret in bytes: a sequence of characters, each in any escaped form.
struct SecretPattern: Sendable {
    private let scalars: [UnicodeScalar]
    /// Base64 characters before and after the match that still hold bits of the secret.
    private let spareBefore: Int
    private let spareAfter: Int
    /// The first two bytes of a match that begins without an escape, where each is a character of its own.
    private let start: (first: UInt8, second: UInt8)?

    private init(_ scalars: [UnicodeScalar], spareBefore: Int = 0, spareAfter: Int = 0) {
        self.scalars = scalars
        if scalars.count > 1, let first = Forms.of(scalars[0]).onlyByte, let second = Forms.of(scalars[1]).onlyByte {
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
        let plain = Array(secret.utf8)
        var encodable = [plain]
        for encoded in [percentEncoded(plain, space: nil), percentEncoded(plain, space: UInt8(ascii: "+"))]
        where !encodable.contains(encoded) {
            encodable.append(encoded)
        }
        return [SecretPattern(Array(secret.unicodeScalars))] + encodable.flatMap(base64(of:))
    }

    /// The bytes that a match can begin with.
    var firstBytes: [UInt8] { scalars.first.map { Forms.of($0).firstBytes } ?? [] }

    /// The last six bits of the bytes that can follow a first one that is no escape, a bit for each.
    var followers: UInt64 {
        guard let start else { return .max }
        return [start.second, UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&")]
            .reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    /// The bytes that can follow a backslash with which a match begins.
    var bytesAfterBackslash: [UInt8] { scalars.first.map { Forms.of($0).bytesAfterBackslash } ?? [] }

    /// The range of the bytes that matches from a position on, or nil.
    func match(in bytes: [UInt8], from start: Int) -> Range<Int>? {
        // Nearly every byte that might begin a match begins another pattern's, or is followed by one that ends it.
        if let plain = self.start, start + 1 < bytes.count, !Forms.introducesEscape(bytes[start]),
            bytes[start] != plain.first
                || bytes[start + 1] != plain.second && !Forms.introducesEscape(bytes[start + 1])
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
            guard position < bytes.count else { return nil }
            // Most bytes stand for themselves or not at all, and need no forms.
            if scalar.isASCII, bytes[position] == UInt8(scalar.value), !Forms.introducesEscape(bytes[position]) {
                position += 1
                continue
            }
            guard let length = Forms.of(scalar).length(in: bytes, at: position) else { return nil }
            position += length
        }
        return position
    }

    /// The characters of Base64 text that depend on the secret alone, for each offset within a group of three bytes.
    private static func base64(of secret: [UInt8]) -> [SecretPattern] {
        (0..<3).flatMap { offset -> [SecretPattern] in
            let text = Base64.encode(secret, after: offset)
            let firstWhole = (offset * 8 + 5) / 6
            let endOfWhole = (offset + secret.count) * 8 / 6
            guard endOfWhole - firstWhole >= 3 else { return [] }
            let core = text[firstWhole..<endOfWhole]
            let before = offset == 0 ? 0 : 1
            let after = (offset + secret.count) % 3 == 0 ? 0 : 1
            let isAmbiguous = core.contains { $0 != Base64.urlSafe($0) }
            return (isAmbiguous ? [core, core.map(Base64.urlSafe)[...]] : [core]).map {
                SecretPattern($0.map { UnicodeScalar($0) }, spareBefore: before, spareAfter: after)
            }
        }
    }

    /// Percent-encoded text, with something else for a space where forms have it.
    private static func percentEncoded(_ text: [UInt8], space: UInt8?) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 16)
        for byte in text {
            if let space, byte == UInt8(ascii: " ") {
                result.append(space)
            } else if isUnreserved(byte) {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return result
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
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

    /// Characters for the bytes after some zeros, without padding; the last one is filled up with zero bits.
    static func encode(_ bytes: [UInt8], after zeros: Int) -> [UInt8] {
        var result = Array(repeating: UInt8(ascii: "A"), count: zeros * 8 / 6)
        result.reserveCapacity((zeros + bytes.count) * 8 / 6 + 1)
        var pending: UInt32 = 0
        var bits = UInt32(zeros * 8 % 6)
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
