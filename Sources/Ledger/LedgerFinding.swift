/// Something that a check of a ledger found wrong.
public struct LedgerFinding: Sendable, Hashable {
    /// Reference of the posting concerned; nil where it is the store itself, or no posting's row.
    public let posting: String?
    /// What is wrong, in one sentence.
    public let message: String
    /// What to do about it.
    public let remedy: String

    /// Creates a finding.
    public init(posting: String? = nil, _ message: String, remedy: String) {
        self.posting = posting
        self.message = message
        self.remedy = remedy
    }
}

extension LedgerFinding: CustomStringConvertible {
    /// What is wrong and what to do.
    public var description: String { "\(message) \(remedy)" }
}

extension LedgerFinding {
    /// What to do when the store is damaged.
    package static let restore = "Keep it as it is, and put the last good copy in its place."

    /// What is found when a row cannot be read.
    package static func unreadable(_ error: LedgerError) -> LedgerFinding {
        LedgerFinding(error.message, remedy: error.remedy)
    }
}
