extension RichText {
    /// Parses Markdown: CommonMark with tables, strikethrough, bare addresses as links, and raw HTML read as HTML.
    ///
    /// Accepts any input; quotes and lists nested deeper than ``maximumDepth`` are unwrapped.
    public static func parse(markdown: String) -> Parsed {
        var log = LossLog()
        let markdown = withoutExcessiveMarks(cleaned(markdown, into: &log), into: &log)
        let html = htmlFromMarkdown(markdown, extensions: affordableExtensions(for: markdown, into: &log))
        return parse(cleanHTML: html, log: log)
    }

    /// Parses HTML as a browser would, however broken.
    ///
    /// Elements without a place in the tree are unwrapped. Scripts, styles, templates, the document's head, comments and
    /// embedded media vanish and are reported; so are links to `javascript:` and the like, whose text is kept. CDATA
    /// marks are taken off and what they hold is read as HTML. White space is put together as a browser does.
    public static func parse(html: String) -> Parsed {
        var log = LossLog()
        let html = cleaned(html, into: &log)
        return parse(cleanHTML: html, log: log)
    }

    /// Takes plain text: empty lines part paragraphs, single line ends become line breaks.
    public static func parse(plain: String) -> Parsed {
        var log = LossLog()
        var paragraphs: [Block] = []
        var inlines: [Inline] = []
        for line in cleaned(plain, into: &log).split(separator: "\n", omittingEmptySubsequences: false) {
            let line = line.trimmed
            if line.isEmpty {
                if !inlines.isEmpty { paragraphs.append(.paragraph(inlines)) }
                inlines = []
            } else {
                if !inlines.isEmpty { inlines.append(.lineBreak) }
                inlines.append(.text(line))
            }
        }
        if !inlines.isEmpty { paragraphs.append(.paragraph(inlines)) }
        return Parsed(text: RichText(blocks: paragraphs), losses: log.losses)
    }

    private static func parse(cleanHTML html: String, log: LossLog) -> Parsed {
        var builder = TreeBuilder(log: log)
        let nodes = parseHTML(boundedHTML(html, into: &builder.log))
        let blocks = builder.blocks(from: nodes)
        return Parsed(text: RichText(blocks: blocks), losses: builder.log.losses)
    }
}
