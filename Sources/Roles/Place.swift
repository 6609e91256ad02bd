public import Documents

/// Where one ad of a role is shown: a location, or a region to work from when there is no location.
public struct Place: Sendable, Hashable {
    /// Name of the place among the role's places, such as `de-berlin` or `remote-at`.
    ///
    /// Made from what the place is and not from where it stands in the list, so that it survives
    /// reordering. Two places of one city tell themselves apart by region, postal code and street.
    public let key: String

    /// Street, postal code, city, region, country, latitude and longitude, as far as they are known.
    ///
    /// A region to work from has a country, and a region when it is a part of one; `worldwide` has neither.
    public let facts: Members

    /// Whether this is a region that a remote worker may live in.
    public let isRemoteRegion: Bool

    /// Whether the role calls this the main place.
    public let isPrimary: Bool
}

extension Role {
    /// The places of the role, in the order written.
    ///
    /// - Parameter account: Account whose overrides hold; nil for the role's own places.
    public func places(account: String? = nil) -> [Place] {
        let facts = facts(account: account)
        let locations = facts["locations"]?.list?.compactMap(\.object) ?? []
        guard !locations.isEmpty else {
            return (facts["remoteFrom"]?.list ?? []).compactMap(\.text).map(Place.init(region:))
        }
        return zip(locations, Place.keys(for: locations)).map { location, key in
            var members = location
            members["primary"] = nil
            return Place(
                key: key,
                facts: members,
                isRemoteRegion: false,
                isPrimary: location["primary"] == .boolean(true)
            )
        }
    }
}

extension Place {
    /// A region that a remote worker may live in.
    init(region: String) {
        let parts = region.split(separator: "-", maxSplits: 1).map(String.init)
        var members = Members()
        if region != "worldwide" {
            members.put("country", parts.first)
            members.put("region", parts.count > 1 ? parts[1] : nil)
        }
        key = "remote-" + region.lowercased()
        facts = members
        isRemoteRegion = true
        isPrimary = false
    }

    /// Keys that tell locations apart, each as short as it can be.
    static func keys(for locations: [Members]) -> [String] {
        let forms = [
            ["country", "city"], ["country", "region", "city"], ["country", "region", "city", "postalCode"],
            ["country", "region", "city", "postalCode", "street"],
            ["country", "region", "city", "postalCode", "street", "latitude", "longitude"],
        ]
        return locations.map { location in
            for form in forms {
                let key = slug(location, form)
                if !key.isEmpty, locations.filter({ slug($0, form) == key }).count == 1 { return key }
            }
            return slug(location, forms[forms.count - 1])
        }
    }

    private static func slug(_ location: Members, _ keys: [String]) -> String {
        let text = keys.compactMap { location[$0]?.scalarText }.joined(separator: " ").lowercased()
        return text.split { !$0.isLetter && !$0.isNumber && $0 != "." }.joined(separator: "-")
    }
}
