public import Ledger

/// Something that every ledger must do, to be tried on a fresh one.
///
/// A store's tests run ``all`` of them, each on a ledger of its own, and expect no findings.
public struct LedgerRule: Sendable, CustomStringConvertible {
    /// What the ledger must do, as a sentence without its full stop.
    public let description: String

    private let attempt: @Sendable (any Ledger, inout Report) async throws -> Void

    /// Creates a rule from what tries it.
    init(_ description: String, _ attempt: @escaping @Sendable (any Ledger, inout Report) async throws -> Void) {
        self.description = description
        self.attempt = attempt
    }

    /// Every rule.
    public static let all = writing + wishing + shared + claiming + holding + schedule + reading

    /// Tries the rule on an empty ledger.
    ///
    /// - Returns: What the ledger does wrong, one sentence each; empty when it keeps the rule.
    public func findings(on ledger: any Ledger) async -> [String] {
        var report = Report()
        do {
            try await attempt(ledger, &report)
            report.equal(try await ledger.check(), [], "what the ledger's own check finds")
        } catch {
            report.findings.append("it failed: \(error)")
        }
        return report.findings
    }
}

/// Collects what a ledger does wrong.
struct Report: Sendable {
    var findings: [String] = []

    mutating func equal<Found: Equatable>(_ found: Found, _ wanted: Found, _ subject: String) {
        if found != wanted { findings.append("\(subject) is \(found) and should be \(wanted)") }
    }

    mutating func isTrue(_ truth: Bool, _ subject: String) {
        if !truth { findings.append("\(subject) does not hold") }
    }

    /// Expects the ledger to refuse something.
    mutating func refused(_ subject: String, _ body: () async throws -> Void) async {
        do {
            try await body()
            findings.append("\(subject) is not refused")
        } catch {}
    }
}
