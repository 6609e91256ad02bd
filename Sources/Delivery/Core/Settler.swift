public import AdapterKit
import Documents
public import Ledger
public import Postings

public import struct FoundationEssentials.Date

/// Turns the answers to operations into settlements: the one place where a verdict becomes a state.
public struct Settler: Sendable {
    /// When to try again.
    public let retry: RetryPolicy
    /// The account's adapter.
    public let manifest: Manifest
    /// The present.
    public let now: Date
    /// Longest wait before a watch's first reading, for demonstrations; nil means as the adapter says.
    public let cap: Duration?

    /// Creates a settler.
    public init(retry: RetryPolicy, manifest: Manifest, now: Date, cap: Duration? = nil) {
        self.retry = retry
        self.manifest = manifest
        self.now = now
        self.cap = cap
    }

    /// What was sent, as far as a settlement needs it.
    public struct Sent: Sendable, Hashable {
        /// The operation.
        public let operation: Operation
        /// The posting's generation it carried; 0 when it carried an older content than the one wanted.
        public let generation: Int
        /// How many renewals were asked for when it left.
        public let renewals: Int
        /// What the board holds if it accepted.
        public let accepted: AcceptedAd?
        /// The exchange.
        public let exchange: String
        /// When it left.
        public let at: Date

        /// Creates a note of what was sent.
        public init(
            operation: Operation,
            generation: Int,
            renewals: Int,
            accepted: AcceptedAd?,
            exchange: String,
            at: Date
        ) {
            self.operation = operation
            self.generation = generation
            self.renewals = renewals
            self.accepted = accepted
            self.exchange = exchange
            self.at = at
        }
    }

    /// Settles the answer to an operation that changes the board.
    public func settle(
        _ posting: Posting,
        sent: Sent,
        reading: ElementReading,
        using generator: inout some RandomNumberGenerator
    ) -> Settlement {
        var result = Settlement(posting)
        result.posting.leaseOwner = nil
        result.posting.leaseUntil = nil
        switch reading.verdict.kind {
        case .accepted: accept(&result, sent: sent, reading: reading)
        case .transient(let wait): retryLater(&result, sent, reading.verdict, wait: wait, using: &generator)
        case .refused: refuse(&result, sent: sent, reading: reading)
        case .credentials: pause(&result, reading.verdict, sent)
        case .needsCustomer(let need, let recheck): askCustomer(&result, need, recheck, reading.verdict, sent)
        case .unknown: doubt(&result, sent: sent, reason: reading.verdict.reason, using: &generator)
        }
        return result
    }

    /// Leaves a posting in doubt: the call may have taken effect.
    func doubt(
        _ result: inout Settlement,
        sent: Sent,
        reason: String?,
        using generator: inout some RandomNumberGenerator
    ) {
        let wasInDoubt = result.posting.observed == .unknown
        result.posting.phase = .ambiguous
        result.posting.observed = .unknown
        result.posting.unknownSince = wasInDoubt ? result.posting.unknownSince ?? sent.at : sent.at
        result.posting.unknownOperation = sent.operation
        result.posting.absences = 0
        result.posting.state = .sending
        result.posting.error = PostingError(
            code: PostingError.Code.answerLost,
            message:
                "Nobody knows yet what became of \(sent.operation.rawValue): \((reason ?? "no reason is known").asSentence)",
            remedy: "Nothing is sent again before the board was asked what it did."
        )
        // The first look comes at once. A call whose answers are lost again and again is a failing one.
        result.posting.dueAt = now
        if wasInDoubt {
            result.posting.tries += 1
            let pause = retry.wait(afterFailures: result.posting.tries, asked: nil, using: &generator)
            guard let pause else { return giveUp(&result, sent, Verdict(.unknown, reason: reason)) }
            result.posting.dueAt = now.addingTimeInterval(pause / .seconds(1))
        }
        result.evidence.append(
            note(result, sent, .sending, "The call's effect is not known: \((reason ?? "no answer").asSentence)")
        )
    }

    func accept(_ result: inout Settlement, sent: Sent, reading: ElementReading) {
        let wasInDoubt = result.posting.observed == .unknown
        keep(reading.kept, in: &result)
        let tries = result.posting.tries
        result.posting.clearDoubt()
        // Withdrawals that were taken and had no effect add up: only the sight of the end clears them.
        if sent.operation == .withdraw { result.posting.tries = tries }
        result.posting.error = nil
        result.posting.phase = .idle
        result.posting.dueAt = nil
        switch sent.operation {
        case .withdraw: withdrawn(&result, sent: sent, reading: reading)
        case .create, .update, .renew, .find: present(&result, sent: sent, reading: reading, wasInDoubt: wasInDoubt)
        }
        if let review = reading.review { result.posting.review = review }
        result.evidence.append(
            note(result, sent, result.posting.state, acceptance(of: sent.operation), reading: reading)
        )
        if let rule = watchToStart(after: sent.operation, named: reading.then), result.posting.state != .withdrawn {
            result.watches.append(watch(rule, for: result.posting, sent: sent, kept: reading.kept))
        }
        // The wish may be another than the one that was sent.
        if result.posting.phase == .idle,
            result.posting.generation != result.posting.appliedGeneration
                || result.posting.renewalsAsked != result.posting.renewalsDone && sent.operation != .withdraw
        {
            result.posting.phase = .due
            result.posting.dueAt = now
        }
    }

    /// What was accepted, in words that claim no more than was seen: a file that we wrote is no answer of the board.
    private func acceptance(of operation: Operation) -> String {
        switch (manifest.kind, operation) {
        case (.manual, .create): return "The text was prepared for a person."
        case (.manual, .update): return "A new text was prepared for a person; it takes the place of the one before."
        default: break
        }
        let call = manifest.operations.first { $0.name == operation.rawValue }
        guard call?.request == nil, let change = call?.document else {
            return "The board accepted \(operation.rawValue)."
        }
        return change == .publish ? "The file was written with the ad in it." : "The file was written without the ad."
    }

    private func present(_ result: inout Settlement, sent: Sent, reading: ElementReading, wasInDoubt: Bool) {
        let before = result.posting.state
        if sent.operation == .renew || sent.operation == .create { result.posting.renewalsDone = sent.renewals }
        if sent.operation == .update { result.posting.changed = now }
        result.posting.observed = .present
        result.posting.firstSent = result.posting.firstSent ?? sent.at
        // "Already exists" tells that an ad is there, and its content only when an earlier try of this very call,
        // which carried the same, can have made it.
        let isOurs = reading.verdict.observed == nil || wasInDoubt && sent.operation == .create
        result.posting.accepted = isOurs ? sent.accepted : nil
        result.posting.appliedGeneration = isOurs ? sent.generation : 0
        // A renewal leaves the ad where it was seen.
        let isStillLive = sent.operation == .renew && before == .live && reading.state == nil
        result.posting.state = isStillLive ? before : reading.state ?? .acknowledged
        result.posting.witness = isStillLive ? result.posting.witness : reading.witness
        if reading.verdict.observed == .present, lacksID(result.posting) { lookForID(&result, sent) }
    }

    /// Whether the board's id of the ad is not known though the adapter reads one.
    private func lacksID(_ posting: Posting) -> Bool {
        posting.remoteID == nil
            && manifest.operations.contains { call in
                call.name == Operation.create.rawValue && call.keep.contains { $0.name == "remoteID" }
            }
    }

    /// Has the ad looked for, since without its id it could be neither changed nor ended.
    private func lookForID(_ result: inout Settlement, _ sent: Sent) {
        guard manifest.operations.contains(where: { $0.name == Operation.find.rawValue }) else { return }
        result.posting.observed = .unknown
        result.posting.unknownOperation = .create
        result.posting.unknownSince = sent.at
        result.posting.phase = .ambiguous
        result.posting.dueAt = now
        result.posting.error = PostingError(
            code: PostingError.Code.alreadyThere,
            message: "The board says that the ad is there already, and not under which id.",
            remedy: "It is looked for before anything is sent again: run `placard sync`."
        )
    }

    private func withdrawn(_ result: inout Settlement, sent: Sent, reading: ElementReading) {
        result.posting.observed = .absent
        result.posting.appliedGeneration = sent.generation
        let isSeenGone = reading.verdict.observed == .absent || reading.state == .withdrawn
        result.posting.state = isSeenGone ? .withdrawn : reading.state ?? .withdrawing
        result.posting.witness = isSeenGone ? reading.witness ?? .board : reading.witness
        if case .present = result.posting.desire {
            // A replacement: the creation follows when the old ad is seen gone.
            result.posting.appliedGeneration = 0
        }
    }

    func keep(_ kept: [KeptValue], in result: inout Settlement) {
        for value in kept where value.owner == .posting && !value.isSecret {
            result.posting.kept[value.name] = value.value
        }
    }

    func note(
        _ result: Settlement,
        _ sent: Sent,
        _ state: PostingState,
        _ text: String,
        reading: ElementReading? = nil
    ) -> Evidence {
        Evidence(
            posting: result.posting.id,
            at: now,
            state: state,
            witness: reading?.witness ?? (state == .withdrawn ? .board : nil),
            exchange: sent.exchange,
            url: result.posting.url,
            contentHash: sent.accepted?.contentHash,
            note: text
        )
    }
}
