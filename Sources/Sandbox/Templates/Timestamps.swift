import struct FoundationEssentials.Date

/// Writes and reads the forms of time that boards use, always in UTC.
enum Timestamps {
    static func iso(_ date: Date, digits: Int = 0) -> String {
        let parts = Civil(date)
        let fraction = digits == 0 ? "" : "." + String(padded(parts.microsecond, 6).prefix(digits))
        return "\(parts.date)T\(parts.time)\(fraction)Z"
    }

    static func day(_ date: Date) -> String { Civil(date).date }

    /// The form of the HTTP Date header.
    static func http(_ date: Date) -> String {
        let parts = Civil(date)
        let name = months[parts.month - 1]
        return "\(weekdays[parts.weekday]), \(padded(parts.day, 2)) \(name) \(parts.year) \(parts.time) GMT"
    }

    /// Reads an ISO 8601 date (its last second) or date-time, or nil.
    static func read(_ text: String) -> Date? {
        let form = /(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?/
        guard let match = text.wholeMatch(of: form)?.output else { return nil }
        guard let year = Int(match.1), let month = Int(match.2), let day = Int(match.3) else { return nil }
        guard let midnight = Civil.midnight(year: year, month: month, day: day) else { return nil }
        guard let hours = match.4.flatMap({ Int($0) }), let minutes = match.5.flatMap({ Int($0) }) else {
            return midnight.addingTimeInterval(86_399)
        }
        let seconds = match.6.flatMap { Int($0) } ?? 0
        guard hours < 24, minutes < 60, seconds <= 60 else { return nil }
        let fraction = match.7.flatMap { Double("0" + $0) } ?? 0
        let inDay = Double(hours * 3600 + minutes * 60 + seconds) + fraction
        return midnight.addingTimeInterval(inDay - Double(offset(match.8.map(String.init) ?? "Z")))
    }

    static func isDay(_ text: String) -> Bool { text.count == 10 && read(text) != nil }

    /// Whether a text has the form `Fri, 20 Nov 2026 08:00:00 GMT`, the day's name and the time being optional.
    static func isMailDate(_ text: String) -> Bool {
        let form =
            /(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} ([A-Z][a-z]{2}) \d{4}(?: \d{2}:\d{2}(?::\d{2})?(?: (?:[A-Z]{1,4}|[+-]\d{4}))?)?/
        guard let match = text.wholeMatch(of: form) else { return false }
        return months.contains(String(match.output.1))
    }

    private static func offset(_ zone: String) -> Int {
        guard zone != "Z" else { return 0 }
        let digits = zone.dropFirst().filter(\.isNumber).compactMap(\.wholeNumberValue)
        guard digits.count == 4 else { return 0 }
        let seconds = (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60
        return zone.hasPrefix("-") ? -seconds : seconds
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

/// A moment in the parts of the Gregorian calendar, UTC.
struct Civil {
    let year: Int
    let month: Int
    let day: Int
    let weekday: Int
    let second: Int
    let microsecond: Int

    // Days are counted from 1 March of year 0, so that the leap day is the last of its year.
    init(_ date: Date) {
        let micros = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
        let seconds = Civil.floored(micros, 1_000_000)
        microsecond = Int(micros - seconds * 1_000_000)
        let days = Civil.floored(seconds, 86_400)
        second = Int(seconds - days * 86_400)
        weekday = Int(((days + 4) % 7 + 7) % 7)
        let shifted = days + 719_468
        let era = Civil.floored(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    static func midnight(year: Int, month: Int, day: Int) -> Date? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = Int(floored(Int64(shiftedYear), 400))
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let date = Date(timeIntervalSince1970: Double(era * 146_097 + dayOfEra - 719_468) * 86_400)
        return Civil(date).day == day ? date : nil
    }

    var date: String {
        "\(Timestamps.padded(year, 4))-\(Timestamps.padded(month, 2))-\(Timestamps.padded(day, 2))"
    }

    var time: String {
        [second / 3600, second / 60 % 60, second % 60].map { Timestamps.padded($0, 2) }.joined(separator: ":")
    }

    private static func floored(_ number: Int64, _ divisor: Int64) -> Int64 {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}
