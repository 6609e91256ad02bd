/// A code such as `MID_SENIOR_LEVEL` or `ContractTemp` as words.
enum CodeWords {
    /// The code's words, the first with a capital; text that is no code comes back as it is.
    static func words(of text: String) -> String {
        if text.wholeMatch(of: /[A-Z]{4,}|[A-Z]+(_[A-Z]+)+|[a-z]+(_[a-z]+)+/) != nil {
            return capitalised(text.lowercased().replacing("_", with: " "))
        }
        guard text.wholeMatch(of: /([A-Z][a-z]+){2,}/) != nil else { return text }
        return capitalised(text.replacing(/[A-Z]/) { " " + $0.output.lowercased() }.dropFirst().description)
    }

    /// Whether a text is an id with colons inside, such as a board's name for a place.
    static func isIdentifier(_ text: String) -> Bool { text.wholeMatch(of: /[A-Za-z0-9]+(:[A-Za-z0-9-]+){2,}/) != nil }

    /// The day of an instant; other text comes back as it is.
    static func day(of text: String) -> String {
        text.wholeMatch(of: /\d{4}-\d{2}-\d{2}T.*/) == nil ? text : String(text.prefix(10))
    }

    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
