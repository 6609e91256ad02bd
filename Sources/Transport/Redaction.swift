/// Replaces secrets by dots, however a message encodes them.
///
/// A secret is found as it is, percent-encoded (wholly or in part, `+` for a space included), escaped for JSON or
/// XML, and inside Base64 text of either alphabet at any offset, also when it was percent-encoded first. Overlapping
/// finds become one run of dots.
public struct Redaction: Sendable {
    /// What stands in place of a secret.
    public static let dots = "••••"

    private let patterns: [SecretPattern]

    /// Whether a match may begin with a byte.
    private let isBeginning: [Bool]

    /// Whether a match may begin with a backslash and this byte: JSON is full of backslashes.
    private let isAfterBackslash: [Bool]

    /// For each byte that stands for itself, whether a match may begin with a byte of these last bits after it: most
    /// of what looks like a beginning ends here.
    private let followers: [UInt64]

    /// Creates a redaction; empty secrets are ignored.
    public init(secrets: [String]) {
        patterns = Set(secrets).filter { !$0.isEmpty }.flatMap(SecretPattern.all(of:))
        var isBeginning = Array(repeating: false, count: patterns.isEmpty ? 0 : 256)
        var isAfterBackslash = isBeginning
        for pattern in patterns {
            for byte in pattern.firstBytes { isBeginning[Int(byte)] = true }
            for byte in pattern.bytesAfterBackslash { isAfterBackslash[Int(byte)] = true }
        }
        self.isBeginning = isBeginning
        self.isAfterBackslash = isAfterBackslash
        var followers = Array(repeating: UInt64(0), count: patterns.isEmpty ? 0 : 256)
        for pattern in patterns {
            for byte in pattern.firstBytes { followers[Int(byte)] |= pattern.followers }
        }
        self.followers = followers
    }

    /// The text with every secret replaced by dots.
    public func redact(_ text: String) -> String {
        patterns.isEmpty ? text : String(decoding: redact(Array(text.utf8)), as: UTF8.self)
    }

    /// The bytes with every secret replaced by dots.
    public func redact(_ bytes: [UInt8]) -> [UInt8] {
        let found = ranges(in: bytes)
        guard !found.isEmpty else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var end = 0
        for range in found {
            result.append(contentsOf: bytes[end..<range.lowerBound])
            result.append(contentsOf: Self.dots.utf8)
            end = range.upperBound
        }
        result.append(contentsOf: bytes[end...])
        return result
    }

    /// Parts of the bytes that give a secret away, in order and without overlap.
    private func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        guard !patterns.isEmpty else { return [] }
        var finds: [Range<Int>] = []
        for start in beginnings(in: bytes.span) {
            for pattern in patterns {
                if let find = pattern.match(in: bytes, from: start) { finds.append(find) }
            }
        }
        finds.sort { $0.lowerBound < $1.lowerBound }
        return finds.reduce(into: []) { merged, find in
            if let last = merged.last, find.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, find.upperBound)
            } else {
                merged.append(find)
            }
        }
    }

    /// Where a match may begin.
    private func beginnings(in bytes: borrowing Span<UInt8>) -> [Int] {
        let (isBeginning, isAfterBackslash, followers) = (isBeginning.span, isAfterBackslash.span, followers.span)
        var starts: [Int] = []
        for start in 0..<bytes.count {
            let first = bytes[start]
            guard isBeginning[Int(first)] else { continue }
            if start + 1 < bytes.count {
                let second = bytes[start + 1]
                if first == UInt8(ascii: "\\") {
                    if !isAfterBackslash[Int(second)] { continue }
                } else if !Forms.introducesEscape(first), followers[Int(first)] & (1 << UInt64(second & 63)) == 0 {
                    continue
                }
            }
            starts.append(start)
        }
        return starts
    }

    /// A whole message as text, lines ending with a line feed.
    func message(firstLine: String, headers: Headers, body: [UInt8]) -> String {
        let head = ([firstLine] + headers.map(\.description)).map { redact($0) + "\n" }.joined()
        guard !body.isEmpty else { return head }
        let text = String(validating: redact(body), as: UTF8.self)
        return head + "\n" + (text ?? "(\(body.count) bytes that are not UTF-8 text)")
    }
}
