/// What HTML a reader accepts.
public struct HTMLRules: Sendable, Hashable {
    /// How characters with a meaning in HTML are written.
    public enum Entities: String, Sendable, Hashable, CaseIterable {
        /// `&`, `<`, `>` and `"` as character references.
        case standard

        /// No character reference at all: every character stands for itself.
        ///
        /// Text which would then read as markup or as a reference is spaced apart and reported as reworded.
        case none
    }

    /// How paragraphs are parted.
    public enum Paragraphs: String, Sendable, Hashable, CaseIterable {
        /// In `p`, else in `div`, else parted by `br`, else by line ends: the first the tags allow.
        case automatic

        /// By `<br><br>` even where `p` is allowed; by line ends when `br` is not allowed.
        case lineBreaks
    }

    /// Names of the elements that may occur, in lower case.
    public var tags: Set<String>

    /// Schemes a link may have, in lower case and without the colon; others lose the link and keep the text.
    public var linkSchemes: Set<String>

    /// How `&`, `<`, `>` and `"` are written.
    public var entities: Entities

    /// Whether text is kept apart that would turn into markup if the reader decodes references once too often.
    public var doubleUnescapeGuard: Bool

    /// How paragraphs are parted.
    public var paragraphs: Paragraphs

    /// Creates rules.
    ///
    /// A list is written as one only if both its element (`ul` or `ol`) and `li` are in `tags`; a table only if `table`,
    /// `tr` and `td` are.
    public init(
        tags: Set<String>,
        linkSchemes: Set<String> = ["https", "http", "mailto", "tel"],
        entities: Entities = .standard,
        doubleUnescapeGuard: Bool = false,
        paragraphs: Paragraphs = .automatic
    ) {
        self.tags = Set(tags.map { $0.lowercased() })
        self.linkSchemes = Set(linkSchemes.map { $0.lowercased() })
        self.entities = entities
        self.doubleUnescapeGuard = doubleUnescapeGuard
        self.paragraphs = paragraphs
    }

    /// Every element a tree can hold; nothing degrades.
    public static let full = HTMLRules(tags: [
        "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
        "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
    ])
}
