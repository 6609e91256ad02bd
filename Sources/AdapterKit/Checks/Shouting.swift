/// Titles in capitals throughout, or with exclamation marks.
enum Shouting {
    /// Whether a title shouts.
    ///
    /// Abbreviations such as SAP or HGV do not.
    static func isLoud(_ text: String) -> Bool {
        if text.count(where: { $0 == "!" || $0 == "！" }) > 1 { return true }
        let words = text.split { !$0.isLetter }
        let loud = words.filter { $0.count > 4 && $0.allSatisfy(\.isUppercase) }
        guard !loud.isEmpty else { return false }
        let quiet = words.filter { $0.count > 1 && $0.contains(where: \.isLowercase) }
        return loud.count > 1 || quiet.isEmpty
    }
}
