import Documents

/// Who employs.
public struct Employer: Sendable, Hashable {
    /// Name that candidates know, always there.
    public let name: String

    /// Name in the register of companies.
    public let legalName: String?

    /// Name of the company it belongs to.
    public let parent: String?

    /// Web address of the employer.
    public let url: String?

    /// Web address of the logo.
    public let logo: String?

    /// Codes of the industry, by scheme such as `naics`.
    public let industry: [String: String]?

    /// Ids in registers and at boards, by scheme.
    public let identifiers: [String: String]?

    /// Whether ads must not name the employer; nil while nobody has said.
    public let anonymous: Bool?
}

extension Employer: Fact {
    /// An employer of whom only the name is known.
    init(named name: String) {
        self.init(
            name: name,
            legalName: nil,
            parent: nil,
            url: nil,
            logo: nil,
            industry: nil,
            identifiers: nil,
            anonymous: nil
        )
    }

    init?(_ reader: inout ObjectReader) {
        let name = reader.requiredWords("name")
        legalName = reader.words("legalName")
        parent = reader.words("parent")
        url = reader.words("url", .webAddress)
        logo = reader.words("logo", .webAddress)
        industry = reader.table("industry")
        identifiers = reader.table("identifiers")
        anonymous = reader.boolean("anonymous")
        guard let name else { return nil }
        self.name = name
    }

    var fact: Value {
        var members = Members()
        members.put("name", name)
        members.put("legalName", legalName)
        members.put("parent", parent)
        members.put("url", url)
        members.put("logo", logo)
        members.put("industry", industry)
        members.put("identifiers", identifiers)
        members.put("anonymous", anonymous)
        return .object(members)
    }
}
