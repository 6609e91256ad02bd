import FoundationEssentials

/// Reads instants as servers write them.
enum ReplyTimes {
    /// An instant of HTTP in any of its three forms, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func httpDate(_ text: String) -> Date? {
        let parts = text.split { " ,-".contains($0) }.map(String.init)
        let isLong = parts.count >= 5 && Int(parts[1]) != nil
        let isShort = parts.count == 5 && Int(parts[1]) == nil
        guard isLong || isShort else { return nil }
        let (day, month, year, time) =
            isShort ? (parts[2], parts[1], parts[4], parts[3]) : (parts[1], parts[2], parts[3], parts[4])
        let clock = time.split(separator: ":").compactMap { Int($0) }
        guard let day = Int(day), var year = Int(year), let month = months.firstIndex(of: month.prefix(3).lowercased()),
            clock.count == 3
        else { return nil }
        // Two digits are the oldest form: the century in which the year is nearest.
        if year < 100 { year += year < 70 ? 2000 : 1900 }
        return date(year, month + 1, day, clock[0], clock[1], Double(clock[2]), offset: 0)
    }

    /// An instant of ISO 8601 with seconds; without a zone it is UTC.
    static func iso(_ text: String) -> Date? {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d(?:\.\d+)?) ?(?:[Zz]|UTC|([+-])(\d\d):?(\d\d))?/
        guard let match = text.wholeMatch(of: pattern), let year = Int(match.1), let month = Int(match.2),
            let day = Int(match.3), let hour = Int(match.4), let minute = Int(match.5), let second = Double(match.6)
        else { return nil }
        var offset = 0
        if let hours = match.8.flatMap({ Int($0) }), let minutes = match.9.flatMap({ Int($0) }) {
            offset = (hours * 60 + minutes) * 60 * (match.7 == "-" ? -1 : 1)
        }
        return date(year, month, day, hour, minute, second, offset: offset)
    }

    /// A finite number of seconds, or nil.
    static func seconds(_ text: String) -> Double? {
        guard text.wholeMatch(of: /\d{1,18}(\.\d+)?/) != nil else { return nil }
        return Double(text)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    private static func date(
        _ year: Int,
        _ month: Int,
        _ day: Int,
        _ hour: Int,
        _ minute: Int,
        _ second: Double,
        offset: Int
    ) -> Date? {
        guard (1...12).contains(month), (1...31).contains(day), (0...24).contains(hour), (0...59).contains(minute),
            (0..<61).contains(second), (1970...9999).contains(year)
        else { return nil }
        // Days since 1970 in the Gregorian calendar, years counted from March so that leap days come last.
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
        return Date(timeIntervalSince1970: Double(days * 86_400 + hour * 3600 + minute * 60 - offset) + second)
    }
}
