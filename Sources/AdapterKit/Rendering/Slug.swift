/// Texts that hold letters, digits and hyphens only.
enum Slug {
    /// The text in lower case, Latin letters without their marks, everything else between them as one hyphen.
    static func text(_ text: String) -> String {
        var result = ""
        for character in text.lowercased() {
            if let plain = folded[character] {
                result += plain
            } else if character.isLetter || character.isNumber {
                result.append(character)
            } else if !result.isEmpty, result.last != "-" {
                result.append("-")
            }
        }
        while result.last == "-" { result.removeLast() }
        return result
    }

    private static let folded: [Character: String] = {
        let rows = [
            "a": "àáâãåāăą", "ae": "äæ", "c": "çćč", "d": "ďđð", "e": "èéêëēęě", "g": "ğ", "i": "ìíîïīįı", "l": "łľ",
            "n": "ñńňņ", "o": "òóôõøōő", "oe": "öœ", "r": "řŕ", "s": "śšşș", "ss": "ß", "t": "ťţț", "th": "þ",
            "u": "ùúûūůűų", "ue": "ü", "y": "ýÿ", "z": "źżž",
        ]
        return Dictionary(rows.flatMap { plain, letters in letters.map { ($0, plain) } }) { first, _ in first }
    }()
}
