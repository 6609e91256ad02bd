public import Postings

/// One thing that can be asked of the board: `check create update renew withdraw find`.
public struct Call: Sendable, Hashable {
    /// Its name: `check` or an ``Operation``.
    public var name: String
    /// The request; nil when the call is made of a document alone, or is another one's twin.
    public var request: RequestRule?
    /// The call that this one is the twin of; the values tell the operations apart.
    public var via: Via?
    /// What happens to the adapter's document before the request.
    public var document: DocumentStep?
    /// A page that must be seen live or gone before the request leaves.
    public var needs: PageNeed?
    /// Whether values are those the board last accepted instead of a render of the role.
    public var usesAcceptedValues: Bool
    /// Several postings in one request.
    public var batch: Batch?
    /// What an unknown outcome allows.
    public var repeats: Repeat
    /// What acceptance is, beside the status.
    public var success: Success
    /// What to keep of the answer.
    public var keep: [Keep]
    /// The state that acceptance is evidence for.
    public var proves: PostingState?
    /// Name of the watch that starts after acceptance.
    public var then: String?
    /// For `find`: where the candidates stand in the answer, and which one is ours.
    public var search: Search?
    /// How long a board may take to show what it took, before an absence counts.
    public var settle: Duration?
    /// Days that a renewal adds.
    public var addsDays: Int?
    /// Whether the plan must ask, since it costs credits.
    public var spendsCredits: Int?
    /// Whether a proven token is all the check there is.
    public var authOnly: Bool

    /// A twin.
    public enum Via: Sendable, Hashable {
        /// The same call as another operation.
        case operation(String)
        /// Withdraw, wait until seen gone, create anew.
        case replace
    }

    /// What happens to the document.
    public enum DocumentStep: String, Sendable, Hashable, CaseIterable {
        /// Written with the ad in it.
        case publish
        /// Written without it, or removed.
        case retract
    }

    /// A page that must be seen first.
    public enum PageNeed: String, Sendable, Hashable, CaseIterable { case live, gone }

    /// What an unknown outcome allows.
    public enum Repeat: Sendable, Hashable {
        /// The same call again.
        case safe
        /// The same call again under the same key, while the board keeps it.
        case key(value: String, keptFor: Duration?)
        /// A look-up first.
        case find
        /// Nothing; a person decides.
        case never
    }

    /// What acceptance is.
    public struct Success: Sendable, Hashable {
        /// Statuses; empty means any 2xx.
        public var status: [Int]
        /// All must hold.
        public var `where`: [Condition]
    }

    /// Several postings in one request.
    public struct Batch: Sendable, Hashable {
        /// Where a batch's refusal applies.
        public enum Refusal: String, Sendable, Hashable, CaseIterable { case each, whole }
        /// Most postings in one request.
        public var upTo: Int
        /// Member of the body that takes the list; nil means the body is the list.
        public var at: String?
        /// Path of the answer's elements, matched by order.
        public var answer: ReplyPath?
        /// Member of an answer's element, and the kept value it equals, when matched by key.
        public var matchKey: Source?
        /// Whether one bad element refuses all.
        public var refusal: Refusal
    }

    /// How far back a list goes that a board cuts short.
    public struct Reach: Sendable, Hashable {
        /// From so many elements on the list may have been cut.
        public var from: Int
        /// Path of an element's own time.
        public var at: ReplyPath
    }

    /// How `find` reads a list.
    public struct Search: Sendable, Hashable {
        /// Path of the candidates; nil when the answer itself is the ad.
        public var items: ReplyPath?
        /// Conditions on `it` for ours.
        public var match: [Condition]
        /// How far back the list goes, where boards cut it short; nil when it is always whole.
        public var reach: Reach?
        /// Conditions under which the ad is there, when the answer itself is the ad.
        public var found: Success?
        /// Conditions under which it is not there.
        public var missing: Success?
    }
}

/// A value to keep from an answer.
public struct Keep: Sendable, Hashable {
    /// Whose it is.
    public enum Owner: String, Sendable, Hashable, CaseIterable { case delivery, posting, account }
    /// What it holds.
    public enum Kind: String, Sendable, Hashable, CaseIterable { case text, integer, url, secret, time }
    /// Name, read back as `kept.name`.
    public var name: String
    /// First present of these paths; empty when ``template`` makes it.
    public var at: [ReplyPath]
    /// A text made from what is known.
    public var template: Template?
    /// What it holds.
    public var kind: Kind
    /// Whose it is.
    public var owner: Owner
}

/// A request to the board.
public struct RequestRule: Sendable, Hashable {
    /// HTTP method.
    public var method: String
    /// Path below the base, or an absolute address.
    public var path: Template
    /// Query parameters in order; one with an absent reference is left out.
    public var query: [NamedTemplate]
    /// Headers; one with an absent reference is left out.
    public var headers: [NamedTemplate]
    /// The body.
    public var content: Content
    /// How the answer is read.
    public var reply: ReplyFormat

    /// Ways to write a body.
    public enum Content: Sendable, Hashable {
        case none
        case json(Tree)
        case form(Tree)
        case xml(body: String)
        case text(body: String)
        /// A GraphQL document of the adapter's folder, with its variables.
        case graphQL(file: String, document: String, variables: Tree)
    }

    /// How an answer is read.
    public enum ReplyFormat: String, Sendable, Hashable, CaseIterable { case json, xml, text }
}

/// Reads a board's public page instead of calling it.
public struct PageFetch: Sendable, Hashable {
    /// The page's address.
    public var url: Template
    /// Values that the page must show.
    public var shows: [String]
    /// Statuses that mean gone.
    public var gone: [Int]
}

/// A read-only question whose answer is a value.
public struct Lookup: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// The question.
    public var request: RequestRule
    /// Path of the candidates.
    public var items: ReplyPath
    /// Path of a candidate's id, from `it`.
    public var id: ReplyPath
    /// Path of a candidate's name for people, from `it`.
    public var label: ReplyPath
    /// Further members of the chosen candidate, read as `lookups.<name>.<key>`.
    public var keep: [Keep]
    /// Who chooses.
    public var pick: Pick
    /// How long an answer may be used.
    public var cache: Duration

    /// Who chooses among candidates; a guess is never made.
    public enum Pick: Sendable, Hashable {
        /// A person, always.
        case person
        /// A person, unless there is one candidate only.
        case personUnlessOne
        /// The candidate with this label.
        case label(Source)
        /// The first, for answers that hold one by nature.
        case only
    }
}

/// A value drawn once, durable with the intent, never drawn again for the same thing.
public struct Mint: Sendable, Hashable {
    /// Kinds of values.
    public enum Kind: String, Sendable, Hashable, CaseIterable { case uuid4, token }
    /// What it is drawn for.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// Drawn anew for each creation of the ad.
        case creation
        /// Drawn anew for each generation and operation.
        case delivery
    }
    /// Name, read back as `minted.name`.
    public var name: String
    /// Kind.
    public var kind: Kind
    /// What it is drawn for.
    public var scope: Scope
}
