import Documents
import RichText
import Transport

/// A board's own words as they may be shown: short, without mark-up, control characters or secrets.
enum Words {
    /// Most characters that are kept.
    static let longest = 300

    /// Cleans a text; nil when nothing is left of it.
    static func cleaned(_ text: String, scope: CallScope) -> String? {
        // Secrets first: one that is cut in two would no longer be found.
        var words = scope.hiding(text)
        if words.contains("</") || words.contains("<br") || words.lowercased().contains("<!doctype") {
            words = RichText(html: words).plainText
        }
        words = PageText.folded(words.withoutControls)
        words = scope.hiding(words)
        guard !words.isEmpty else { return nil }
        return words.count > longest ? words.prefix(longest - 1) + "…" : words
    }

    /// The words at a path, several joined by semicolons.
    static func at(_ path: ReplyPath?, _ view: ReplyView) -> String? {
        guard let path else { return nil }
        let texts = view.values(path).compactMap { value -> String? in
            guard value.isSaid else { return nil }
            return value.replyText ?? JSON.text(value)
        }
        guard !texts.isEmpty else { return nil }
        return cleaned(texts.joined(separator: "; "), scope: view.scope)
    }

    /// What the whole body says, for replies that no row explains.
    static func ofBody(_ view: ReplyView) -> String? {
        // More than any reason can hold, and little enough to be cleaned at once.
        guard let text = String(validating: view.reply.body.prefix(4096), as: UTF8.self) else { return nil }
        return cleaned(text, scope: view.scope)
    }
}
