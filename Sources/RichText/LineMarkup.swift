/// How a form made of lines writes each part of a tree; what is nil or false has no form of its own and degrades.
struct LineMarkup: Sendable {
    /// What stands before and after a marked stretch.
    struct Pair: Sendable {
        var open: String
        var close: String

        init(_ open: String, _ close: String? = nil) {
            self.open = open
            self.close = close ?? open
        }
    }

    /// Where marks are recognised; a mark elsewhere is left out.
    enum MarkPlaces: Sendable {
        case anywhere
        /// By CommonMark's rule for delimiter runs.
        case flanking
        /// Only between words.
        case words
    }

    enum Escaping: Sendable {
        case none
        case markdown(MarkdownDialect)
        case mrkdwn
        case html
        case mark(Character)
    }

    enum LinkForm: Sendable {
        case address
        case ranged
        case markdown
        case mrkdwn
        case html
    }

    enum CodeBlockForm: Sendable {
        case plain
        case indented
        case fenced
        case html
    }

    enum QuoteForm: Sendable {
        case prefix(isNative: Bool)
        case html
    }

    var strong: Pair?
    var emphasis: Pair?
    var underline: Pair?
    var strike: Pair?
    var code: Pair?
    var markPlaces = MarkPlaces.anywhere
    var escaping = Escaping.none
    var links = LinkForm.address
    /// The lowest heading with a form of its own; 0 if none has.
    var headingLevels = 0
    var bullet = "- "
    var hasLists = false
    var itemsAreParagraphs = false
    var quotes = QuoteForm.prefix(isNative: false)
    var codeBlocks = CodeBlockForm.plain
    var rule: String?
    var hasTables = false
    var hasImages = false
    var lineEnd = "\n"

    var isMarkdown: Bool {
        if case .markdown = escaping { true } else { false }
    }
}

extension LineMarkup {
    static let plain = LineMarkup()

    static let linked = LineMarkup(links: .ranged)

    static func paragraphs(italics mark: Character) -> LineMarkup {
        LineMarkup(
            emphasis: Pair(String(mark)),
            markPlaces: .words,
            escaping: .mark(mark),
            itemsAreParagraphs: true,
            codeBlocks: .indented,
            lineEnd: "\n\n"
        )
    }

    static func markdown(_ dialect: MarkdownDialect) -> LineMarkup {
        var markup = LineMarkup(
            strong: Pair("**"),
            emphasis: Pair("*"),
            code: Pair("`"),
            markPlaces: .flanking,
            escaping: .markdown(dialect),
            links: .markdown,
            headingLevels: 6,
            hasLists: true,
            quotes: .prefix(isNative: true),
            codeBlocks: .fenced,
            rule: "---",
            hasImages: true,
            lineEnd: "\\\n"
        )
        switch dialect {
        case .commonmark: break
        case .extended:
            markup.strike = Pair("~~")
            markup.hasTables = true
        case .chat:
            markup.strike = Pair("~~")
            markup.underline = Pair("__")
            markup.headingLevels = 3
            markup.rule = nil
            markup.hasImages = false
            markup.lineEnd = "\n"
        }
        return markup
    }

    static let mrkdwn = LineMarkup(
        strong: Pair("*"),
        emphasis: Pair("_"),
        strike: Pair("~"),
        code: Pair("`"),
        markPlaces: .words,
        escaping: .mrkdwn,
        links: .mrkdwn,
        bullet: "• ",
        quotes: .prefix(isNative: true),
        codeBlocks: .fenced
    )

    static let chatHTML = LineMarkup(
        strong: Pair("<b>", "</b>"),
        emphasis: Pair("<i>", "</i>"),
        underline: Pair("<u>", "</u>"),
        strike: Pair("<s>", "</s>"),
        code: Pair("<code>", "</code>"),
        escaping: .html,
        links: .html,
        bullet: "• ",
        quotes: .html,
        codeBlocks: .html
    )
}
