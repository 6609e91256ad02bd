/// Replaces secrets by dots, however a message encodes them.
///
/// A secret is found as it is, percent-encoded (wholly or in part, `+` for a space included), escaped for JSON or
/// XML, and inside Base64 text of either alphabet at any offset, also when it was percent-encoded first. Overlapping
/// finds become one run of dots.
public struct Redaction: Sendable {
    /// What stands in place of a secret.
    public static let dots = "••••"

    private let patterns: [SecretPattern]

    /// For each byte, the places of the patterns that may begin with it.
    private let beginning: [[Int]]
    private let isBeginning: [Bool]

    /// For each byte after a backslash, the places of the patterns that may begin with the two: JSON is full of them.
    private let afterBackslash: [[Int]]

    /// Creates a redaction; empty secrets are ignored.
    public init(secrets: [String]) {
        patterns = Set(secrets).filter { !$0.isEmpty }.flatMap(SecretPattern.all(of:))
        var beginning: [[Int]] = patterns.isEmpty ? [] : Array(repeating: [], count: 256)
        var afterBackslash = beginning
        for (place, pattern) in patterns.enumerated() {
            for byte in pattern.firstBytes { beginning[Int(byte)].append(place) }
            for byte in pattern.bytesAfterBackslash { afterBackslash[Int(byte)].append(place) }
        }
        self.afterBackslash = afterBackslash
        self.beginning = beginning
        isBeginning = beginning.map { !$0.isEmpty }
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
        for start in bytes.indices where isBeginning[Int(bytes[start])] {
            let isEscape = bytes[start] == UInt8(ascii: "\\") && start + 1 < bytes.count
            for place in isEscape ? afterBackslash[Int(bytes[start + 1])] : beginning[Int(bytes[start])] {
                if let find = patterns[place].match(in: bytes, from: start) { finds.append(find) }
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

    /// A whole message as text, lines ending with a line feed.
    func message(firstLine: String, headers: Headers, body: [UInt8]) -> String {
        let head = ([firstLine] + headers.map(\.description)).map { redact($0) + "\n" }.joined()
        guard !body.isEmpty else { return head }
        let text = String(validating: redact(body), as: UTF8.self)
        return head + "\n" + (text ?? "(\(body.count) bytes that are not UTF-8 text)")
    }
}
