public import Ledger
import Postings

/// Whether a document of an account's ads may be published with none in it.
///
/// A board ends every ad that is left out of the document, so an empty one is right when somebody has ended all that
/// were in it, and wrong whenever the ledger merely has none to show: when nothing was posted yet, when it is not the
/// ledger that the published document was made from, or when an ad cannot be rendered.
public enum EmptyDocument: Sendable {
    /// Whether somebody has ended every ad that was in the account's document.
    ///
    /// - Parameter postings: Every posting of the account.
    public static func isMeant(by postings: [Posting]) -> Bool {
        postings.contains { $0.desire == .absent }
            && !postings.contains { $0.desire != .absent && [.present, .unknown].contains($0.observed) }
    }
}
