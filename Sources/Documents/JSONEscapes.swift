/// Makes JSON text acceptable to a YAML reader.
enum JSONEscapes {
    /// The text with every escaped surrogate pair, as in `\ud83d\ude00`, replaced by its character.
    ///
    /// JSON writes characters beyond the first plane this way, and YAML knows no such pair. Only text
    /// that begins like JSON is touched.
    static func joined(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }
        guard first == "{" || first == "[" else { return text }
        guard text.contains("\\ud") || text.contains("\\uD") else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            guard bytes[place] == UInt8(ascii: "\\"), place + 1 < bytes.count else {
                out.append(bytes[place])
                place += 1
                continue
            }
            if let high = unit(bytes, at: place), let low = unit(bytes, at: place + 6),
                UTF16.isLeadSurrogate(high), UTF16.isTrailSurrogate(low)
            {
                out += String(decoding: [high, low], as: UTF16.self).utf8
                place += 12
            } else {
                // An escaped backslash is copied with what it escapes, so that it escapes nothing else.
                out += bytes[place...place + 1]
                place += 2
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The code unit of an escape such as `\ud83d`; nil when there is none here.
    private static func unit(_ bytes: [UInt8], at place: Int) -> UInt16? {
        guard place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") else {
            return nil
        }
        let digits = bytes[place + 2..<place + 6]
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
