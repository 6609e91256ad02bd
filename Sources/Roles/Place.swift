public import Documents

/// Where one ad of a role is shown: a location, or a region to work from when there is no location.
public struct Place: Sendable, Hashable {
    /// Name of the place among the role's places, such as `de-berlin` or `remote-at`.
    ///
    /// Made from what the place is and not from where it stands in the list, so that it survives
    /// reordering. Two places of one city tell themselves apart by region, postal code and street.
    public let key: String

    /// What the place is by itself, such as `de-berlin/be-10115-hauptstr-1`: country and city, then what else is known.
    ///
    /// Unlike ``key`` it says nothing of the role's other places and so stays the same when they come, go or move.
    public let identity: String

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
        let said = [facts["locations"] ?? .null, facts["remoteFrom"] ?? .null]
        // Every ad of a role asks this, on each account alike.
        return Place.lately.answer(said) { Place.all(locations: said[0], regions: said[1]) }
    }
}

extension Place {
    fileprivate static let lately = Remembered<[Value], [Place]>(capacity: 8)

    /// The places of a role's locations, or of its regions when it has none.
    fileprivate static func all(locations: Value, regions: Value) -> [Place] {
        let locations = locations.list?.compactMap(\.object) ?? []
        guard !locations.isEmpty else {
            return (regions.list ?? []).compactMap(\.text).map(Place.init(region:))
        }
        return zip(locations, Place.keys(for: locations)).map { location, key in
            var members = location
            members["primary"] = nil
            return Place(
                key: key,
                identity: Place.name(of: location),
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
        identity = key
        facts = members
        isRemoteRegion = true
        isPrimary = false
    }

    /// Keys that tell locations apart, each as short as it can be.
    static func keys(for locations: [Members]) -> [String] {
        locations.map { location in
            for form in forms {
                let key = slug(location, form)
                if !key.isEmpty, locations.filter({ slug($0, form) == key }).count == 1 { return key }
            }
            return slug(location, forms[forms.count - 1])
        }
    }

    /// How well a stored name fits this place; nil when it names another.
    ///
    /// - Parameter name: An ``identity``, or a ``key`` from the days when postings were told apart by that, when the
    ///   role may have had other places beside this one.
    public func fit(_ name: String) -> Fit? {
        if name == identity { return .same }
        if name == key { return .key }
        guard !isRemoteRegion else { return nil }
        if Place.forms.contains(where: { Place.slug(facts, $0) == name }) { return .olderKey }
        let (mine, other) = (Place.parts(identity), Place.parts(name))
        guard !mine.head.isEmpty, mine.head == other.head else { return nil }
        return .sameCity(wordsInCommon: mine.tail.intersection(other.tail).count)
    }

    /// How well a stored name fits a place, worst first.
    public enum Fit: Sendable, Hashable, Comparable {
        /// It names a place of the same city, as when an address was mended.
        case sameCity(wordsInCommon: Int)
        /// It is the key that the place had while the role had other places.
        case olderKey
        /// It is the place's key.
        case key
        /// It is the place's identity.
        case same
    }

    private static let forms = [
        ["country", "city"], ["country", "region", "city"], ["country", "region", "city", "postalCode"],
        ["country", "region", "city", "postalCode", "street"],
        ["country", "region", "city", "postalCode", "street", "latitude", "longitude"],
    ]

    static func name(of location: Members) -> String {
        let rest = slug(location, ["region", "postalCode", "street", "latitude", "longitude"])
        return slug(location, forms[0]) + (rest.isEmpty ? "" : "/" + rest)
    }

    /// Country and city, and the words of the rest.
    private static func parts(_ identity: String) -> (head: Substring, tail: Set<Substring>) {
        let parts = identity.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return (parts[0], parts.count > 1 ? Set(parts[1].split(separator: "-")) : [])
    }

    private static func slug(_ location: Members, _ keys: [String]) -> String {
        let text = keys.compactMap { location[$0]?.scalarText }.joined(separator: " ").lowercased()
        return text.split { !$0.isLetter && !$0.isNumber && $0 != "." }.joined(separator: "-")
    }
}
