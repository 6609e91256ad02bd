import Documents

/// When the work is done.
public struct Schedule: Sendable, Hashable {
    /// Shifts, such as `day` or `night`.
    public let shifts: [String]?

    /// Days of work, such as `monday-friday`.
    public let days: [String]?
}

extension Schedule: Fact {
    init(_ reader: inout ObjectReader) {
        shifts = reader.wordList("shifts")
        days = reader.wordList("days")
    }

    var fact: Value {
        var members = Members()
        members.put("shifts", shifts)
        members.put("days", days)
        return .object(members)
    }
}
