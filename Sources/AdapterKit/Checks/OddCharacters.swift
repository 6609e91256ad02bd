/// Emoji, stars, arrows and the like in titles.
enum OddCharacters {
    /// The first such character, or nil.
    ///
    /// The gender star in `Mitarbeiter*in` and signs such as `C#`, `&` and `®` are none.
    static func first(in text: String) -> Character? {
        if let run = ["***", "~~~", "===", ">>>", "###", "!!!"].first(where: text.contains) { return run.first }
        return text.first { character in
            guard !character.isLetter, !character.isNumber, let scalar = character.unicodeScalars.first else {
                return false
            }
            if scalar.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return true }
            switch scalar.properties.generalCategory {
            case .otherSymbol: return !"®©™°№".contains(character)
            case .privateUse, .control, .unassigned, .surrogate: return !character.isWhitespace
            case .mathSymbol: return !"+=<>|~×±".contains(character)
            default: return false
            }
        }
    }
}
