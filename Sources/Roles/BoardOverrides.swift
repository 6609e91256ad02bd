public import Documents

public import struct FoundationEssentials.Decimal

/// What a role says differently, or in addition, for one account.
public struct BoardOverrides: Sendable, Hashable {
    /// The facts that differ from the role's own; null where a fact is taken away.
    public let changes: Members

    /// By language tag, the facts that read differently in that language for this account; every language counts.
    public let translations: [String: Members]

    /// Board-specific answers; the adapter says which it knows.
    public let facets: Members

    /// The money that may be spent; nil while nobody has said.
    public let spend: Spend?
}

/// A bound on money spent for one account.
public struct Spend: Sendable, Hashable {
    /// The most that may be spent, at least 0.
    public let atMost: Decimal

    /// ISO 4217 code; nil while nobody has said.
    public let currency: String?
}

extension Spend: Fact {
    init?(_ reader: inout ObjectReader) {
        let atMost = reader.required("atMost") == nil ? nil : reader.amount("atMost")
        currency = reader.words("currency", .currency)
        guard let atMost else { return nil }
        self.atMost = atMost
    }

    var fact: Value {
        var members = Members()
        members.put("atMost", atMost)
        members.put("currency", currency)
        return .object(members)
    }
}

extension BoardOverrides {
    /// The overrides as a role file would say them, given the role's own translations.
    func fragment(over own: [String: Members]) -> Members {
        var members = changes
        var languages = Members()
        for language in Set(own.keys).union(translations.keys).sorted() where own[language] != translations[language] {
            languages[language] =
                translations[language].map { .object(Merging.fragment(from: own[language] ?? Members(), to: $0)) }
                ?? .null
        }
        if !languages.isEmpty { members["translations"] = .object(languages) }
        members.put("facets", Value.object(facets))
        members.put("spend", spend)
        return members
    }
}
