import Documents

public import struct FoundationEssentials.Decimal

/// A place of work.
public struct Location: Sendable, Hashable {
    /// Street and number.
    public let street: String?

    /// Postal code.
    public let postalCode: String?

    /// City.
    public let city: String?

    /// State, province or county: its code or its name.
    public let region: String?

    /// ISO 3166-1 alpha-2 code.
    public let country: String?

    /// Degrees north, −90 to 90.
    public let latitude: Decimal?

    /// Degrees east, −180 to 180.
    public let longitude: Decimal?

    /// Whether this is the main place; nil while nobody has said.
    public let isPrimary: Bool?
}

extension Location: Fact {
    init(_ reader: inout ObjectReader) {
        street = reader.words("street")
        postalCode = reader.words("postalCode")
        city = reader.words("city")
        region = reader.words("region")
        country = reader.words("country", .country)
        latitude = reader.decimal("latitude", in: -90...90)
        longitude = reader.decimal("longitude", in: -180...180)
        isPrimary = reader.boolean("primary")
        let keys = Set(reader.node.members?.filter { !$0.value.isNull }.map(\.key) ?? [])
        if reader.node.members != nil, keys.isDisjoint(with: ["city", "region", "country", "postalCode"]) {
            reader.problems.error(
                "missing",
                at: reader.node.location,
                field: reader.path,
                "\"\(reader.path)\" names no place.",
                remedy: "Write at least the city and the country."
            )
        }
        if keys.contains("latitude") != keys.contains("longitude") {
            let absent = keys.contains("latitude") ? "longitude" : "latitude"
            reader.problems.error(
                "missing",
                at: reader.node.location,
                field: reader.path(of: absent),
                "\"\(reader.path(of: absent))\" is missing.",
                remedy: "Coordinates are a latitude and a longitude: write both or none."
            )
        }
    }

    /// The place without what is only said about its rank.
    var placeFacts: Members {
        var members = Members()
        members.put("street", street)
        members.put("postalCode", postalCode)
        members.put("city", city)
        members.put("region", region)
        members.put("country", country)
        members.put("latitude", latitude)
        members.put("longitude", longitude)
        return members
    }

    var fact: Value {
        var members = placeFacts
        members.put("primary", isPrimary)
        return .object(members)
    }
}
