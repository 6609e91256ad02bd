import Documents

/// A calendar day without a time of day.
public struct Day: Sendable, Hashable, Comparable {
    /// Year, 1900 to 2999.
    public let year: Int

    /// Month, 1 to 12.
    public let month: Int

    /// Day of the month, 1 to 31.
    public let day: Int

    /// Reads `2026-12-01`; nil for any other shape and for days that no calendar has.
    public init?(_ text: String) {
        guard let parts = Self.numbers(in: text) else { return nil }
        let (year, month, day) = parts
        guard (1900...2999).contains(year), (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The three numbers of `2026-12-01`, whatever they are.
    private static func numbers(in text: String) -> (Int, Int, Int)? {
        let bytes = Array(text.utf8)
        guard bytes.count == 10 else { return nil }
        var numbers: [Int] = [0]
        for (place, byte) in bytes.enumerated() {
            switch (place, byte) {
            case (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")): numbers.append(0)
            case (4, _), (7, _): return nil
            case (_, UInt8(ascii: "0")...UInt8(ascii: "9")):
                numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        return (numbers[0], numbers[1], numbers[2])
    }

    /// The day that holds a number of seconds since 1970, in a time zone this many seconds ahead of UTC.
    init(epochSeconds: Int, offset: Int) {
        let local = epochSeconds + offset
        let days = (local - (local % 86_400 + 86_400) % 86_400) / 86_400
        self.init(daysSince1970: days)
    }

    /// The day this many days after 1 January 1970.
    init(daysSince1970 days: Int) {
        // Counts in eras of 400 years that start in March, so that the leap day comes last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1 January 1970, negative before it.
    public var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day after this one.
    public var next: Day { Day(daysSince1970: daysSince1970 + 1) }

    /// Orders days by time.
    public static func < (left: Day, right: Day) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: CustomStringConvertible, Fact {
    /// `2026-12-01`.
    public var description: String { "\(year)-\(Self.padded(month))-\(Self.padded(day))" }

    var fact: Value { .text(description) }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
