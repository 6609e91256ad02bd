import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// A posting that is ready for a call.
    struct Ready {
        var posting: Posting
        let operation: Postings.Operation
        let prepared: PreparedAd
    }

    /// What is to be done with one posting now.
    enum Decision {
        /// Send.
        case send(Ready)
        /// Nothing, or not yet: the posting is written as it stands.
        case rest(Posting, note: String?)
        /// Ask the board.
        case find(Posting, AdInput)
        /// Rewrite the account's document.
        case document(Posting, Postings.Operation, AdInput)
    }

    /// Takes every due posting one step further.
    mutating func deliver() async throws(LedgerError) {
        guard !work.postings.isEmpty else { return }
        guard let account else { return try await release(work.postings) }
        reconsiderPause(account)
        guard await isReady(account) else { return try await release(work.postings) }
        var ready: [Ready] = []
        var published: [(Posting, Postings.Operation, AdInput)] = []
        for posting in work.postings {
            switch try await decide(posting, account) {
            case .send(let item): ready.append(item)
            case .rest(let posting, let note): try await rest(posting, note: note)
            case .find(let posting, let input): await find(posting, input, account)
            case .document(let posting, let operation, let input): published.append((posting, operation, input))
            }
        }
        if !published.isEmpty { try await publish(published, account) }
        try await send(ready, account)
    }

    /// A pause for refused credentials ends when the account has changed.
    private mutating func reconsiderPause(_ account: DeliveryAccount) {
        guard memory.fingerprint != account.fingerprint else { return }
        memory.fingerprint = account.fingerprint
        memory.paused = nil
        memory.sealedToken = nil
        memory.tokenExpires = nil
    }

    /// Decides one posting's next step.
    private mutating func decide(_ claimed: Posting, _ account: DeliveryAccount) async throws(LedgerError) -> Decision {
        var posting = claimed
        let manifest = account.adapter.manifest
        let can = Capabilities(manifest)
        if let until = posting.notBefore, until > environment.clock.now, case .present = posting.desire {
            posting.state = posting.observed == .none ? .scheduled : posting.state
            posting.phase = .due
            posting.dueAt = until
            return .rest(posting, note: nil)
        }
        if posting.observed == .unknown { return try await decideUnknown(posting, account, can) }
        var input = try await input(for: posting, account)
        await answerLookups(&input, account)
        var hash: String?
        if case .present = posting.desire {
            hash = account.adapter.render(input, for: posting.observed == .present ? .update : .create).contentHash
        }
        let intention = Planner.intention(for: posting, contentHash: hash, can: can)
        switch intention.action {
        case .nothing:
            posting.phase = .idle
            posting.dueAt = nil
            if [.queued, .sending].contains(posting.state) { posting.state = settledState(posting) }
            if posting.observed == .present, case .present = posting.desire {
                posting.appliedGeneration = posting.generation
            }
            if case .absent = posting.desire, posting.observed != .present {
                posting.appliedGeneration = posting.generation
                if posting.observed == .none { posting.state = .withdrawn }
            }
            return .rest(posting, note: nil)
        case .person:
            return .rest(handToPerson(posting, reason: intention.reason), note: intention.reason)
        case .replace:
            return try await prepare(posting, .withdraw, input, account)
        case .perform(.find):
            return .find(posting, input)
        case .perform(let operation):
            return try await prepare(posting, operation, input, account)
        }
    }

    private func settledState(_ posting: Posting) -> PostingState {
        switch posting.observed {
        case .present: .acknowledged
        case .absent: .withdrawn
        case .none, .unknown: .draft
        }
    }

    private func handToPerson(_ posting: Posting, reason: String) -> Posting {
        var posting = posting
        posting.phase = .parked
        posting.dueAt = nil
        posting.state = Capabilities(account?.adapter.manifest).isManual ? .waitingForPerson : .needsEdit
        posting.error = PostingError(
            code: "person",
            message: "A person has to act: \(reason).",
            remedy: "Do it on the board, then tell so with `placard resolve \(posting.reference)`."
        )
        return posting
    }

    /// The next step for a posting whose last call's effect is not known.
    private mutating func decideUnknown(
        _ claimed: Posting,
        _ account: DeliveryAccount,
        _ can: Capabilities
    ) async throws(LedgerError) -> Decision {
        var posting = claimed
        let operation = posting.unknownOperation ?? .create
        let input = try await input(for: posting, account)
        guard let call = account.adapter.call(for: operation) else {
            return .rest(parkedUnknown(posting), note: "Nobody can tell whether the last call took effect.")
        }
        let now = environment.clock.now
        let since = posting.unknownSince.map { now.timeIntervalSince($0) } ?? 0
        var capped = call
        if let cap = environment.cap { capped.settle = min(call.settle ?? UnknownPolicy.defaultSettle, cap) }
        switch UnknownPolicy.next(for: posting, call: capped, can: can, sinceUnknown: since) {
        case .repeatCall(let operation):
            return try await prepare(posting, operation, input, account)
        case .find:
            return .find(posting, input)
        case .wait(let seconds):
            posting.phase = .ambiguous
            posting.dueAt = now.addingTimeInterval(seconds)
            return .rest(posting, note: nil)
        case .settled(let observed):
            // A creation that never took effect is begun again as the same one.
            posting.observed = operation == .create && observed == .absent ? .none : observed
            posting.unknownSince = nil
            posting.unknownOperation = nil
            posting.absences = 0
            posting.phase = .due
            posting.dueAt = now
            return .rest(posting, note: "The board was asked twice and does not have the ad.")
        case .person:
            return .rest(parkedUnknown(posting), note: "Nobody but a person can tell whether the last call took effect.")
        }
    }

    private func parkedUnknown(_ posting: Posting) -> Posting {
        var posting = posting
        posting.state = .outcomeUnknown
        posting.phase = .parked
        posting.dueAt = nil
        posting.error = PostingError(
            code: "outcome-unknown",
            message: "The answer to \(posting.unknownOperation?.rawValue ?? "a call") was lost, "
                + "and this board neither keeps a key nor can be asked.",
            remedy: "Look at the board, then run `placard resolve \(posting.reference)` with --live URL, --absent "
                + "or --send-again."
        )
        return posting
    }

    /// Renders what an operation sends, and keeps back what must not be sent.
    mutating func prepare(
        _ claimed: Posting,
        _ operation: Postings.Operation,
        _ input: AdInput,
        _ account: DeliveryAccount
    ) async throws(LedgerError) -> Decision {
        var posting = claimed
        let manifest = account.adapter.manifest
        if operation == .create { beginCreation(&posting) }
        mint(for: &posting, operation: operation, manifest: manifest)
        var input = input
        input.minted = posting.minted
        input.creation = max(1, posting.creation)
        if manifest.kind == .manual || manifest.document?.scope == .account { return .document(posting, operation, input) }
        let ad = account.adapter.render(input, for: operation)
        posting.findings = ad.findings
        guard ad.isSendable || operation == .withdraw else {
            let first = ad.findings.first { $0.severity == .error }
            posting.phase = .parked
            posting.dueAt = nil
            posting.state = .needsEdit
            posting.error = PostingError(
                code: first?.code ?? "not-sendable",
                message: "The ad cannot be sent: \(first.map { "\($0.field): \($0.message)" } ?? "see its findings")",
                remedy: first?.remedy ?? "Run `placard lint` and mend the role."
            )
            return .rest(posting, note: posting.error?.message)
        }
        return .send(Ready(posting: posting, operation: operation, prepared: PreparedAd(input: input, ad: ad)))
    }

    /// Numbers the creation: one that never took effect is begun again under its own number and keys.
    private func beginCreation(_ posting: inout Posting) {
        if posting.observed == .absent {
            posting.creation += 1
            posting.observed = .none
            posting.kept = [:]
        }
        posting.creation = max(1, posting.creation)
    }

    /// Writes a posting that does not go on now, and lets go of it.
    func rest(_ posting: Posting, note: String?) async throws(LedgerError) {
        var posting = posting
        posting.leaseOwner = nil
        posting.leaseUntil = nil
        var changes: [Change] = [.posting(posting)]
        if let note {
            changes.append(
                .evidence(Evidence(posting: posting.id, at: environment.clock.now, state: posting.state, note: note))
            )
        }
        _ = try await environment.ledger.commit([
            Step(guarding: .init(posting: posting.id, epoch: posting.epoch), changes)
        ])
        environment.progress(posting)
    }

    /// Lets go of postings untouched.
    func release(_ postings: [Posting]) async throws(LedgerError) {
        let steps = postings.map { claimed in
            var posting = claimed
            posting.phase = posting.observed == .unknown ? .ambiguous : .due
            posting.leaseOwner = nil
            posting.leaseUntil = nil
            if let paused = memory.paused {
                posting.error = paused
                posting.state = .waitingForCustomer
            }
            if let until = memory.cooldownUntil, until > environment.clock.now { posting.dueAt = until }
            return Step(
                guarding: .init(posting: posting.id, epoch: posting.epoch),
                [.posting(posting), .account(memory)]
            )
        }
        _ = try await environment.ledger.commit(steps)
        for step in steps { for case .posting(let posting) in step.changes { environment.progress(posting) } }
    }
}

extension Capabilities {
    init(_ manifest: Manifest?) {
        guard let manifest else {
            self.init(updating: .none, withdraws: false, renews: false, finds: false, isManual: false)
            return
        }
        self.init(manifest)
    }
}
