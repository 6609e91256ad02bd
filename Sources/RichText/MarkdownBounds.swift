/// The extensions with which a text can be parsed in time that grows with its length.
///
/// A table fills every short row up to the width of its header, and every `@` splits the text around it anew; where a
/// text has so many that this would cost far more than its length, the extension is left out, its text stays, and the
/// loss is noted.
func affordableExtensions(for markdown: String, into log: inout LossLog) -> [String] {
    var lines = 1
    var columns = 0
    var widest = 0
    var ats = 0
    var isDelimiterRow = true
    var previous: UInt8 = 0
    for byte in markdown.utf8 {
        switch byte {
        case UInt8(ascii: "\n"):
            lines += 1
            if isDelimiterRow { widest = max(widest, columns) }
            columns = 0
            isDelimiterRow = true
        case UInt8(ascii: "-"):
            if previous != byte { columns += 1 }
        case UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ">"):
            break
        case UInt8(ascii: "@"):
            ats += 1
            isDelimiterRow = false
        default:
            isDelimiterRow = false
        }
        previous = byte
    }
    if isDelimiterRow { widest = max(widest, columns) }
    var extensions = ["strikethrough"]
    if widest * lines <= 1_000_000 { extensions.append("table") } else { log.degraded("table") }
    if ats <= 1_000 { extensions.append("autolink") } else { log.degraded("bare address") }
    return extensions
}

/// The text with its marks of emphasis and links escaped in paragraphs that have so many of them that pairing them would cost the
/// square of their number.
func withoutExcessiveMarks(_ markdown: String, into log: inout LossLog) -> String {
    guard markdown.utf8.count(where: isMark) > maximumMarks else { return markdown }
    var result: [UInt8] = []
    for paragraph in Array(markdown.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        .split(omittingEmptySubsequences: false, whereSeparator: \.isEmpty)
    {
        var runs = 0
        for line in paragraph {
            var previous: UInt8 = 0
            for byte in line {
                if isMark(byte), byte != previous { runs += 1 }
                previous = byte
            }
        }
        if runs > maximumMarks { log.degraded("dense markup") }
        for line in paragraph {
            for byte in line {
                if runs > maximumMarks, isMark(byte) { result.append(UInt8(ascii: "\\")) }
                result.append(byte)
            }
            result.append(UInt8(ascii: "\n"))
        }
        result.append(UInt8(ascii: "\n"))
    }
    return String(decoding: result, as: UTF8.self)
}

private let maximumMarks = 2_000

private func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "[")
}
