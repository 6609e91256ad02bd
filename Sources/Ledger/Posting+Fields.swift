public import Documents
public import Postings

public import struct FoundationEssentials.Date

extension Posting {
    /// What a posting says.
    public struct Fields: Sendable, Hashable {
        /// Row number; 0 before the first save.
        public var id: Int64
        /// Short stable name that never changes and is never reused.
        public var reference: String
        /// What makes it this posting.
        public var key: PostingKey
        /// Id of the account's adapter.
        public var adapter: String
        /// A name of the place set for people, such as `Berlin, DE`.
        public var placeLabel: String?

        /// What should be.
        public var desire: Desire
        /// Counts changes of ``desire``.
        public var generation: Int
        /// The generation that the board last accepted.
        public var appliedGeneration: Int
        /// How many renewals were asked for, and how many the board accepted.
        public var renewalsAsked: Int
        /// See ``renewalsAsked``.
        public var renewalsDone: Int
        /// Nothing is sent before this instant.
        public var notBefore: Date?

        /// Where it stands.
        public var state: PostingState
        /// Who says so, when the state claims something seen.
        public var witness: Witness?
        /// The board's human check.
        public var review: Review
        /// Whether the board has the ad.
        public var observed: Observed
        /// Number of the current creation; 0 before the first.
        public var creation: Int
        /// What the board last accepted.
        public var accepted: AcceptedAd?
        /// What the call whose answer is awaited carries; adopted when it turns out to have taken effect.
        public var sent: AcceptedAd?
        /// What the board told us to keep: `remoteID`, `url` and others by the adapter's names.
        public var kept: Members
        /// Values drawn once for the current creation, such as an idempotency key.
        public var minted: Members
        /// When the posting was first asked for.
        public var opened: Date
        /// When the first create left.
        public var firstSent: Date?
        /// When the accepted content last changed.
        public var changed: Date?

        /// What the delivery loop does next.
        public var phase: Phase
        /// When.
        public var dueAt: Date?
        /// Failed tries of the current step.
        public var tries: Int
        /// When the call whose effect is unknown was sent, for the first time where it was sent again; nil while none
        /// is.
        public var unknownSince: Date?
        /// The operation whose effect is unknown.
        public var unknownOperation: Operation?
        /// Look-ups in a row that did not find the ad since ``unknownSince``.
        public var absences: Int
        /// Fencing token: each claim raises it, and every later write carries it.
        public var epoch: Int
        /// Name of the worker that holds it.
        public var leaseOwner: String?
        /// Until when.
        public var leaseUntil: Date?

        /// Why it does not go on.
        public var error: PostingError?
        /// What the last render had to say.
        public var findings: [Finding]

        init(
            reference: String,
            key: PostingKey,
            adapter: String,
            placeLabel: String?,
            desire: Desire,
            opened: Date
        ) {
            id = 0
            self.reference = reference
            self.key = key
            self.adapter = adapter
            self.placeLabel = placeLabel
            self.desire = desire
            generation = 1
            appliedGeneration = 0
            renewalsAsked = 0
            renewalsDone = 0
            state = .draft
            review = .none
            observed = .none
            creation = 0
            kept = [:]
            minted = [:]
            self.opened = opened
            phase = .idle
            tries = 0
            absences = 0
            epoch = 0
            findings = []
        }
    }
}
