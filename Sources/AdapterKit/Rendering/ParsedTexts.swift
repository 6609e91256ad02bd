import Documents
import RichText

/// Marked-up texts that were parsed lately, so that one description is parsed once for all its ads.
enum ParsedTexts {
    // More than one ad's sections, less than a memory worth mentioning.
    private static let known = Remembered<Markup, RichText.Parsed>(capacity: 64)

    /// The tree of a text, and what was lost on the way to it.
    static func parsed(_ markup: Markup) -> RichText.Parsed {
        known.answer(markup) {
            switch markup.dialect {
            case .markdown: RichText.parse(markdown: markup.text)
            case .html: RichText.parse(html: markup.text)
            case .plain: RichText.parse(plain: markup.text)
            }
        }
    }
}
