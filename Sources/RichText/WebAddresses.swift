/// The `http://` and `https://` addresses in a text, in order.
///
/// An address begins where no letter or digit stands before it and ends before white space, a quotation mark, an angle
/// bracket or full-width punctuation; punctuation and unmatched closing brackets at its end are not part of it.
public func webAddresses(in text: String) -> [Range<String.Index>] {
    var result: [Range<String.Index>] = []
    let utf8 = text.utf8
    var index = utf8.startIndex
    while let start = utf8[index...].firstIndex(where: { $0 | 0x20 == UInt8(ascii: "h") }) {
        index = utf8.index(after: start)
        guard let scheme = schemeEnd(in: text, at: start), isBoundary(before: start, in: text) else { continue }
        let end = addressEnd(in: text, from: scheme)
        guard end > scheme else { continue }
        result.append(start..<end)
        index = end
    }
    return result
}

private func schemeEnd(in text: String, at start: String.Index) -> String.Index? {
    let head = text.utf8[start...].prefix(8).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    for scheme in ["https://", "http://"] where head.starts(with: scheme.utf8) {
        return text.utf8.index(start, offsetBy: scheme.utf8.count)
    }
    return nil
}

private func isBoundary(before index: String.Index, in text: String) -> Bool {
    guard index > text.startIndex else { return true }
    let previous = text.unicodeScalars[text.unicodeScalars.index(before: index)]
    return previous.isIdeographic || !previous.properties.isAlphabetic && previous.properties.numericType == nil
}

private func addressEnd(in text: String, from start: String.Index) -> String.Index {
    let scalars = text.unicodeScalars
    var end = start
    var openBrackets = 0
    var lastGood = start
    while end < scalars.endIndex, !endsAddress(scalars[end]) {
        let scalar = scalars[end]
        end = scalars.index(after: end)
        switch scalar {
        case "(":
            openBrackets += 1
        case ")":
            guard openBrackets > 0 else { return lastGood }
            openBrackets -= 1
            lastGood = end
        case ".", ",", ";", ":", "!", "?", "'", "*", "_", "~", "]", "|":
            break
        default:
            lastGood = end
        }
    }
    return lastGood
}

private func endsAddress(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<", ">", "\"", "`", "“", "”", "„", "«", "»", "、", "。", "「", "」", "（", "）", "，", "！", "？", "：", "；", "…": true
    default: scalar.properties.isWhitespace || scalar.value < 0x20
    }
}
