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
