/// Where two texts begin to differ, in words.
enum TextDifference {
    static func first(_ golden: [UInt8], _ now: [UInt8]) -> String {
        let old = String(decoding: golden, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let new = String(decoding: now, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for line in 0..<max(old.count, new.count) {
            let left = line < old.count ? String(old[line]) : "(end)"
            let right = line < new.count ? String(new[line]) : "(end)"
            if left != right {
                return "Line \(line + 1) was \"\(around(left, right))\" and is \"\(around(right, left))\" now."
            }
        }
        return "The files differ in bytes that are no text."
    }

    /// The part of a long line in which it begins to differ.
    private static func around(_ line: String, _ other: String) -> String {
        guard line.count > 160 else { return line }
        let same = zip(line, other).prefix { $0 == $1 }.count
        return "…" + line.dropFirst(max(same - 40, 0)).prefix(120) + "…"
    }
}
