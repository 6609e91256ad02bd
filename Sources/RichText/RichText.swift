/// A formatted text as a tree of blocks, whatever it was written in and whatever it will be written as.
///
/// Trees come from ``parse(markdown:)``, ``parse(html:)`` and ``parse(plain:)``, which also say what was lost on the
/// way, or are built by hand. Parsed trees nest at most ``maximumDepth`` deep, so walking one by recursion is safe;
/// keep to that when building by hand.
public struct RichText: Sendable, Hashable {
    /// Nesting that parsed trees never exceed, counted in markup elements.
    public static let maximumDepth = 64

    /// The blocks from top to bottom.
    public var blocks: [Block]

    /// Creates a text of the given blocks.
    public init(blocks: [Block] = []) {
        self.blocks = blocks
    }

    /// Parses Markdown and forgets what was lost; use ``parse(markdown:)`` to know.
    public init(markdown: String) {
        self = Self.parse(markdown: markdown).text
    }

    /// Parses HTML and forgets what was lost; use ``parse(html:)`` to know.
    public init(html: String) {
        self = Self.parse(html: html).text
    }

    /// Takes plain text: empty lines part paragraphs, single line ends become line breaks.
    public init(plain: String) {
        self = Self.parse(plain: plain).text
    }

    /// Whether the tree holds no block at all.
    public var isEmpty: Bool { blocks.isEmpty }

    /// The blocks of the first text followed by those of the second.
    public static func + (first: RichText, second: RichText) -> RichText {
        RichText(blocks: first.blocks + second.blocks)
    }

    /// The blocks of all the texts, in order.
    public static func joined(_ texts: some Sequence<RichText>) -> RichText {
        RichText(blocks: texts.flatMap(\.blocks))
    }
}

extension RichText {
    /// A part of a text that stands on lines of its own.
    public indirect enum Block: Sendable, Hashable {
        /// Running text.
        case paragraph([Inline])

        /// A heading; level 1 is the highest, 6 the lowest.
        case heading(level: Int, [Inline])

        /// A list; `start` is the number of the first item and means nothing when the list is not ordered.
        case list(ordered: Bool, start: Int, items: [[Block]])

        /// Quoted blocks.
        case quote([Block])

        /// Preformatted text, its line ends and spaces kept.
        case code(String)

        /// A line between two subjects.
        case rule

        /// A table; the header is empty when there is none.
        case table(header: [[Inline]], rows: [[[Inline]]])
    }

    /// A part of running text.
    public indirect enum Inline: Sendable, Hashable {
        /// Characters as they are to be read; nothing in them is markup.
        case text(String)

        /// Strongly stressed, usually bold.
        case strong([Inline])

        /// Stressed, usually italic.
        case emphasis([Inline])

        /// Underlined.
        case underline([Inline])

        /// Struck through.
        case strike([Inline])

        /// Code within a line.
        case code(String)

        /// A link to an absolute or relative address.
        case link(target: String, [Inline])

        /// An end of line within a paragraph.
        case lineBreak

        /// A picture: the text that stands for it and its address.
        case image(alternative: String, source: String)
    }
}

extension RichText {
    /// A tree together with what its source held and the tree does not.
    public struct Parsed: Sendable, Hashable {
        /// The tree.
        public var text: RichText

        /// What was lost; empty when the tree holds everything.
        public var losses: [Loss]

        /// Creates a result from its parts.
        public init(text: RichText, losses: [Loss]) {
            self.text = text
            self.losses = losses
        }
    }
}
