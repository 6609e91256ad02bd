import Documents
import FoundationEssentials
import Roles

/// A point in time or a whole day, as values write them.
enum Instants {
    /// What a value says about time.
    enum Moment {
        case day(Day)
        case instant(Date)
    }

    /// Reads `2026-12-01`, an instant of ISO 8601, or milliseconds since 1970.
    static func moment(of value: Value) -> Moment? {
        switch value {
        case .number(let number): Double(number.description).map { .instant(Date(timeIntervalSince1970: $0 / 1000)) }
        case .text(let text): Day(text).map(Moment.day) ?? instant(text).map(Moment.instant)
        default: nil
        }
    }

    /// The instant of a moment: an instant as it is, of a day its first or its last second.
    static func date(_ moment: Moment, in zone: Zone, end: Bool) -> Date {
        switch moment {
        case .instant(let date): date
        case .day(let day): end ? zone.start(of: day.next).addingTimeInterval(-1) : zone.start(of: day)
        }
    }

    /// The zone of a name, or UTC when the system does not know it.
    static func zone(_ name: String?) -> Zone? { name.flatMap { Zone($0) } ?? Zone("UTC") ?? Zone("Etc/UTC") }

    /// `2026-12-01T08:00:00Z`.
    static func utcText(_ date: Date) -> String {
        let parts = DateParts(date, offset: 0)
        return "\(parts.day)T\(parts.clock)Z"
    }

    private static func instant(_ text: String) -> Date? {
        guard text.utf8.count >= 16, text.contains("T") else { return nil }
        return (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    }
}

/// The parts of an instant on the clocks of a zone.
struct DateParts {
    let year: Int
    let month: Int
    let dayOfMonth: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// 0 is Sunday.
    let weekday: Int
    /// Seconds ahead of UTC.
    let offset: Int

    /// Splits an instant.
    init(_ date: Date, offset: Int) {
        let local = Int(date.timeIntervalSince1970.rounded(.down)) + offset
        let secondOfDay = (local % 86_400 + 86_400) % 86_400
        let days = (local - secondOfDay) / 86_400
        let civil = Self.civil(days)
        year = civil.year
        month = civil.month
        dayOfMonth = civil.day
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        // 1 January 1970 was a Thursday.
        weekday = (days % 7 + 11) % 7
        self.offset = offset
    }

    /// `2026-12-01`.
    var day: String { "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(dayOfMonth))" }

    /// `08:00:00`.
    var clock: String { "\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))" }

    /// A number with leading zeros.
    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The calendar day this many days after 1 January 1970, counted in eras of 400 years that start in March.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
