/// The yearly rule at the end of a compiled time zone, such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Sendable {
    /// Seconds ahead of UTC in standard time.
    private let standard: Int
    private let summer: Summer?

    private struct Summer: Sendable {
        let offset: Int
        let begin: Moment
        let end: Moment
    }

    /// A moment of every year, in local time.
    private struct Moment: Sendable {
        enum Kind: Sendable {
            /// Week 5 is the last one; weekday 0 is Sunday.
            case weekday(month: Int, week: Int, weekday: Int)
            /// Day 1 to 365; 29 February is never counted.
            case julian(Int)
            /// Day 0 to 365; 29 February is counted.
            case ordinal(Int)
        }
        let kind: Kind
        let seconds: Int

        /// Seconds since 1970 as if local time were UTC.
        func seconds(in year: Int) -> Int? {
            guard let first = Day("\(year)-01-01") else { return nil }
            let day: Int
            switch kind {
            case .weekday(let month, let week, let weekday):
                guard let start = Day("\(year)-\(month < 10 ? "0" : "")\(month)-01") else { return nil }
                // 1 January 1970 was a Thursday.
                let startWeekday = (start.daysSince1970 % 7 + 11) % 7
                let earliest = start.daysSince1970 + (weekday - startWeekday + 7) % 7 + (week - 1) * 7
                day = Day(daysSince1970: earliest).month == month ? earliest : earliest - 7
            case .julian(let number):
                let leap = Day("\(year)-02-29") != nil && number >= 60
                day = first.daysSince1970 + number - 1 + (leap ? 1 : 0)
            case .ordinal(let number): day = first.daysSince1970 + number
            }
            return day * 86_400 + seconds
        }
    }

    /// Reads a rule; nil when the text is none.
    init?(_ text: String) {
        let parts = text.split(separator: ",").map(String.init)
        let pattern = /(<[^>]+>|[A-Za-z]+)([-+]?[0-9:]+)((<[^>]+>|[A-Za-z]+)([-+]?[0-9:]+)?)?/
        guard let names = parts.first?.wholeMatch(of: pattern) else { return nil }
        guard let behind = Self.clock(String(names.2)) else { return nil }
        standard = -behind
        guard names.3 != nil else {
            summer = nil
            return
        }
        guard parts.count == 3, let begin = Self.moment(parts[1]), let end = Self.moment(parts[2]) else { return nil }
        let offset = names.5.flatMap { Self.clock(String($0)) }.map { -$0 } ?? standard + 3_600
        summer = Summer(offset: offset, begin: begin, end: end)
    }

    /// Seconds ahead of UTC at a number of seconds since 1970.
    func offset(at seconds: Int) -> Int {
        guard let summer else { return standard }
        let year = Day(epochSeconds: seconds, offset: standard).year
        guard let begin = summer.begin.seconds(in: year), let end = summer.end.seconds(in: year) else {
            return standard
        }
        let from = begin - standard
        let until = end - summer.offset
        // South of the equator summer spans the turn of the year.
        let isSummer = from < until ? from <= seconds && seconds < until : seconds >= from || seconds < until
        return isSummer ? summer.offset : standard
    }

    private static func clock(_ text: String) -> Int? {
        let sign = text.hasPrefix("-") ? -1 : 1
        let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: ":").map { Int($0) }
        guard (1...3).contains(parts.count) else { return nil }
        var total = 0
        for (part, unit) in zip(parts, [3_600, 60, 1]) {
            guard let part else { return nil }
            total += part * unit
        }
        return sign * total
    }

    private static func moment(_ text: String) -> Moment? {
        let parts = text.split(separator: "/").map(String.init)
        guard let date = parts.first else { return nil }
        guard let seconds = parts.count > 1 ? clock(parts[1]) : 7_200 else { return nil }
        if date.hasPrefix("M") {
            let numbers = date.dropFirst().split(separator: ".").compactMap { Int($0) }
            guard numbers.count == 3 else { return nil }
            return Moment(
                kind: .weekday(month: numbers[0], week: numbers[1], weekday: numbers[2]),
                seconds: seconds
            )
        }
        if date.hasPrefix("J") { return Int(date.dropFirst()).map { Moment(kind: .julian($0), seconds: seconds) } }
        return Int(date).map { Moment(kind: .ordinal($0), seconds: seconds) }
    }
}
