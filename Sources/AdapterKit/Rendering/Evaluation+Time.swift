import Documents
import FoundationEssentials
import Postings
import Roles

extension Evaluation {
    /// An instant or day as the board writes it.
    func time(_ value: Value, _ style: Filter.Time, zone name: String?, end: Bool, _ rule: ValueRule, field: String)
        -> Value?
    {
        guard let moment = Instants.moment(of: value), let own = roleZone else {
            return unreadable(value, rule, field: field)
        }
        guard let zone = name.flatMap({ Zone($0) }) ?? (name == nil ? own : nil) else {
            report(
                Finding(
                    .error,
                    code: "bad-zone",
                    field: field,
                    "The time zone \"\(name ?? "")\" is not known here.",
                    remedy: "Install the system's time zones (tzdata).",
                    source: rule.provenance
                )
            )
            return nil
        }
        let date = Instants.date(moment, in: own, end: end)
        return Self.written(date, style, in: zone)
    }

    static func written(_ date: Date, _ style: Filter.Time, in zone: Zone) -> Value {
        let parts = DateParts(date, offset: zone.offset(at: date))
        switch style {
        case .epochMilliseconds: return .number(Decimal(Int(date.timeIntervalSince1970.rounded(.down))) * 1000)
        case .isoUTC: return .text(Instants.utcText(date))
        case .isoDate: return .text(parts.day)
        case .isoOffset: return .text("\(parts.day)T\(parts.clock)\(parts.offsetText(colon: true))")
        case .local: return .text("\(parts.day)T\(parts.clock)")
        case .rfc822:
            let day = "\(DateParts.weekdays[parts.weekday]), \(DateParts.padded(parts.dayOfMonth))"
            let month = DateParts.months[parts.month - 1]
            return .text(
                "\(day) \(month) \(DateParts.padded(parts.year, 4)) \(parts.clock) \(parts.offsetText(colon: false))"
            )
        case .pattern(let pattern): return .text(parts.text(pattern))
        }
    }

    /// Whole days from now until the end of a day or an instant, at least 1.
    func daysFromNow(_ value: Value, _ rule: ValueRule, field: String) -> Value? {
        guard let moment = Instants.moment(of: value), let zone = roleZone else {
            return unreadable(value, rule, field: field)
        }
        let seconds = Instants.date(moment, in: zone, end: true).timeIntervalSince(roots.wire.now ?? input.now)
        return .number(Decimal(max(1, Int((seconds / 86_400).rounded(.up)))))
    }

    /// A time as written, moved by some seconds; its form stays.
    func nudged(_ value: Value, by seconds: Int) -> Value? {
        if let number = value.number { return .number(number + Decimal(seconds) * 1000) }
        guard let text = value.text else { return nil }
        let isUTC = text.hasSuffix("Z")
        let bare = text.prefix(19)
        guard let moment = Instants.moment(of: .text(bare + "Z")), case .instant(let date) = moment else { return nil }
        let moved = Instants.utcText(date.addingTimeInterval(Double(seconds)))
        return .text(isUTC ? moved : String(moved.dropLast() + text.dropFirst(19)))
    }

    private func unreadable(_ value: Value, _ rule: ValueRule, field: String) -> Value? {
        let text = value.inlineText ?? ""
        report(
            Finding(
                isNeeded(rule) ? .error : .warning,
                code: "loss.unreadable",
                field: field,
                "\"\(text)\" is no date; it is left out.",
                remedy: "Write a date such as 2026-12-01.",
                source: rule.provenance,
                lost: text
            )
        )
        return nil
    }
}

extension DateParts {
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `+01:00` or `+0100`.
    func offsetText(colon: Bool) -> String {
        let minutes = abs(offset) / 60
        return (offset < 0 ? "-" : "+") + Self.padded(minutes / 60) + (colon ? ":" : "") + Self.padded(minutes % 60)
    }

    /// Fills Unicode's date letters: y, M, d, H, h, m, s, a, E and Z; text between apostrophes stands as it is.
    func text(_ pattern: String) -> String {
        var result = ""
        var rest = Substring(pattern)
        while let letter = rest.first {
            if letter == "'" {
                rest = rest.dropFirst()
                let literal = rest.prefix { $0 != "'" }
                result += literal.isEmpty ? "'" : literal
                rest = rest.dropFirst(literal.count + 1)
                continue
            }
            let run = rest.prefix { $0 == letter }
            result += part(letter, run.count) ?? String(run)
            rest = rest.dropFirst(run.count)
        }
        return result
    }

    private func part(_ letter: Character, _ count: Int) -> String? {
        switch letter {
        case "y": count == 2 ? Self.padded(year % 100) : Self.padded(year, count)
        case "M": count >= 3 ? Self.months[month - 1] : Self.padded(month, count)
        case "d": Self.padded(dayOfMonth, count)
        case "H": Self.padded(hour, count)
        case "h": Self.padded((hour + 11) % 12 + 1, count)
        case "m": Self.padded(minute, count)
        case "s": Self.padded(second, count)
        case "a": hour < 12 ? "AM" : "PM"
        case "E": Self.weekdays[weekday]
        case "Z": offsetText(colon: false)
        case "X": offset == 0 ? "Z" : offsetText(colon: true)
        default: nil
        }
    }
}
