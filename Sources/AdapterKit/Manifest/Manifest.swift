/// What an adapter's files say: who the board is, what it wants, what it answers.
///
/// A manifest is data read from `manifest.yaml` and `ad.yaml` of one folder. It is checked whole when it
/// is read; compiling it into something fast is ``Adapter``'s business.
public struct Manifest: Sendable, Hashable {
    /// Stable id, the name of the adapter's folder.
    public var id: String
    /// The board's name for people.
    public var name: String
    /// What kind of board this is, for people and for the shape of a preview.
    public var kind: Kind
    /// Address of the board's documentation.
    public var docs: String
    /// How far the adapter can be trusted.
    public var status: Status
    /// What an account is asked for.
    public var settings: [Setting]
    /// What a role may say for this board alone, under `boards.<account>.facets`.
    public var facets: [Setting]
    /// Steps that a person confirms when the account is connected.
    public var acknowledge: [Acknowledgement]
    /// How locations become postings.
    public var places: PlaceRule
    /// How languages become postings.
    public var languages: LanguageRule
    /// Whether several roles of an account share one message.
    public var mergesRoles: Bool
    /// How calls prove who we are.
    public var auth: Auth
    /// Values drawn once and kept with the intent.
    public var mint: [Mint]
    /// Read-only questions whose answers are values.
    public var lookups: [Lookup]
    /// Named values, in the order written.
    public var values: [ValueRule]
    /// Relations between values.
    public var rules: [Rule]
    /// The board's trees.
    public var bodies: [Body]
    /// Server, common headers, budget headers.
    public var http: HTTP
    /// The document that is published, for feeds, pages and prepared texts.
    public var document: Document?
    /// What can be asked of the board.
    public var operations: [Call]
    /// Durable readings.
    public var watches: [WatchRule]
    /// Replies that mean something else than the defaults; first match wins.
    public var failures: [FailureRow]
    /// Rate windows; empty means that none is known.
    public var limits: [LimitRule]
    /// What becomes of ads in time.
    public var life: Life
    /// Role fields that the board has no place for, with the reason.
    public var ignores: [(field: String, reason: String)] { ignored.map { ($0.field, $0.reason) } }
    /// See ``ignores``.
    public var ignored: [Ignored]
    /// Whether the wire shape stays as approved until a person acknowledges a new one.
    public var pinsShape: Bool

    /// What kind of board this is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A document of many ads that the board fetches.
        case feed
        /// Calls to the board's interface.
        case api
        /// A page of our own and a ping.
        case page
        /// A message in a network or a chat.
        case message
        /// Mail.
        case email
        /// A person pastes prepared text.
        case manual
    }

    /// How far the adapter can be trusted.
    public struct Status: Sendable, Hashable {
        /// Words of the stability scale.
        public enum Stability: String, Sendable, Hashable, CaseIterable { case draft, alpha, beta, stable, deprecated }
        /// What the adapter was proven against.
        public enum Level: String, Sendable, Hashable, CaseIterable { case documented, golden, schema, software }
        /// Promise of stability.
        public var stability: Stability
        /// Day on which the facts were last checked, `yyyy-mm-dd`.
        public var verified: String?
        /// Verification level.
        public var level: Level
        /// Name of the people who answer for it.
        public var owner: String?
    }

    /// A role field that the board has no place for.
    public struct Ignored: Sendable, Hashable {
        /// Path of the role field.
        public var field: String
        /// Why it stays out.
        public var reason: String
    }
}

/// One thing that an account, or a role for this board, is asked for.
public struct Setting: Sendable, Hashable {
    /// What a setting holds.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case text, url, host, email, boolean, secret, choice, directory, number
    }
    /// Name, as in `--set name=value`.
    public var name: String
    /// What it holds.
    public var kind: Kind
    /// Label for people.
    public var title: String
    /// Where to find it.
    public var hint: String?
    /// Regular expression that the whole value must match.
    public var pattern: String?
    /// An example value.
    public var example: String?
    /// Whether it may be left out.
    public var isOptional: Bool
    /// The allowed values, empty for any.
    public var oneOf: [String]
    /// For a list: how many at the most.
    public var list: Int?
    /// Whether it only names the server, so that `--base-url` stands in for it.
    public var isServer: Bool
    /// Name of the look-up whose candidates are the choices.
    public var choices: String?
}

/// A step outside the program that a person confirms.
public struct Acknowledgement: Sendable, Hashable {
    /// Id, as in `--acknowledge id`.
    public var id: String
    /// What is confirmed.
    public var title: String
    /// Source mark.
    public var source: String?
}

/// How locations become postings.
public enum PlaceRule: Sendable, Hashable {
    /// One posting per location.
    case each
    /// One posting with up to this many locations; nil means any number.
    case list(Int?)
}

/// How languages become postings.
public enum LanguageRule: Sendable, Hashable {
    /// One posting per language that the account lists, otherwise the role's own.
    case each
    /// Only the role's own language.
    case one
    /// All languages in one ad.
    case merged
}

/// Server, common headers, and the headers that tell a budget.
public struct HTTP: Sendable, Hashable {
    /// Scheme and host, as a text with references; empty for boards that are never called.
    public var base: Template
    /// Headers of every call; one with an absent reference is left out.
    public var headers: [NamedTemplate]
    /// Header that tells what is left of the budget.
    public var budgetRemaining: String?
    /// Headers that tell when the budget is whole again, first present wins.
    public var budgetReset: [BudgetReset]
    /// Paths in a reply's body that tell how long to wait, in seconds.
    public var retryAfter: [ReplyPath]

    /// A header that tells when a budget is whole again.
    public struct BudgetReset: Sendable, Hashable {
        /// Ways to write an instant in a header; `auto` tells epoch seconds from ISO 8601 by shape.
        public enum Format: String, Sendable, Hashable, CaseIterable {
            case epochSeconds = "epoch-seconds"
            case iso8601 = "iso-8601"
            case seconds
            case auto
        }
        /// Name of the header.
        public var header: String
        /// How the instant is written.
        public var format: Format
    }
}

/// A name with a text that holds references.
public struct NamedTemplate: Sendable, Hashable {
    /// Name of the header, query parameter or extra member.
    public var name: String
    /// Its text.
    public var template: Template
}

/// A text with references in braces, such as `{place.city}, {country}`; absent when one part is absent.
public struct Template: Sendable, Hashable {
    /// Parts of a text.
    public enum Part: Sendable, Hashable {
        /// Text as it stands; a doubled brace stands for one.
        case literal(String)
        /// A value or a path.
        case reference(Source)
    }
    /// The parts in order.
    public var parts: [Part]
}

/// Where a value comes from: another value by name, or a path below one of the closed roots.
///
/// Roots: every top-level key of a role, and `place places language settings secrets facets posting
/// delivery kept minted lookups page clock feed product attempt account it`.
public enum Source: Sendable, Hashable {
    /// A named value of this manifest.
    case value(String)
    /// A path such as `pay.min`, split at its dots.
    case path([String])
}

/// A path into a reply: `$.a.b[*].c` from the root, `it.x` from the element, `header.X`, `body` for the text.
public struct ReplyPath: Sendable, Hashable {
    /// Where a reply path starts.
    public enum Root: Sendable, Hashable {
        case document, element, header(String), body
        /// A path of the rendering roots instead, such as `kept.content` or a value's name.
        case source(Source)
    }
    /// One step down.
    public enum Component: Sendable, Hashable {
        case key(String), index(Int), every
    }
    /// Where it starts.
    public var root: Root
    /// The steps down.
    public var components: [Component]
}
