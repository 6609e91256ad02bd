import Documents

public import struct FoundationEssentials.Decimal

/// Something a person can do.
public struct Skill: Sendable, Hashable {
    /// Name of the skill.
    public let name: String

    /// Whether it must be there; nil while nobody has said.
    public let required: Bool?
}

/// A language a person speaks.
public struct LanguageSkill: Sendable, Hashable {
    /// Language tag.
    public let code: String

    /// Level of the Common European Framework, A1 to C2, or `native`.
    public let level: LanguageLevel?
}

/// How well a language is spoken.
public enum LanguageLevel: String, Sendable, Hashable, CaseIterable, Fact {
    /// First words.
    case a1 = "A1"

    /// Simple talk.
    case a2 = "A2"

    /// Gets along.
    case b1 = "B1"

    /// Works in it.
    case b2 = "B2"

    /// Negotiates in it.
    case c1 = "C1"

    /// Like an educated native speaker.
    case c2 = "C2"

    /// Grew up with it.
    case native
}

/// What a person has done before.
public struct Experience: Sendable, Hashable {
    /// Years of experience; nil while nobody has said.
    public let years: NumberRange?
}

/// Lower and upper bound, each of them optional.
public struct NumberRange: Sendable, Hashable {
    /// Lowest number, at least 0.
    public let min: Decimal?

    /// Highest number, at least ``min``.
    public let max: Decimal?
}

/// Who may be employed.
public struct Eligibility: Sendable, Hashable {
    /// Countries whose right to work is enough.
    public let workRight: [String]?

    /// Security clearance that is asked for.
    public let clearance: String?
}

extension Skill: Fact {
    init?(_ reader: inout ObjectReader) {
        let name = reader.requiredWords("name")
        required = reader.boolean("required")
        guard let name else { return nil }
        self.name = name
    }

    var fact: Value {
        var members = Members()
        members.put("name", name)
        members.put("required", required)
        return .object(members)
    }
}

extension LanguageSkill: Fact {
    init?(_ reader: inout ObjectReader) {
        let code = reader.required("code") == nil ? nil : reader.words("code", .language)
        level = reader.choice("level", of: LanguageLevel.self)
        guard let code else { return nil }
        self.code = code
    }

    var fact: Value {
        var members = Members()
        members.put("code", code)
        members.put("level", level)
        return .object(members)
    }
}

extension Experience: Fact {
    init(_ reader: inout ObjectReader) { years = reader.object("years") { NumberRange(&$0) } }

    var fact: Value {
        var members = Members()
        members.put("years", years)
        return .object(members)
    }
}

extension NumberRange: Fact {
    init(_ reader: inout ObjectReader) {
        min = reader.amount("min")
        max = reader.amount("max")
        reader.ordered("min", min, "max", max)
    }

    var fact: Value {
        var members = Members()
        members.put("min", min)
        members.put("max", max)
        return .object(members)
    }
}

extension Eligibility: Fact {
    init(_ reader: inout ObjectReader) {
        workRight = reader.wordList("workRight", .country)
        clearance = reader.words("clearance")
    }

    var fact: Value {
        var members = Members()
        members.put("workRight", workRight)
        members.put("clearance", clearance)
        return .object(members)
    }
}
