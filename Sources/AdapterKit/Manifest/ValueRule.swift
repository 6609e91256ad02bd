public import Documents
public import Postings

/// One named value: where it comes from and what the board demands of it.
public struct ValueRule: Sendable, Hashable {
    /// Name by which bodies and other values refer to it.
    public var name: String
    /// Where it comes from.
    public var origin: Origin
    /// All must hold, otherwise the value is absent.
    public var when: [Condition]
    /// Keys to the board's codes.
    public var table: [TableRow]
    /// What becomes of a key without a row (tables) and of no matching row (`first`).
    public var otherwise: Otherwise?
    /// Filters applied in order.
    public var filters: [Filter]
    /// Length bound.
    public var size: Size?
    /// Bound of a list's length.
    public var count: Count?
    /// What happens beyond a bound; always a loss.
    public var overflow: Overflow
    /// Bounds of a number.
    public var range: NumberRange?
    /// Regular expression that the whole text must match.
    public var pattern: String?
    /// Allowed values, empty for any.
    public var oneOf: [String]
    /// Texts that must not occur.
    public var refuse: [String]
    /// Operations for which it must be present; `always` is every operation that sends a body.
    public var need: Need
    /// Operations from which it is left out.
    public var never: [Operation]
    /// Whether it must not change after the creation.
    public var isFixed: Bool
    /// Whether a change of it may cost money.
    public var billsOnChange: Bool
    /// Whether an empty text is kept where an absent one would be left out.
    public var keepsEmpty: Bool
    /// What the value shows in a preview.
    public var shows: Role?
    /// Label for people, otherwise the name.
    public var title: String?
    /// Source mark of the rule.
    public var source: String?
    /// Whether the rule was not verified.
    public var isUnverified: Bool

    /// Where the rule comes from, and whether nobody could verify it; nil when neither is said.
    public var provenance: String? {
        guard isUnverified else { return source }
        return source.map { "\($0) (not verified)" } ?? "not verified"
    }

    /// What a value shows in a preview.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        case title, company, place, pay, summary, body, points, link, tags, date, kind, contact
    }

    /// Where a value comes from.
    public indirect enum Origin: Sendable, Hashable {
        /// The first of these that is present.
        case from([Source])
        /// A literal.
        case constant(Value)
        /// A layout of other values.
        case text(Template)
        /// The first row whose conditions hold.
        case first([Row])
        /// A list made from a list; `bindings` are values of each element, `item` or `object` its shape.
        case each(Source, bindings: [ValueRule], item: Item)
        /// A list from the values that are present.
        case gather([Source])
        /// Marked-up text for this board.
        case rich(Rich)
        /// A look-up's answer, or what a person pinned.
        case lookup(String, pinned: [Source])
        /// A message laid out from a text file.
        case layout(Layout)
    }

    /// One row of a decision table.
    public struct Row: Sendable, Hashable {
        /// All must hold.
        public var when: [Condition]
        /// The row's value; nil is a row that leaves the value absent on purpose.
        public var origin: Origin?
    }

    /// The shape of one element of a list.
    public indirect enum Item: Sendable, Hashable {
        /// A value of its own, evaluated with `it` bound to the element.
        case value(ValueRule)
        /// A tree, evaluated with `it` bound to the element.
        case object(Tree)
        /// The element itself.
        case itself
    }

    /// One row of a table.
    public struct TableRow: Sendable, Hashable {
        /// Our word.
        public var key: String
        /// The board's.
        public var value: Value
    }

    /// What becomes of a key without a row.
    public enum Otherwise: Sendable, Hashable {
        /// The value is absent, and that is a loss.
        case omit
        /// The ad cannot be sent.
        case reject
        /// This value instead, and that is a loss.
        case value(Value)
    }

    /// A length bound.
    public struct Size: Sendable, Hashable {
        /// What is counted.
        public enum Unit: String, Sendable, Hashable, CaseIterable { case characters, graphemes, utf16, bytes, words }
        /// Whether marks count.
        public enum Of: String, Sendable, Hashable, CaseIterable { case wire, plain }
        /// Least length.
        public var min: Int?
        /// Greatest length.
        public var max: Int?
        /// Unit of both.
        public var unit: Unit
        /// Whether marks count.
        public var of: Of
        /// What every link counts as, when the board counts links so.
        public var linksCountAs: Int?
        /// Weight of a breach that is not cut.
        public var severity: Severity
    }

    /// A bound of a list's length.
    public struct Count: Sendable, Hashable {
        /// Fewest elements.
        public var min: Int?
        /// Most elements.
        public var max: Int?
        /// Path into a look-up that tells the most elements.
        public var maxFrom: Source?
    }

    /// Bounds of a number.
    public struct NumberRange: Sendable, Hashable {
        /// The number must be greater than this.
        public var above: Int?
        /// The number must not be less than this source's.
        public var atLeast: Source?
        /// The number must not be greater than this source's.
        public var atMost: Source?
    }

    /// What happens beyond a bound.
    public enum Overflow: String, Sendable, Hashable, CaseIterable {
        /// The ad cannot be sent.
        case reject
        /// Cut at a word.
        case word
        /// Whole blocks are dropped from the end.
        case blocks
        /// Elements are dropped from the end.
        case drop
        /// Set to the bound.
        case cap
    }

    /// Operations for which a value must be present.
    public enum Need: Sendable, Hashable {
        case never
        case always
        case on([Operation])
    }

    /// How marked-up text is written for this board.
    public struct Rich: Sendable, Hashable {
        /// Ways to write it.
        public enum Format: String, Sendable, Hashable, CaseIterable {
            case html, plain, markdown, chatMarkdown = "chat-markdown", mrkdwn, messageHTML = "message-html"
            case paragraphs
        }
        /// Where it comes from: a text, or an object of sections that are joined in their order.
        public var from: [Source]
        /// How it is written.
        public var format: Format
        /// Tags that the board takes, for `html`.
        public var tags: [String]
        /// Tags that it takes under conditions.
        public var tagsIf: [TagRule]
        /// Schemes that a link may have.
        public var linkSchemes: [String]
        /// Whether character references may appear in the text.
        public var entities: Bool
        /// Whether the board unescapes twice, so that text must not turn into mark-up.
        public var guardsDoubleUnescape: Bool
        /// How section headings are written: a heading of this level, or none.
        public var headings: Headings

        /// Headings of sections.
        public enum Headings: String, Sendable, Hashable, CaseIterable { case none, strong, h2, h3 }
        /// A tag that is allowed under conditions.
        public struct TagRule: Sendable, Hashable {
            /// The tag.
            public var tag: String
            /// All must hold.
            public var when: [Condition]
        }
    }

    /// A message laid out from a text file of the adapter's folder.
    ///
    /// The file holds lines with references in braces; a line in which one is absent is left out.
    public struct Layout: Sendable, Hashable {
        /// Name of the file.
        public var file: String
        /// The file's lines.
        public var lines: [Template]
        /// Bounds that must all hold.
        public var fits: [Size]
        /// Values that are shortened at a word, in this order, until the message fits.
        public var shorten: [String]
    }
}

/// A condition on values, or on a reply.
public enum Condition: Sendable, Hashable {
    case present(ReplyPath)
    case absent(ReplyPath)
    case equals(ReplyPath, Value)
    case among(ReplyPath, [Value])
    /// Only in reply rows: the text holds this.
    case contains(ReplyPath, Template)
    /// Only in reply rows: both are present and equal.
    case same(ReplyPath, ReplyPath)
    /// Only in reply rows: the HTTP status is one of these.
    case status([Int])
}

/// A pure step between a value's origin and its bounds.
public enum Filter: Sendable, Hashable {
    /// Ways to write an instant or a date.
    public enum Time: Sendable, Hashable {
        case epochMilliseconds, isoUTC, isoDate, isoOffset, local, rfc822
        /// Letters of Unicode's date patterns: `yyyy MM dd HH mm ss`.
        case pattern(String)
    }
    /// An instant or date on the wire; `zone` nil means the role's; `end` takes the day's last second.
    case time(Time, zone: String?, end: Bool)
    /// A decimal as text, never through a float.
    case decimalText
    /// A decimal without its fraction, as text.
    case wholeNumberText
    /// The symbol of a currency code where one is unambiguous, else the code and a space.
    case currencySymbol
    /// One value as a list of one.
    case list
    /// A list as text.
    case join(String)
    /// A list without repetitions.
    case unique
    /// The value as JSON inside a text.
    case jsonText
    /// A country's name in this language.
    case countryName(String)
    /// A region's name in this language.
    case regionName(String)
    /// A region's code without the country.
    case regionCode
    /// A language tag reduced to ISO 639-1, or kept as BCP 47.
    case language(String)
    /// The apply link with this posting's reference, so that arrivals can be told apart.
    case track
    /// Query parameters added to an address.
    case query([NamedText])
    /// Seconds added for each earlier creation, so that content differs.
    case nudge(seconds: Int)
    /// Marked-up text as plain text on one line.
    case plain
    /// Text in lower or upper case.
    case lower, upper
    /// Texts replaced, in order: `[from, to]`.
    case replace(String, with: String)
    /// A number from a date: whole days from today, at least 1.
    case daysFromNow
    /// A truth value as a number: 1 and 0.
    case number
    /// A number multiplied by a whole number, such as years to months.
    case times(Int)
    /// Text cut to hold letters, digits and hyphens only, for slugs.
    case slug

    /// A name and a text.
    public struct NamedText: Sendable, Hashable {
        /// The name.
        public var name: String
        /// The text.
        public var text: String
    }
}
