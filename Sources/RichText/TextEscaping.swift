/// Text in which Markdown sees no markup.
///
/// - Parameter isLineStart: Whether the text begins a line, where numbers and signs would begin blocks.
func escapedForMarkdown(_ text: String, isLineStart: Bool) -> String {
    let scalars = text.unicodeScalars
    var result = String.UnicodeScalarView()
    var index = scalars.startIndex
    var previous: Unicode.Scalar?
    if isLineStart { index = escapeLineStart(scalars, into: &result) }
    while index < scalars.endIndex {
        let scalar = scalars[index]
        let next = scalars.index(after: index)
        let following = next < scalars.endIndex ? scalars[next] : nil
        if needsBackslash(scalar, previous, following) { result.append("\\") }
        result.append(scalar)
        previous = scalar
        index = next
    }
    return String(result)
}

private func needsBackslash(_ scalar: Unicode.Scalar, _ previous: Unicode.Scalar?, _ next: Unicode.Scalar?) -> Bool {
    switch scalar {
    case "\\", "`", "*", "[", "]", "<", "~", "|": true
    // Between letters an underscore marks nothing.
    case "_": !(isASCIIWord(previous) && isASCIIWord(next))
    case "&": next.map { $0.isASCII && ($0.properties.isAlphabetic || $0 == "#") } ?? true
    default: false
    }
}

private func isASCIIWord(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
}

/// Writes what would begin a block at the start of a line, and says where the rest goes on.
private func escapeLineStart(
    _ scalars: String.UnicodeScalarView,
    into result: inout String.UnicodeScalarView
) -> String.UnicodeScalarView.Index {
    let blank = scalars.prefix { $0 == " " }
    var index = blank.endIndex
    guard index < scalars.endIndex else { return scalars.startIndex }
    switch scalars[index] {
    case "#", "+", "-", "=", ">", ":":
        result.append("\\")
        result.append(scalars[index])
        return scalars.index(after: index)
    case "0"..."9":
        let digits = scalars[index...].prefix(10).prefix { $0 >= "0" && $0 <= "9" }
        result.append(contentsOf: digits)
        index = digits.endIndex
        if index < scalars.endIndex, scalars[index] == "." || scalars[index] == ")" {
            result.append("\\")
            result.append(scalars[index])
            index = scalars.index(after: index)
        }
        return index
    default:
        return index
    }
}

/// Text with the three characters that chat markup reserves as references.
func escapedForMrkdwn(_ text: some StringProtocol) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// Text with look-alikes for marks that would begin a formatted stretch, since chat markup has no way to escape them.
func withoutMrkdwnMarks(_ text: String) -> String {
    let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = ["*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"]
    guard text.unicodeScalars.contains(where: { lookAlikes[$0] != nil }) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
        let isAfterWord = index > 0 && (scalars[index - 1].properties.isAlphabetic || isASCIIWord(scalars[index - 1]))
        let isBeforeBlank = index + 1 < scalars.count && scalars[index + 1].properties.isWhitespace
        if let lookAlike = lookAlikes[scalar], scalar == "`" || !isAfterWord && !isBeforeBlank {
            result.append(lookAlike)
        } else {
            result.append(scalar)
        }
    }
    return String(result)
}
