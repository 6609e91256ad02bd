/// The sentences of a text, without the white space around them.
///
/// A sentence ends at a line end, after `。`, `！`, `？`, `．` or `।`, and after `.`, `!`, `?` or `…` where white space
/// follows. No language is known: "z. B." makes two.
public func sentences(in text: String) -> [String] {
    var result: [String] = []
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    var index = start
    func take(upTo end: String.Index) {
        let sentence = text[start..<end].trimmed
        if !sentence.isEmpty { result.append(sentence) }
        start = end
    }
    while index < scalars.endIndex {
        let scalar = scalars[index]
        let next = scalars.index(after: index)
        switch scalar {
        case "\n", "\u{2028}", "\u{2029}", "。", "！", "？", "．", "।":
            take(upTo: next)
        case ".", "!", "?", "…":
            if next == scalars.endIndex || scalars[next].properties.isWhitespace { take(upTo: next) }
        default:
            break
        }
        index = next
    }
    take(upTo: scalars.endIndex)
    return result
}
