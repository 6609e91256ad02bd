import Documents

public import struct FoundationEssentials.Decimal

/// What the work pays.
public struct Pay: Sendable, Hashable {
    /// Lowest amount, at least 0.
    public let min: Decimal?

    /// Highest amount, at least ``min``.
    public let max: Decimal?

    /// ISO 4217 code.
    public let currency: String?

    /// The span of time that the amounts are for.
    public let period: PayPeriod?

    /// How pay comes about.
    public let basis: PayBasis?

    /// Text to show in place of the amounts.
    public let display: String?

    /// Whether ads must not show the amounts; nil while nobody has said.
    public let hidden: Bool?

    /// Bonus, in words.
    public let bonus: String?

    /// Equity, in words.
    public let equity: String?
}

extension Pay: Fact {
    init(_ reader: inout ObjectReader) {
        min = reader.amount("min")
        max = reader.amount("max")
        currency = reader.words("currency", .currency)
        period = reader.choice("period", of: PayPeriod.self)
        basis = reader.choice("basis", of: PayBasis.self)
        display = reader.words("display")
        hidden = reader.boolean("hidden")
        bonus = reader.words("bonus")
        equity = reader.words("equity")
        reader.ordered("min", min, "max", max)
    }

    var fact: Value {
        var members = Members()
        members.put("min", min)
        members.put("max", max)
        members.put("currency", currency)
        members.put("period", period)
        members.put("basis", basis)
        members.put("display", display)
        members.put("hidden", hidden)
        members.put("bonus", bonus)
        members.put("equity", equity)
        return .object(members)
    }
}
