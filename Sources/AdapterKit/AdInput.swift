public import Documents
public import Roles

public import struct FoundationEssentials.Date

/// Everything a render may read.
///
/// Nothing else reaches it: no clock, no file, no network. It is shared until it is changed, since many functions
/// hand it on.
@dynamicMemberLookup
public struct AdInput: Sendable, Hashable {
    @usableFromInline var fields: Shared<Fields>

    /// One field.
    @inlinable
    public subscript<Field>(dynamicMember path: WritableKeyPath<Fields, Field>) -> Field {
        _read { yield fields.content[keyPath: path] }
        _modify { yield &fields.content[keyPath: path] }
    }

    /// Creates an input with what every render needs; the rest starts absent.
    public init(
        role: Value,
        places: [Value],
        language: String,
        reference: String,
        account: String,
        opened: Date,
        now: Date
    ) {
        fields = Shared(
            Fields(
                role: role,
                places: places,
                language: language,
                reference: reference,
                account: account,
                opened: opened,
                now: now
            )
        )
    }
}

extension AdInput {
    /// What an input says.
    public struct Fields: Sendable, Hashable {
        /// The role's facts after overrides and translation: `Role.facts(account:language:)`.
        public var role: Value
        /// Facts of the posting's places, the primary one first.
        public var places: [Value]
        /// The ad's language tag.
        public var language: String
        /// The account's settings that are no secrets, by name; absent ones are left out.
        public var settings: Members
        /// What the role says for this account alone.
        public var facets: Members
        /// What the role lets be spent for this account; nil while nobody has said.
        public var spend: Spend?
        /// Short stable name of the posting.
        public var reference: String
        /// Number of the creation that is running or would come next; from 1.
        public var creation: Int
        /// When the posting was first asked for.
        public var opened: Date
        /// When the first create left, else nil.
        public var firstSent: Date?
        /// When the accepted content last changed, else nil.
        public var changed: Date?
        /// Values kept of the posting and its account; the posting's win.
        public var kept: Members
        /// Values drawn for this creation or delivery.
        public var minted: Members
        /// Chosen candidates by the name of the look-up: `id`, `label` and what it keeps.
        public var lookups: Members
        /// What look-ups answered that a person has to choose from, by the name of the look-up.
        public var choices: [String: LookupChoice] = [:]
        /// Look-ups whose question can be asked and will be when the ad is posted; set by previews alone.
        public var unasked: Set<String> = []
        /// The values last accepted, for calls that send those.
        public var accepted: Members?
        /// Public page of the job: the role's own, or the one on the workspace's page account.
        public var pageURL: String?
        /// Name of the account.
        public var account: String
        /// The server, when `--base-url` stands in for the manifest's; without a slash at the end.
        public var baseURL: String?
        /// Zone in which a day begins, when the role names none.
        public var zone: String
        /// The present.
        public var now: Date

        init(
            role: Value,
            places: [Value],
            language: String,
            reference: String,
            account: String,
            opened: Date,
            now: Date
        ) {
            self.role = role
            self.places = places
            self.language = language
            self.reference = reference
            self.account = account
            self.opened = opened
            self.now = now
            settings = [:]
            facets = [:]
            creation = 1
            kept = [:]
            minted = [:]
            lookups = [:]
            zone = "UTC"
        }
    }
}
