public import FoundationEssentials
public import Ledger

/// Something that stands beneath a posting's row, with what to do about it.
public struct Remark: Sendable, Hashable {
    /// What there is to say, as a sentence.
    public let message: String
    /// When the next step is taken; nil when nothing is due by itself.
    public let next: Date?
    /// What a person can do.
    public let remedy: String?
}

extension Report {
    /// What is to be said of a posting: what is in its way, and what it waits for.
    public func remarks(on posting: Posting) -> [Remark] {
        let wait = waits[posting.id]
        guard let error = posting.error else {
            return wait.map { [Remark(message: $0.reason, next: $0.until, remedy: $0.remedy)] } ?? []
        }
        // Why a command could not do what was asked has nothing to do with what the ad waits for.
        guard refused.contains(posting.id) || unread[posting.id] != nil, let wait else {
            return [Remark(message: error.message, next: wait?.until, remedy: error.remedy)]
        }
        return [
            Remark(message: error.message, next: nil, remedy: error.remedy),
            Remark(message: wait.reason, next: wait.until, remedy: wait.remedy),
        ]
    }
}
