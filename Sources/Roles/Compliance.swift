import Documents

/// What the law or the house wants said.
public struct Compliance: Sendable, Hashable {
    /// Statements to show in every ad.
    public let statements: [String]?

    /// The pay-transparency rule that the ad has to follow, in words.
    public let payLaw: String?
}

/// Where the role comes from.
public struct Provenance: Sendable, Hashable {
    /// Who wrote it.
    public let author: String?

    /// Who approved it.
    public let approver: String?

    /// The system it was taken from.
    public let source: String?
}

extension Compliance: Fact {
    init(_ reader: inout ObjectReader) {
        statements = reader.wordList("statements")
        payLaw = reader.words("payLaw")
    }

    var fact: Value {
        var members = Members()
        members.put("statements", statements)
        members.put("payLaw", payLaw)
        return .object(members)
    }
}

extension Provenance: Fact {
    init(_ reader: inout ObjectReader) {
        author = reader.words("author")
        approver = reader.words("approver")
        source = reader.words("source")
    }

    var fact: Value {
        var members = Members()
        members.put("author", author)
        members.put("approver", approver)
        members.put("source", source)
        return .object(members)
    }
}
