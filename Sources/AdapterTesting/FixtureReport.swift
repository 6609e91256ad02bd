import Documents

/// What came of one fixture.
public struct FixtureReport: Sendable, Hashable {
    /// Name of the fixture's folder.
    public let name: String

    /// What is wrong; empty when every golden file agrees.
    public let findings: [FixtureFinding]

    /// The golden files as they would be written now, by their path inside the adapter's folder.
    public let goldens: [String: [UInt8]]

    /// Whether nothing found is an error.
    public var isClean: Bool { !findings.contains { $0.severity == .error } }
}
