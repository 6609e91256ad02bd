public import Documents
public import Postings

/// What one posting looks like on one board: the values the adapter evaluated, and what there is to say.
public struct Ad: Sendable, Hashable {
    /// What it was rendered for.
    public let operation: Operation

    /// The evaluated values by name, as the ledger keeps them when the board accepts the ad.
    public let values: Members

    /// What a preview shows, in the manifest's order.
    public let fields: [AdField]

    /// Losses, breaches of bounds and rules; an error keeps the ad from being sent.
    public let findings: [Finding]

    /// Hash of what the board would show: the values without operation, minted, kept, clock and posting roots.
    public let contentHash: String

    /// ``values`` as a ledger keeps them, where they were written already.
    package let text: FollowingText

    /// Creates an ad.
    public init(operation: Operation, values: Members, fields: [AdField], findings: [Finding], contentHash: String) {
        self.init(
            operation: operation,
            values: values,
            fields: fields,
            findings: findings,
            contentHash: contentHash,
            text: FollowingText()
        )
    }

    init(
        operation: Operation,
        values: Members,
        fields: [AdField],
        findings: [Finding],
        contentHash: String,
        text: FollowingText
    ) {
        self.text = text
        self.operation = operation
        self.values = values
        self.fields = fields
        self.findings = findings
        self.contentHash = contentHash
    }

    /// The ad with further findings.
    public func with(_ more: [Finding]) -> Ad {
        guard !more.isEmpty else { return self }
        return Ad(
            operation: operation,
            values: values,
            fields: fields,
            findings: findings + more,
            contentHash: contentHash,
            text: text
        )
    }

    /// Whether no finding keeps the ad from being sent.
    public var isSendable: Bool { !findings.contains { $0.severity == .error } }
}

/// One value of an ad as a person sees it.
public struct AdField: Sendable, Hashable {
    /// Name of the value.
    public let name: String
    /// Label for people.
    public let title: String
    /// What it shows.
    public let shows: ValueRule.Role?
    /// Its text as sent; lists joined by line breaks.
    public let text: String
    /// Whether ``text`` is HTML that the board shows as such.
    public let isHTML: Bool
    /// Its length and the bound, when there is one.
    public let length: Int?
    /// See ``length``.
    public let limit: Int?
    /// Unit of both.
    public let unit: ValueRule.Size.Unit?

    /// Creates a field.
    public init(
        name: String,
        title: String,
        shows: ValueRule.Role?,
        text: String,
        isHTML: Bool,
        length: Int? = nil,
        limit: Int? = nil,
        unit: ValueRule.Size.Unit? = nil
    ) {
        self.name = name
        self.title = title
        self.shows = shows
        self.text = text
        self.isHTML = isHTML
        self.length = length
        self.limit = limit
        self.unit = unit
    }
}
