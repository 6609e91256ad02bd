/// The nine rules of the quality scale.
public enum QualityRule: String, Sendable, Hashable, CaseIterable {
    /// The manifest loads.
    case manifest
    /// Fixtures show accepted, rejected, rate-limited, credentials and answer-lost.
    case fixtures
    /// The README says how to get credentials.
    case readme
    /// Ads can be withdrawn.
    case withdraw
    /// Ads can be looked up, or it says why not.
    case find
    /// Rate limits are declared with their source.
    case limits
    /// Verified against the live board within 180 days.
    case verified
    /// Fixtures show long and non-Latin text.
    case texts
    /// Somebody answers for the adapter.
    case owner

    /// The level that the rule belongs to.
    public var level: QualityLevel {
        switch self {
        case .manifest, .fixtures, .readme: .bronze
        case .withdraw, .find, .limits: .silver
        case .verified, .texts, .owner: .gold
        }
    }
}

/// How good an adapter is: every rule of the level and of those below is done or exempt.
public enum QualityLevel: String, Sendable, Hashable, CaseIterable {
    case bronze, silver, gold
}

/// What an adapter says about one rule.
public enum QualityMark: Sendable, Hashable {
    /// It holds.
    case done
    /// It does not hold yet.
    case todo
    /// It cannot hold, for this reason.
    case exempt(reason: String)
}
