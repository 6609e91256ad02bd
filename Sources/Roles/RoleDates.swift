import Documents

public import struct FoundationEssentials.Date

/// When an ad appears, when applications close, and when the ad ends; each date is the whole day.
public struct RoleDates: Sendable, Hashable {
    /// First day of the ads; nil means at once.
    public let publish: Day?

    /// Last day to apply.
    public let applyBy: Day?

    /// Last day of the ads.
    public let validThrough: Day?

    /// The time zone that the days are meant in; nil while nobody has said.
    public let zone: Zone?

    /// First instant of a day in the role's time zone; nil while the zone is unknown.
    public func start(of day: Day) -> Date? { zone?.start(of: day) }

    /// First instant after a day in the role's time zone; nil while the zone is unknown.
    public func end(of day: Day) -> Date? { zone?.start(of: day.next) }
}

extension RoleDates: Fact {
    init(_ reader: inout ObjectReader) {
        publish = reader.day("publish")
        applyBy = reader.day("applyBy")
        validThrough = reader.day("validThrough")
        zone = reader.zone("zone")
        reader.ordered("publish", publish, "applyBy", applyBy)
        reader.ordered("applyBy", applyBy, "validThrough", validThrough)
        if applyBy == nil { reader.ordered("publish", publish, "validThrough", validThrough) }
    }

    var fact: Value {
        var members = Members()
        members.put("publish", publish)
        members.put("applyBy", applyBy)
        members.put("validThrough", validThrough)
        members.put("zone", zone?.name)
        return .object(members)
    }
}

extension ObjectReader {
    /// A day written as 2026-12-01.
    mutating func day(_ key: String) -> Day? {
        guard let found = node(key), let text = words(key) else { return nil }
        if let day = Day(text) { return day }
        problems.error(
            "bad-date",
            at: found.location,
            field: path(of: key),
            "\"\(text)\" is not a date.",
            remedy: "Write year, month and day, such as 2026-12-01."
        )
        return nil
    }

    /// A time zone by its IANA name.
    mutating func zone(_ key: String) -> Zone? {
        guard let found = node(key), let text = words(key) else { return nil }
        if let zone = Zone(text) { return zone }
        let hint = Nearest.name(to: text, among: Zone.names()).map { "Did you mean \"\($0)\"?" }
        let general =
            Zone.isInstalled
            ? "Use a name such as Europe/Berlin." : "No time zones are installed in \(Zone.folder): install tzdata."
        problems.error(
            "bad-zone",
            at: found.location,
            field: path(of: key),
            "\"\(text)\" is not a known time zone.",
            remedy: hint ?? general
        )
        return nil
    }
}
