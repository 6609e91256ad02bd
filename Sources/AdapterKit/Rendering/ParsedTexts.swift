import Documents
import RichText
import Synchronization

/// Marked-up texts that were parsed lately, so that one description is parsed once for all its ads.
///
/// Parsing depends on the text alone, so nobody can see whether an answer was remembered.
enum ParsedTexts {
    private static let known = Mutex<[Markup: RichText.Parsed]>([:])

    /// How many texts are remembered; more than one ad's sections, less than a memory worth mentioning.
    private static let capacity = 64

    /// The tree of a text, and what was lost on the way to it.
    static func parsed(_ markup: Markup) -> RichText.Parsed {
        if let known = known.withLock({ $0[markup] }) { return known }
        let parsed =
            switch markup.dialect {
            case .markdown: RichText.parse(markdown: markup.text)
            case .html: RichText.parse(html: markup.text)
            case .plain: RichText.parse(plain: markup.text)
            }
        known.withLock { known in
            if known.count >= capacity { known.removeAll(keepingCapacity: true) }
            known[markup] = parsed
        }
        return parsed
    }
}
