public import Documents

/// What only the hiring team may read; it never leaves the workspace.
public struct HiringTeam: Sendable, Hashable {
    /// What a good candidate shows.
    public let lookFor: Markup?

    /// What to ask, and what to listen for.
    public let interview: Markup?

    /// Where to look for people.
    public let sourcing: Markup?
}

extension HiringTeam {
    init(_ reader: inout ObjectReader) {
        lookFor = Self.text("lookFor", &reader)
        interview = Self.text("interview", &reader)
        sourcing = Self.text("sourcing", &reader)
    }

    private static func text(_ key: String, _ reader: inout ObjectReader) -> Markup? {
        guard let found = reader.node(key) else { return nil }
        if found.members == nil { return reader.text(key).map { Markup(.markdown, $0) } }
        return reader.object(key) { $0.requiredText("html").map { Markup(.html, $0) } } ?? nil
    }
}
