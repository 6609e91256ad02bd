public import Documents

/// Something a render, the linter or a check has to say about one field of one ad.
public struct Finding: Sendable, Hashable {
    /// How much it weighs; an error keeps the ad from being sent.
    public let severity: Severity

    /// Short stable name of the rule, such as `too-long` or `loss.degraded`.
    public let code: String

    /// Path of the field, or name of the adapter's value.
    public let field: String

    /// What happened, in one sentence, with figures.
    public let message: String

    /// What to do about it.
    public let remedy: String?

    /// Where the rule comes from: a public address or the adapter's source mark.
    public let source: String?

    /// The role's own text that was cut, dropped or coerced, when this finding is a loss.
    public let lost: String?

    /// Creates a finding.
    public init(
        _ severity: Severity,
        code: String,
        field: String,
        _ message: String,
        remedy: String? = nil,
        source: String? = nil,
        lost: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.field = field
        self.message = message
        self.remedy = remedy
        self.source = source
        self.lost = lost
    }

    /// Whether something of the role did not reach the ad.
    public var isLoss: Bool { code.hasPrefix("loss") }
}
