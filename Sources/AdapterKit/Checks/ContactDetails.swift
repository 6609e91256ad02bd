import RichText

/// E-mail addresses, telephone numbers and web addresses in texts.
enum ContactDetails {
    /// The first of them, or nil.
    static func find(in text: String) -> String? {
        if let address = webAddresses(in: text).first { return String(text[address]) }
        for word in text.split(whereSeparator: { $0.isWhitespace || "<>()\",;".contains($0) }) {
            if isMail(word) { return String(word) }
            if word.lowercased().hasPrefix("www."), word.count > 6 { return String(word) }
        }
        return phone(in: text)
    }

    private static func isMail(_ word: Substring) -> Bool {
        let parts = word.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return false }
        let domain = parts[1].split(separator: ".")
        return domain.count >= 2 && (domain.last?.count ?? 0) >= 2
            && domain.allSatisfy { $0.first?.isLetter ?? false || $0.count > 1 }
    }

    /// The first telephone number, or nil.
    ///
    /// It begins with `+` or `0` and has enough digits, parted by nothing but blanks, `/`, `-` and brackets.
    private static func phone(in text: String) -> String? {
        var run = ""
        for character in text + "." {
            if character.isASCII, character.isNumber || (run.isEmpty ? character == "+" : " /-()".contains(character)) {
                run.append(character)
                continue
            }
            let digits = run.filter(\.isNumber)
            let number = run.split(separator: " ").joined(separator: " ")
            if number.hasPrefix("+") && digits.count >= 8 || number.hasPrefix("0") && digits.count >= 9 {
                return number
            }
            run = ""
        }
        return nil
    }
}
