/// Marks links in text under construction, so that their offsets can be taken when the text is complete.
///
/// The two marks are control characters, which no text may hold; they are removed from text before it is written.
enum LinkMarks {
    static let open = "\u{1}"
    static let close = "\u{2}"

    static func removed(from text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value == 0x01 || $0.value == 0x02 }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0x01 && $0.value != 0x02 }))
    }

    /// The text without marks, and the ranges they stood around.
    static func resolve(_ text: String, targets: [String]) -> (text: String, links: [LinkRange]) {
        var result = String.UnicodeScalarView()
        var links: [LinkRange] = []
        var utf8 = 0
        var utf16 = 0
        var start = (utf8: 0, utf16: 0)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x01: start = (utf8, utf16)
            case 0x02:
                guard links.count < targets.count else { continue }
                let target = targets[links.count]
                links.append(LinkRange(utf8: start.utf8..<utf8, utf16: start.utf16..<utf16, target: target))
            default:
                result.append(scalar)
                utf8 += UTF8.width(scalar)
                utf16 += UTF16.width(scalar)
            }
        }
        return (String(result), links)
    }
}
