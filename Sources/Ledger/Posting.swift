public import Documents
import Postings

public import struct FoundationEssentials.Date

/// What makes two postings the same one.
public struct PostingKey: Sendable, Hashable {
    /// Id of the role.
    public let role: String

    /// Name of the account.
    public let account: String

    /// Stable key of the place set, empty when the posting has none.
    public let places: String

    /// Language tags of the ad, joined by commas.
    public let language: String

    /// Creates a key.
    public init(role: String, account: String, places: String, language: String) {
        self.role = role
        self.account = account
        self.places = places
        self.language = language
    }
}

/// What should be on the board.
public enum Desire: Sendable, Hashable {
    /// An ad made from this revision of the role.
    case present(revision: String)

    /// No ad.
    case absent
}

/// The ad that the board last accepted: what a withdrawal is rendered from and a plan compares with.
public struct AcceptedAd: Sendable, Hashable {
    /// Hash of the revision it was rendered from.
    public let revision: String

    /// Hash of the rendered content.
    public let contentHash: String

    /// The adapter's evaluated values.
    public let values: Members

    /// When the board accepted it.
    public let at: Date

    /// Creates the record of an accepted ad.
    public init(revision: String, contentHash: String, values: Members, at: Date) {
        self.init(revision: revision, contentHash: contentHash, values: values, at: at, text: FollowingText())
    }

    /// Creates the record of an ad whose values may have been written as a store keeps them.
    package init(revision: String, contentHash: String, values: Members, at: Date, text: FollowingText) {
        self.revision = revision
        self.contentHash = contentHash
        self.values = values
        self.at = at
        self.text = text
    }

    private let text: FollowingText

    /// The values as a store of rows writes them: made at most once, though several commits write them.
    package var storedValues: String { text.text { StoredJSON.text(values) } }
}

/// Why a posting does not go on, for a person to read.
public struct PostingError: Sendable, Hashable {
    /// Short stable name, such as `board-refused`.
    public let code: String

    /// What happened.
    public let message: String

    /// What a person can do.
    public let remedy: String

    /// Creates an error.
    public init(code: String, message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

/// What the delivery loop has to do with a posting next.
public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// Nothing.
    case idle
    /// A step is to be taken when `dueAt` has come.
    case due
    /// A worker holds the posting.
    case leased
    /// A call's effect is not known: only a look-up, or the same call under the same key, may follow.
    case ambiguous
    /// Waits for a person or a customer.
    case parked
}

/// One row of the ledger: role × account × place set × language set, what should be and what is.
///
/// What it says stands in ``Fields`` and is read and written as if it stood here: it is shared until it is changed,
/// since many functions hand a posting on.
@dynamicMemberLookup
public struct Posting: Sendable, Hashable {
    @usableFromInline var fields: Shared<Fields>

    /// One field.
    @inlinable
    public subscript<Field>(dynamicMember path: WritableKeyPath<Fields, Field>) -> Field {
        _read { yield fields.content[keyPath: path] }
        _modify { yield &fields.content[keyPath: path] }
    }

    /// Creates a posting that nothing has happened to yet.
    public init(reference: String, key: PostingKey, adapter: String, placeLabel: String?, desire: Desire, opened: Date)
    {
        fields = Shared(
            Fields(
                reference: reference,
                key: key,
                adapter: adapter,
                placeLabel: placeLabel,
                desire: desire,
                opened: opened
            )
        )
    }

    /// Forgets what was to be mended in an ad that is not wanted any more and was never sent.
    public mutating func forgetFaults() {
        self.error = nil
        self.findings.removeAll { $0.severity == .error }
    }

    /// Id of the ad on the board, when the board told one.
    public var remoteID: String? { self.kept["remoteID"]?.scalarText }

    /// Public address of the ad, when one is known.
    public var url: String? { self.kept["url"]?.scalarText }
}
