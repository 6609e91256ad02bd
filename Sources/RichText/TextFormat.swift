/// The forms a tree can be written in.
public enum TextFormat: Sendable, Hashable {
    /// HTML with only the elements the rules allow.
    case html(HTMLRules)

    /// Plain text: paragraphs parted by empty lines, items led by `- ` or `1. `, links as `text (address)`.
    case plain

    /// Plain text whose links are reported as ranges in ``Rendered/links`` instead of being written out.
    case linked

    /// Paragraphs parted by empty lines, with only italics between the given marks.
    ///
    /// Every list item is a paragraph of its own, since single line ends are joined by readers of this form; the mark
    /// is escaped with a backslash where it is meant literally.
    case paragraphs(italics: Character)

    /// Markdown in the given dialect.
    case markdown(MarkdownDialect)

    /// Chat markup with `*bold*`, `_italic_`, `~struck~`, `<address|text>`; `&`, `<`, `>` as references.
    case mrkdwn

    /// Text with line ends and a handful of HTML elements: b, i, u, s, a, code, pre, blockquote.
    case chatHTML
}

/// Flavours of Markdown.
public enum MarkdownDialect: String, Sendable, Hashable, CaseIterable {
    /// CommonMark: no tables, no strikethrough.
    case commonmark

    /// CommonMark with pipe tables and `~~strikethrough~~`.
    case extended

    /// What chat programs show: headings to level 3, `__underline__`, strikethrough; neither tables, rules nor images.
    case chat
}

extension RichText {
    /// Writes the tree in the given form.
    public func rendered(as format: TextFormat) -> Rendered {
        switch format {
        case .html(let rules): HTMLWriter.write(self, rules)
        case .plain: LineWriter.write(self, .plain)
        case .linked: LineWriter.write(self, .linked)
        case .paragraphs(let mark): LineWriter.write(self, .paragraphs(italics: mark))
        case .markdown(let dialect): LineWriter.write(self, .markdown(dialect))
        case .mrkdwn: LineWriter.write(self, .mrkdwn)
        case .chatHTML: LineWriter.write(self, .chatHTML)
        }
    }

    /// Writes the tree as HTML under the given rules.
    public func html(_ rules: HTMLRules = .full) -> Rendered { rendered(as: .html(rules)) }

    /// Writes the tree as Markdown.
    public func markdown(_ dialect: MarkdownDialect = .extended) -> Rendered { rendered(as: .markdown(dialect)) }
}
