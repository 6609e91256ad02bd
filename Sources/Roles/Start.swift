import Documents

/// When the work begins.
public enum Start: Sendable, Hashable {
    /// As soon as both sides can.
    case asSoonAsPossible

    /// On a day.
    case day(Day)
}

extension Start: Fact {
    /// How the first case is written.
    static let soon = "as-soon-as-possible"

    var fact: Value {
        switch self {
        case .asSoonAsPossible: .text(Self.soon)
        case .day(let day): day.fact
        }
    }
}

extension ObjectReader {
    /// `as-soon-as-possible` or a day.
    mutating func start(_ key: String) -> Start? {
        guard let found = node(key), let text = words(key) else { return nil }
        if text == Start.soon { return .asSoonAsPossible }
        if let day = Day(text) { return .day(day) }
        problems.error(
            "bad-date",
            at: found.location,
            field: path(of: key),
            "\"\(text)\" is not a start.",
            remedy: "Write as-soon-as-possible or a date such as 2026-12-01."
        )
        return nil
    }
}
