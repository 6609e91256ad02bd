public import Documents

/// One thing that a fixture or a check of an adapter's folder has to say.
public struct FixtureFinding: Sendable, Hashable {
    /// How much it weighs; an error fails the test.
    public let severity: Severity

    /// Short stable name: `differs`, `recorded`, `missing-golden`, `secret-shown`, `bad-fixture` and others.
    public let code: String

    /// Where it stands: the adapter's id and the file below its folder.
    public let place: String

    /// What is wrong, in one sentence; for a difference with the first line that differs.
    public let message: String

    /// What to do about it.
    public let remedy: String

    /// Creates a finding.
    public init(_ severity: Severity = .error, code: String, place: String, _ message: String, remedy: String) {
        self.severity = severity
        self.code = code
        self.place = place
        self.message = message
        self.remedy = remedy
    }
}

extension FixtureFinding: CustomStringConvertible {
    /// `place: error: message remedy`, as a compiler writes it.
    public var description: String { "\(place): \(severity.rawValue): \(message) \(remedy)" }
}
