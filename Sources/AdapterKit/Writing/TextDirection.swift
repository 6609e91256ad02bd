/// The way a language is written, in the words of HTML.
public enum TextDirection: String, Sendable, Hashable {
    /// From left to right.
    case ltr
    /// From right to left.
    case rtl

    /// The direction of a language tag such as `ar`, `uz-Arab` or `he-IL`: the script decides where the tag names one.
    public init(language: String) {
        let parts = language.lowercased().split { $0 == "-" || $0 == "_" }
        let script = parts.dropFirst().first { $0.count == 4 && $0.allSatisfy(\.isLetter) }
        let isRightToLeft = script.map(Self.scripts.contains) ?? parts.first.map(Self.languages.contains) ?? false
        self = isRightToLeft ? .rtl : .ltr
    }

    /// Languages whose usual script runs from right to left.
    private static let languages: Set<Substring> = [
        "ar", "arc", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd",
        "skr",
        "syr", "ug", "ur", "yi",
    ]
    private static let scripts: Set<Substring> = [
        "adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa",
    ]
}
