/// Text as the server keeps it: all of Unicode but U+0000, which PostgreSQL refuses.
///
/// A board's reply may hold that character, and must read back as it came. U+F8FF, which nobody uses, stands for it:
/// followed by `0` it means U+0000, followed by `1` itself.
enum StoredText {
    private static let mark: [UInt8] = [0xEF, 0xA3, 0xBF]

    static func append(_ text: String, to buffer: inout [UInt8]) {
        var isPlain = true
        for byte in text.utf8 where byte == 0 || byte == mark[0] {
            isPlain = false
            break
        }
        guard !isPlain else {
            buffer += text.utf8
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{0}": buffer += mark + [UInt8(ascii: "0")]
            case "\u{F8FF}": buffer += mark + [UInt8(ascii: "1")]
            default: buffer += String(scalar).utf8
            }
        }
    }

    static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        return unsafe bytes.contains(mark[0]) && text.unicodeScalars.contains("\u{F8FF}") ? plain(text) : text
    }

    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var isMarked = false
        for scalar in text.unicodeScalars {
            if isMarked {
                result.append(scalar == "0" ? "\u{0}" : "\u{F8FF}")
                isMarked = false
            } else if scalar == "\u{F8FF}" {
                isMarked = true
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
