import Ledger
import Postings

extension Posting {
    /// Whether its error holds whatever is seen of the ad meanwhile: something waits for its time, or was lost.
    var isHeldBack: Bool {
        [PostingError.Code.tooSoon, PostingError.Code.notSealed].contains(self.error?.code) || waitsForShape
    }

    /// Whether it waits until a person acknowledges the shape of what is sent.
    var waitsForShape: Bool { self.error?.code == PostingError.Code.shapeChanged }
}

extension PostingError {
    /// Names of errors that decisions read again; the rest are for people alone.
    enum Code {
        /// The answer to a call was lost.
        static let answerLost = "answer-lost"
        /// A repetition was refused, which says nothing of the call before it.
        static let repeatRefused = "repeat-refused"
        /// The board was asked for an ad, and its answer tells neither that it is there nor that it is not.
        static let lookToldNothing = "look-told-nothing"
        /// The board says that the ad is there, and does not tell its id.
        static let alreadyThere = "already-there"
        /// Only a person can tell whether a call took effect.
        static let outcomeUnknown = "outcome-unknown"
        /// An old ad that was withdrawn has not been seen gone in the time allowed.
        static let notSeenGone = "not-seen-gone"
        /// The access token was turned down once; a fresh one is tried.
        static let staleToken = "stale-token"
        /// The board's limit is used up for longer than a person would watch.
        static let limitWaits = "limit-waits"
        /// The adapter sends another shape than the board has approved for the account.
        static let shapeChanged = "shape-changed"
        /// A secret that the board told with the ad could not be sealed, and is lost.
        static let notSealed = "not-sealed"
        /// There is no key to seal a secret with that the board would tell.
        static let noKey = "no-key"
        /// A secret that the board told with the ad does not open with the workspace's key.
        static let sealBroken = "seal-broken"
        /// The board wants more time between two creations or renewals.
        static let tooSoon = "too-soon"
        /// A batch was refused whole; this ad goes alone next time.
        static let sendAlone = "send-alone"
    }
}

extension String {
    /// What to do about an account that its board does not accept, and how the pause ends afterwards.
    static func endingPause(_ remedy: String?, adapter: String, account: String) -> String {
        let first = remedy ?? "Run `placard accounts rotate \(account)` with new credentials"
        return
            "\(first.asSentence) Then run `placard connect \(adapter) --name \(account) --check`, which ends the pause."
    }
}
