public import Documents

/// A relation between values, or a check of one by name.
public struct Rule: Sendable, Hashable {
    /// What is demanded.
    public var demand: Demand
    /// Conditions under which it is.
    public var when: [Condition]
    /// Weight of a breach.
    public var severity: Severity
    /// Why the board demands it.
    public var because: String?
    /// What to do about a breach.
    public var remedy: String?
    /// Source mark or address.
    public var source: String?

    /// Demands of rules.
    public enum Demand: Sendable, Hashable {
        /// One of these, in this preference; the others are left out.
        case firstPresent([String])
        /// At least one of these is present.
        case anyOf([Source])
        /// Exactly one of these is present.
        case exactlyOne([Source])
        /// This is present.
        case require(Source)
        /// These should be present; a missing one is a note.
        case advise([String])
        /// A date no further than so many days after another.
        case within(Source, of: Source, days: Int, caps: Bool)
        /// A date not after another.
        case notAfter(Source, than: Source)
        /// A date not after now.
        case past(Source)
        /// These must not change after the creation.
        case fixed([String])
        /// A named check of a value's content.
        case check(Check, of: String)
    }

    /// Named checks.
    public enum Check: String, Sendable, Hashable, CaseIterable {
        case containsPay = "contains-pay"
        case containsPlace = "contains-place"
        case containsEmploymentType = "contains-employment-type"
        case containsCompany = "contains-company"
        case containsContactDetails = "contains-contact-details"
        case severalRoles = "several-roles"
        case shouting
        case oddCharacters = "odd-characters"
        case nearDuplicate = "near-duplicate"
        case linkSchemes = "link-schemes"
        case breaksLines = "breaks-lines"
        case repeatsTitle = "repeats-title"
    }
}
