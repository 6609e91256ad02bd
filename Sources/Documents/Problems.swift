/// Collects diagnostics while a document is read, so that one run reports them all.
///
/// A class on purpose: readers of nested objects share one collection. It never leaves the call that
/// reads the document, hence not Sendable.
public final class Problems {
    /// What was found so far, in document order.
    public private(set) var found: [Diagnostic] = []

    /// Creates an empty collection.
    public init() {}

    /// Adds a diagnostic.
    public func add(_ diagnostic: Diagnostic) {
        found.append(diagnostic)
    }

    /// Adds an error.
    public func error(
        _ code: String,
        at location: SourceLocation?,
        field: String = "",
        _ message: String,
        remedy: String? = nil
    ) {
        add(Diagnostic(.error, code: code, at: location, field: field, message, remedy: remedy))
    }

    /// Whether nothing found so far is an error.
    public var isClean: Bool { !found.contains { $0.severity == .error } }

    /// Refuses the document when an error was found.
    ///
    /// - Throws: ``Diagnostics`` with everything found, notes and warnings included.
    public func refuseIfBroken() throws(Diagnostics) {
        guard isClean else { throw Diagnostics(found) }
    }
}

@available(*, unavailable)
extension Problems: Sendable {}
