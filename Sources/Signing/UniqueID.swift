/// Identifiers that nobody else draws.
public enum UniqueID: Sendable {
    /// A version 4 UUID in lowercase, drawn from a generator, such as `0e4f7c2a-6f1d-4f0e-9a53-1f2b3c4d5e6f`.
    public static func uuid4(using generator: inout some RandomNumberGenerator) -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Digest.hex(bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }
}
