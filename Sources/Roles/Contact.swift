import Documents

/// A person behind the role.
public struct Contact: Sendable, Hashable {
    /// Name.
    public let name: String?

    /// What the person is, such as `Talent partner`.
    public let role: String?

    /// Whom or what the contact is for, such as `applicants`.
    public let purpose: String?

    /// E-mail address.
    public let email: String?

    /// Telephone number as dialled.
    public let phone: String?

    /// Whether ads may show the contact; nil while nobody has said.
    public let isPublic: Bool?
}

extension Contact: Fact {
    init(_ reader: inout ObjectReader) {
        name = reader.words("name")
        role = reader.words("role")
        purpose = reader.words("purpose")
        email = reader.words("email", .email)
        phone = reader.words("phone")
        isPublic = reader.boolean("public")
        let keys = Set(reader.node.members?.filter { !$0.value.isNull }.map(\.key) ?? [])
        if reader.node.members != nil, keys.isDisjoint(with: ["name", "email", "phone"]) {
            reader.problems.error(
                "missing",
                at: reader.node.location,
                field: reader.path,
                "\"\(reader.path)\" names nobody.",
                remedy: "Write a name, an e-mail address or a telephone number."
            )
        }
    }

    var fact: Value {
        var members = Members()
        members.put("name", name)
        members.put("role", role)
        members.put("purpose", purpose)
        members.put("email", email)
        members.put("phone", phone)
        members.put("public", isPublic)
        return .object(members)
    }
}
