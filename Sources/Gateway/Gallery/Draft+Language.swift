import AdapterKit
import Documents
import Ledger

extension Draft {
    /// The ad's language; the first of several that one ad has.
    var language: String { key.language.split(separator: ",").first.map(String.init) ?? "und" }

    /// Whether the role itself is in another language.
    var isTranslation: Bool { input.role["language"]?.scalarText.map { $0 != key.language } ?? false }

    /// The ad's language and the way it is written, as attributes of an HTML element.
    var languageMarks: String {
        "lang=\"\(Escaped.html(language))\" dir=\"\(TextDirection(language: language).rawValue)\""
    }
}
