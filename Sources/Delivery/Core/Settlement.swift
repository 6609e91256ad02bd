import Documents
public import Ledger
import Postings

/// What one answer changes: the posting's row, the evidence, the watches, and the account.
public struct Settlement: Sendable, Hashable {
    /// The posting as it stands afterwards.
    public var posting: Posting
    /// What proves it.
    public var evidence: [Evidence]
    /// Watches to set.
    public var watches: [Watch]
    /// Why the account rests until its credentials change, when it does.
    public var pausesAccount: PostingError?

    /// Creates a settlement that changes nothing yet.
    public init(_ posting: Posting) {
        self.posting = posting
        evidence = []
        watches = []
    }
}

extension Posting {
    /// Forgets a doubt that has been cleared up.
    mutating func clearDoubt() {
        self.unknownSince = nil
        self.unknownOperation = nil
        self.absences = 0
        self.tries = 0
    }

    /// The phase in which a posting that has more to do waits.
    var waitingPhase: Phase { self.observed == .unknown ? .ambiguous : .due }
}
