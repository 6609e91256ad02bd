import FoundationEssentials
import Ledger
import Postings

extension Gateway {
    /// Writes what is decided from postings as they stand.
    ///
    /// What another process moved meanwhile is read and decided again: a wish is neither lost nor written over.
    ///
    /// - Parameter decide: The steps for the postings that the filter means. Asked again when some were overtaken,
    ///   with their row numbers; nil at first, when all are to be decided.
    /// - Returns: The postings when all were as they should be; nil when something was written.
    /// - Throws: ``GatewayError`` when the postings never stand still.
    @discardableResult
    func wish(
        of filter: PostingFilter,
        _ ledger: any Ledger,
        _ decide: ([Posting], _ overtaken: Set<Int64>?) async throws -> [Step]
    ) async throws -> [Posting]? {
        var overtaken: Set<Int64>?
        for _ in 0..<8 {
            let postings = try await ledger.postings(filter)
            let steps = try await decide(postings, overtaken)
            if steps.isEmpty { return overtaken == nil ? postings : nil }
            let results = try await ledger.commit(steps)
            let lost = zip(steps, results).filter { !$1.written }.compactMap { $0.0.guarding?.posting }
            if lost.isEmpty { return nil }
            overtaken = Set(lost)
        }
        throw GatewayError(
            code: "moved-on",
            "Another process keeps changing these postings.",
            remedy: "Look with `placard status`, then try again."
        )
    }
}
