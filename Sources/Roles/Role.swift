public import Documents

/// The canonical job description: what is known about one role, and nothing that is not.
///
/// Nil means unknown and is never replaced by a guess; an empty list means that there is none. The
/// role is made by reading a document whole (``init(reading:)``, ``init(document:)``), so that a value of this type
/// has passed every check.
public struct Role: Sendable, Hashable {
    /// Name of the role in the workspace: `a` to `z`, digits and hyphens.
    public let id: String

    /// Number in the employer's own books.
    public let requisition: String?

    /// Title.
    public let title: String

    /// Language of the texts, as a tag such as `de` or `en-GB`.
    public let language: String?

    /// One or two sentences.
    public let summary: String?

    /// The best reasons to apply, most important first.
    public let sellingPoints: [String]?

    /// The text of the ad.
    public let description: Description

    /// Who employs.
    public let employer: Employer

    /// Department.
    public let department: String?

    /// The people behind the role, whether or not ads may show them.
    public let contacts: [Contact]?

    /// Places of work.
    public let locations: [Location]?

    /// Where the work is done.
    public let workplace: Workplace?

    /// Where a remote or hybrid worker may live: countries, parts of them such as `US-CA`, or `worldwide`.
    public let remoteFrom: [String]?

    /// Kinds of contract, at least one when known.
    public let employmentTypes: [EmploymentType]?

    /// How much of a week the work takes.
    public let hours: Hours?

    /// Hours a week.
    public let weeklyHours: NumberRange?

    /// Shifts and days.
    public let schedule: Schedule?

    /// How long the contract lasts, as a period of ISO 8601 such as `P6M`.
    public let duration: String?

    /// When the work begins.
    public let start: Start?

    /// How many people are sought, at least 1.
    public let openings: Int?

    /// What the work pays.
    public let pay: Pay?

    /// Benefits, a few words each.
    public let benefits: [String]?

    /// Codes of classifications, by scheme such as `isco-08`.
    public let categories: [String: [Category]]?

    /// Level.
    public let seniority: Seniority?

    /// What a person has done before.
    public let experience: Experience?

    /// The education that is asked for.
    public let education: Education?

    /// What a person can do.
    public let skills: [Skill]?

    /// Languages a person speaks.
    public let languages: [LanguageSkill]?

    /// Licences and certificates.
    public let licences: [String]?

    /// Who may be employed.
    public let eligibility: Eligibility?

    /// The public page of this job; not the link to apply.
    public let url: String?

    /// How to apply.
    public let apply: Apply

    /// When ads appear and end.
    public let dates: RoleDates?

    /// What the law or the house wants said.
    public let compliance: Compliance?

    /// Where the role comes from.
    public let provenance: Provenance?

    /// By language tag, the facts that read differently in that language.
    public internal(set) var translations: [String: Members]

    /// By account name, what is different or additional there.
    public internal(set) var boards: [String: BoardOverrides]

    /// The role's own facts, before overrides and translations.
    var tree: Members
}
