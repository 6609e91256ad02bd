import Documents
import FoundationEssentials
import Signing

/// One step that a reference's value passes through.
enum Filter: Sendable, Hashable {
    case iso, isoMilliseconds, isoMicroseconds, date, http, epoch, epochDecimal, epochMilliseconds
    case text, lower, upper, trim, string, number, boolean, count, first, json, base64, sha256, slug, raw, omit
    case shift(Duration)
    case prefix(String)
    case or(String)
    case cut(Int)

    private static let plain: [String: Filter] = [
        "iso": .iso, "iso-ms": .isoMilliseconds, "iso-us": .isoMicroseconds, "date": .date, "http": .http,
        "epoch": .epoch, "epoch-decimal": .epochDecimal, "epoch-ms": .epochMilliseconds, "text": .text,
        "lower": .lower, "upper": .upper, "trim": .trim, "string": .string, "number": .number, "boolean": .boolean,
        "count": .count, "first": .first, "json": .json, "base64": .base64, "sha256": .sha256, "slug": .slug,
        "raw": .raw, "omit": .omit,
    ]

    static var names: [String] { plain.keys.sorted() + ["plus:", "minus:", "prefix:", "or:", "cut:"] }

    init?(_ name: String) {
        if let known = Filter.plain[name] {
            self = known
            return
        }
        guard let colon = name.firstIndex(of: ":") else { return nil }
        let argument = String(name[name.index(after: colon)...])
        switch name[..<colon] {
        case "prefix": self = .prefix(argument)
        case "or": self = .or(argument)
        case "cut":
            guard let length = Int(argument), length > 0 else { return nil }
            self = .cut(length)
        case "plus":
            guard let wait = Duration(contract: argument) else { return nil }
            self = .shift(wait)
        case "minus":
            guard let wait = Duration(contract: argument) else { return nil }
            self = .shift(.zero - wait)
        default: return nil
        }
    }

    func apply(to datum: Datum) -> Datum {
        switch self {
        case .raw, .omit: return datum
        case .or(let text): return datum.isAbsent ? .value(Value(scalar: text)) : datum
        case .count: return .number(datum.elements.count)
        case .json: return .text(JSON.text(datum.plain))
        case .first: return datum.elements.first ?? .nothing
        case .iso, .isoMilliseconds, .isoMicroseconds, .date, .http, .epoch, .epochDecimal, .epochMilliseconds, .shift:
            guard let date = datum.moment else { return .nothing }
            return apply(to: date)
        default:
            if datum.isAbsent { return .nothing }
            return apply(to: datum.asText)
        }
    }

    private func apply(to date: Date) -> Datum {
        let seconds = date.timeIntervalSince1970
        switch self {
        case .iso: return .text(Timestamps.iso(date))
        case .isoMilliseconds: return .text(Timestamps.iso(date, digits: 3))
        case .isoMicroseconds: return .text(Timestamps.iso(date, digits: 6))
        case .date: return .text(Timestamps.day(date))
        case .http: return .text(Timestamps.http(date))
        case .epoch: return .value(.number(Decimal(Int64(seconds.rounded(.down)))))
        case .epochMilliseconds: return .value(.number(Decimal(Int64((seconds * 1000).rounded()))))
        case .epochDecimal: return .value(.number(Decimal(Int64((seconds * 1000).rounded())) / Decimal(1000)))
        case .shift(let wait): return .time(date.addingTimeInterval(wait.inSeconds))
        default: return .nothing
        }
    }

    private func apply(to text: String) -> Datum {
        switch self {
        case .text: .text(Markings.text(of: text))
        case .lower: .text(text.lowercased())
        case .upper: .text(text.uppercased())
        case .trim: .text(text.trimmed)
        case .string: .text(text)
        case .number: Decimal(jsonNumber: text).map { .value(.number($0)) } ?? .nothing
        case .boolean: .value(.boolean(["true", "1", "yes", "on"].contains(text.lowercased())))
        case .base64: .text(Base64.encode(text.utf8))
        case .sha256: .text(Digest.hex(Digest.sha256(text)))
        case .slug: .text(text.slug)
        case .prefix(let prefix): .text(prefix + text)
        case .cut(let length): .text(String(text.prefix(length)))
        default: .nothing
        }
    }
}

extension Datum {
    /// The value as a moment: a time, ISO 8601 text, or a number of seconds or milliseconds since 1970.
    var moment: Date? {
        switch self {
        case .time(let date): return date
        case .value(.text(let text)):
            if let date = Timestamps.read(text) { return date }
            return Decimal(jsonNumber: text).flatMap { Datum.value(.number($0)).moment }
        case .value(.number(let number)):
            guard let plain = Double(number.description) else { return nil }
            // No ad of today is dated before 1973 in milliseconds or after 5138 in seconds.
            return Date(timeIntervalSince1970: abs(plain) >= 100_000_000_000 ? plain / 1000 : plain)
        default: return nil
        }
    }
}

extension String {
    /// Without blanks at the ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }) else { return "" }
        let last = lastIndex { !$0.isWhitespace } ?? first
        return String(self[first...last])
    }

    /// Lower-case letters and digits joined by single hyphens.
    var slug: String {
        lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
    }
}
