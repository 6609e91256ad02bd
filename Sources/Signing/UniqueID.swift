/// Identifiers that nobody else draws.
public enum UniqueID: Sendable {
    /// A version 4 UUID in lowercase, drawn from a generator, such as `0e4f7c2a-6f1d-4f0e-9a53-1f2b3c4d5e6f`.
    public static func uuid4(using generator: inout some RandomNumberGenerator) -> String {
        // Two draws and not sixteen: the system's generator asks the kernel for each.
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var digits = Array(Digest.hex(bytes(high) + bytes(low)).utf8)
        for place in [20, 16, 12, 8] { digits.insert(UInt8(ascii: "-"), at: place) }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The eight bytes of a number, the highest first.
    private static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }
}
