public import AdapterKit
import Documents
public import Ledger
public import Postings

public import struct FoundationEssentials.Date

/// What one answer changes: the posting's row, the evidence, the watches, and the account.
public struct Settlement: Sendable, Hashable {
    /// The posting as it stands afterwards.
    public var posting: Posting
    /// What proves it.
    public var evidence: [Evidence]
    /// Watches to set.
    public var watches: [Watch]
    /// Whether the account rests until its credentials change.
    public var pausesAccount: PostingError?

    /// Creates a settlement that changes nothing yet.
    public init(_ posting: Posting) {
        self.posting = posting
        evidence = []
        watches = []
    }
}

/// Turns readings into settlements: the one place where a verdict becomes a state.
public struct Settler: Sendable {
    /// When to try again.
    public let retry: RetryPolicy
    /// The account's adapter.
    public let manifest: Manifest
    /// The present.
    public let now: Date

    /// Creates a settler.
    public init(retry: RetryPolicy, manifest: Manifest, now: Date) {
        self.retry = retry
        self.manifest = manifest
        self.now = now
    }

    /// What was sent, as far as a settlement needs it.
    public struct Sent: Sendable, Hashable {
        /// The operation.
        public let operation: Operation
        /// The posting's generation it carried.
        public let generation: Int
        /// What the board holds if it accepted.
        public let accepted: AcceptedAd?
        /// The exchange.
        public let exchange: String

        /// Creates a note of what was sent.
        public init(operation: Operation, generation: Int, accepted: AcceptedAd?, exchange: String) {
            self.operation = operation
            self.generation = generation
            self.accepted = accepted
            self.exchange = exchange
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
        case .refused: refuse(&result, sent: sent, verdict: reading.verdict)
        case .credentials: pause(&result, reading.verdict, sent)
        case .needsCustomer(let need, let recheck): askCustomer(&result, need, recheck, reading.verdict, sent)
        case .unknown: doubt(&result, sent: sent, reason: reading.verdict.reason)
        }
        return result
    }

    /// Leaves a posting in doubt: the call may have taken effect.
    public func doubt(_ result: inout Settlement, sent: Sent, reason: String?) {
        result.posting.phase = .ambiguous
        result.posting.observed = .unknown
        result.posting.unknownSince = result.posting.unknownSince ?? now
        result.posting.unknownOperation = sent.operation
        result.posting.absences = 0
        result.posting.dueAt = now
        result.posting.state = .sending
        result.posting.error = PostingError(
            code: "answer-lost",
            message: "The answer to \(sent.operation.rawValue) was lost: \(reason ?? "no reason is known").",
            remedy: "Nothing is sent again before the board was asked what it did."
        )
        result.evidence.append(note(result, sent, .sending, "The call's effect is not known: \(reason ?? "no answer")."))
    }

    private func accept(_ result: inout Settlement, sent: Sent, reading: ElementReading) {
        keep(reading.kept, in: &result)
        result.posting.tries = 0
        result.posting.error = nil
        result.posting.unknownSince = nil
        result.posting.unknownOperation = nil
        result.posting.absences = 0
        result.posting.phase = .idle
        result.posting.dueAt = nil
        switch sent.operation {
        case .withdraw: withdrawn(&result, reading: reading)
        case .create, .update, .renew, .find: present(&result, sent: sent, reading: reading)
        }
        if let review = reading.review { result.posting.review = review }
        result.evidence.append(
            note(result, sent, result.posting.state, "The board accepted \(sent.operation.rawValue)", reading: reading)
        )
        if let then = reading.then, let rule = manifest.watches.first(where: { $0.name == then }) {
            result.watches.append(watch(rule, for: result.posting, sent: sent, kept: reading.kept))
        }
        // The wish may have moved on while the call was under way.
        if result.posting.generation != result.posting.appliedGeneration
            || result.posting.renewalsAsked != result.posting.renewalsDone
        {
            result.posting.phase = .due
            result.posting.dueAt = now
        }
    }

    private func present(_ result: inout Settlement, sent: Sent, reading: ElementReading) {
        if sent.operation == .renew { result.posting.renewalsDone = result.posting.renewalsAsked }
        if sent.operation == .create { result.posting.renewalsDone = result.posting.renewalsAsked }
        if sent.operation == .update { result.posting.changed = now }
        result.posting.observed = .present
        result.posting.firstSent = result.posting.firstSent ?? now
        // "Already exists" tells that an ad is there, and nothing about its content.
        let isOurs = reading.verdict.observed == nil
        result.posting.accepted = isOurs ? sent.accepted : nil
        result.posting.appliedGeneration = isOurs ? sent.generation : 0
        result.posting.state = reading.state ?? .acknowledged
        result.posting.witness = reading.witness
    }

    private func withdrawn(_ result: inout Settlement, reading: ElementReading) {
        result.posting.observed = .absent
        result.posting.appliedGeneration = result.posting.generation
        let isSeenGone = reading.verdict.observed == .absent || reading.state == .withdrawn
        result.posting.state = isSeenGone ? .withdrawn : reading.state ?? .withdrawing
        result.posting.witness = isSeenGone ? reading.witness ?? .board : reading.witness
        if case .present = result.posting.desire {
            // A replacement: the creation follows when the old ad is seen gone.
            result.posting.appliedGeneration = 0
        }
    }

    private func retryLater(
        _ result: inout Settlement,
        _ sent: Sent,
        _ verdict: Verdict,
        wait: Duration?,
        using generator: inout some RandomNumberGenerator
    ) {
        // A wait that the board names is obedience, not failure, and uses up no try.
        if wait == nil { result.posting.tries += 1 }
        guard let pause = retry.wait(afterFailures: max(1, result.posting.tries), asked: wait, using: &generator) else {
            return giveUp(&result, sent, verdict)
        }
        result.posting.phase = result.posting.observed == .unknown ? .ambiguous : .due
        result.posting.dueAt = now.addingTimeInterval((wait ?? pause) / .seconds(1))
        if result.posting.state == .sending { result.posting.state = .queued }
        result.posting.error = PostingError(
            code: "try-again",
            message: verdict.reason ?? "The board could not be reached or asked to wait.",
            remedy: verdict.remedy ?? "It is tried again by itself; `placard sync` tries at once."
        )
        result.evidence.append(note(result, sent, result.posting.state, "Not done yet: \(verdict.reason ?? "asked to wait")."))
    }

    private func giveUp(_ result: inout Settlement, _ sent: Sent, _ verdict: Verdict) {
        park(&result, .failed, sent, PostingError(
            code: "gave-up",
            message: "\(sent.operation.rawValue) failed \(result.posting.tries) times, the last time so: "
                + (verdict.reason ?? "no reason given"),
            remedy: verdict.remedy ?? "When the cause is mended, run the same command again."
        ))
    }

    private func refuse(_ result: inout Settlement, sent: Sent, verdict: Verdict) {
        let state: PostingState =
            switch sent.operation {
            case .create, .find: .rejected
            case .update, .renew: .needsEdit
            case .withdraw: .failed
            }
        if let observed = verdict.observed { result.posting.observed = observed }
        if sent.operation == .create, verdict.observed == nil { result.posting.observed = .none }
        // An update of an ad that the board no longer has becomes a creation.
        if sent.operation != .create, verdict.observed == .absent, sent.operation != .withdraw {
            result.posting.phase = .due
            result.posting.dueAt = now
            result.posting.state = .queued
            result.evidence.append(note(result, sent, .queued, "The board no longer has the ad."))
            return
        }
        park(&result, state, sent, PostingError(
            code: "board-refused",
            message: "The board refused \(sent.operation.rawValue): \(verdict.reason ?? "no reason given")",
            remedy: verdict.remedy ?? "Change what the board names, then post again."
        ))
    }

    private func pause(_ result: inout Settlement, _ verdict: Verdict, _ sent: Sent) {
        let error = PostingError(
            code: "credentials",
            message: "The board does not accept this account's credentials: \(verdict.reason ?? "no reason given")",
            remedy: verdict.remedy
                ?? "Run `placard accounts rotate \(result.posting.key.account)` with new credentials, then post again."
        )
        result.pausesAccount = error
        result.posting.error = error
        result.posting.state = .waitingForCustomer
        result.posting.phase = result.posting.observed == .unknown ? .ambiguous : .due
        result.posting.dueAt = now
        result.evidence.append(note(result, sent, .waitingForCustomer, error.message))
    }

    private func askCustomer(
        _ result: inout Settlement,
        _ need: String,
        _ recheck: Duration?,
        _ verdict: Verdict,
        _ sent: Sent
    ) {
        result.posting.error = PostingError(
            code: "needs-\(need)",
            message: "The board wants \(need) first: \(verdict.reason ?? "no reason given")",
            remedy: verdict.remedy ?? "Settle this with the board, then post again."
        )
        result.posting.state = .waitingForCustomer
        result.posting.phase = recheck == nil ? .parked : .due
        result.posting.dueAt = recheck.map { now.addingTimeInterval($0 / .seconds(1)) }
        result.evidence.append(note(result, sent, .waitingForCustomer, result.posting.error?.message ?? need))
    }

    private func park(_ result: inout Settlement, _ state: PostingState, _ sent: Sent, _ error: PostingError) {
        result.posting.state = state
        result.posting.phase = .parked
        result.posting.dueAt = nil
        result.posting.error = error
        result.posting.witness = nil
        result.evidence.append(note(result, sent, state, error.message))
    }

    func keep(_ kept: [KeptValue], in result: inout Settlement) {
        for value in kept where value.owner == .posting && !value.isSecret {
            result.posting.kept[value.name] = value.value
        }
    }

    private func watch(_ rule: WatchRule, for posting: Posting, sent: Sent, kept: [KeptValue]) -> Watch {
        let owner: Watch.Owner = rule.scope == .account ? .account(posting.key.account) : .posting(posting.id)
        var own: [(String, Value)] = []
        for value in kept where value.owner == .delivery { own.append((value.name, value.value)) }
        return Watch(
            owner: owner,
            name: rule.name,
            account: posting.key.account,
            operation: sent.operation,
            generation: sent.generation,
            dueAt: now.addingTimeInterval(rule.every.first / .seconds(1)),
            startedAt: now,
            kept: .init(own)
        )
    }

    private func note(
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
