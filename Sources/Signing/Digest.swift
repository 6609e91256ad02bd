import Crypto

/// Content hashes.
public enum Digest: Sendable {
    /// The SHA-256 hash of some bytes: 32 bytes.
    public static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        Array(SHA256.hash(data: Array(bytes)))
    }

    /// The SHA-256 hash of a text's UTF-8 bytes: 32 bytes.
    public static func sha256(_ text: String) -> [UInt8] { sha256(text.utf8) }

    /// Bytes as lowercase hexadecimal digits, two a byte.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        for byte in bytes {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 0x0F))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }
}
