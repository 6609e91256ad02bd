/// Finding words in texts of any language.
enum WordSearch {
    /// Whether a word or phrase stands in a text by itself, in whatever case.
    ///
    /// Scripts without spaces have no edges of words; there any occurrence counts.
    static func contains(_ phrase: String, in text: String) -> Bool {
        let phrase = phrase.lowercased()
        let text = text.lowercased()
        guard !phrase.isEmpty else { return false }
        var rest = text[...]
        while let found = rest.firstRange(of: phrase) {
            let before = found.lowerBound > text.startIndex ? text[text.index(before: found.lowerBound)] : " "
            let after = found.upperBound < text.endIndex ? text[found.upperBound] : " "
            if isEdge(before, phrase.first), isEdge(after, phrase.last) { return true }
            rest = text[found.upperBound...]
        }
        return false
    }

    /// The words of a text in lower case.
    static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Pairs of neighbouring words, or of neighbouring characters where there are no words.
    static func pairs(of text: String) -> Set<String> {
        var words = words(of: text)
        if words.contains(where: { $0.contains(where: isUnspaced) }) { words = words.flatMap { $0.map(String.init) } }
        return Set(zip(words, words.dropFirst()).map { "\($0) \($1)" })
    }

    /// Whether a character belongs to a script that is written without spaces.
    static func isUnspaced(_ character: Character) -> Bool {
        guard let scalar = character.unicodeScalars.first else { return false }
        return (0x3040...0x30FF).contains(scalar.value) || (0x3400...0x9FFF).contains(scalar.value)
            || (0xF900...0xFAFF).contains(scalar.value)
    }

    private static func isEdge(_ outside: Character, _ inside: Character?) -> Bool {
        if let inside, isUnspaced(inside) {
            // A word in katakana goes on as long as katakana does: パート is not in パートナー.
            return !(isKatakana(inside) && isKatakana(outside))
        }
        return !outside.isLetter && !outside.isNumber
    }

    private static func isKatakana(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { (0x30A0...0x30FF).contains($0.value) } ?? false
    }
}
