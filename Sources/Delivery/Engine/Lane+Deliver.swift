import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings

extension Lane {
    /// A posting that is ready for a call.
    struct Ready {
        var posting: Posting
        let operation: Postings.Operation
        let prepared: PreparedAd
        /// Code of the error it was claimed with: some say how this try differs from the one before.
        let mark: String?
    }

    /// A posting whose document is to be written.
    struct Publishing {
        var posting: Posting
        let operation: Postings.Operation
        var input: AdInput
    }

    /// What is to be done with one posting now.
    enum Decision {
        /// Send.
        case send(Ready)
        /// Nothing, or not yet: the posting is written as it stands.
        case rest(Posting, note: String?)
        /// Ask the board.
        case find(Posting, AdInput)
        /// Write its document.
        case publish(Publishing)
    }

    /// Takes every due posting one step further.
    mutating func deliver() async throws(LedgerError) {
        guard !work.postings.isEmpty else { return }
        guard let account, try await isReady(account) else { return try await release(work.postings) }
        var ready: [Ready] = []
        var published: [Publishing] = []
        for (place, posting) in work.postings.enumerated() {
            // What the boards were asked for has taken its time: what is ready leaves while its lease lasts.
            if mustRest || place > 0 && leaseUsed >= Self.decidingTime {
                try await release(Array(work.postings[place...]))
                break
            }
            switch try await pinned(written(decide(posting, account), account), of: posting, account) {
            case .send(let item): ready.append(item)
            case .rest(let posting, let note): try await rest(posting, note: note)
            case .find(let posting, let input): try await find(posting, input, account)
            case .publish(let item): published.append(item)
            }
        }
        if !published.isEmpty { try await publish(published, account) }
        try await send(ready, account)
    }

    /// How much of the lease goes into deciding at the most.
    private static let decidingTime = Duration.seconds(20)

    /// Decides one posting's next step.
    private mutating func decide(_ claimed: Posting, _ account: DeliveryAccount) async throws(LedgerError) -> Decision {
        var posting = claimed
        let can = Capabilities(account.adapter.manifest)
        if posting.observed == .unknown { return try await decideUnknown(posting, account, can) }
        if let until = posting.notBefore, until > environment.clock.now, posting.desire != .absent {
            posting.state = posting.observed == .none ? .scheduled : posting.state
            posting.phase = .due
            posting.dueAt = until
            return .rest(posting, note: nil)
        }
        var input = try await input(for: posting, account)
        if posting.desire != .absent, let later = try await answerLookups(&input, account) {
            posting.phase = .due
            posting.dueAt = later
            if memory.paused != nil { posting.state = .waitingForCustomer }
            posting.error = memory.paused ?? lookupWaits
            return .rest(posting, note: "A question that the ad needs is not answered yet.")
        }
        var hash: String?
        // Only an ad that is there is compared; one that is not is rendered when it is sent.
        if posting.desire != .absent, posting.observed == .present {
            hash = account.adapter.render(input, for: .update).contentHash
        }
        let intention = Planner.intention(for: posting, contentHash: hash, can: can)
        if let waiting = try await behindCreation(intention.action, posting, account) {
            return .rest(waiting, note: waiting.error?.message)
        }
        if let instant = try await mustWait(intention.action, of: posting, account) {
            let waiting = tooSoon(posting, until: instant, account)
            return .rest(waiting, note: waiting.error?.message)
        }
        switch intention.action {
        case .nothing:
            if let fault = retractUnannounced(posting, input, account) {
                posting.phase = .due
                posting.dueAt = environment.clock.now.addingTimeInterval(60)
                posting.error = fault
                return .rest(posting, note: fault.message)
            }
            return .rest(settled(posting), note: nil)
        case .person: return .rest(handToPerson(posting, can, reason: intention.reason), note: intention.reason)
        case .replace:
            // What cannot be created anew is not taken down either.
            let next = account.adapter.render(input, for: .create)
            guard next.isSendable else { return .rest(unsendable(posting, next), note: "The ad stays as it is.") }
            return await atBench(posting, .withdraw, input, account)
        case .perform(.find): return awaitEnd(posting, input, account, can)
        case .perform(let operation): return await atBench(posting, operation, input, account)
        }
    }

    private var lookupWaits: PostingError {
        PostingError(
            code: "lookup-waits",
            message:
                "The board has not yet answered a question that the ad needs: \((lastFailure ?? "it asked to wait").asSentence)",
            remedy: "The next `placard post` or `placard sync` asks again."
        )
    }

    /// A posting of which nothing more is wanted.
    private func settled(_ claimed: Posting) -> Posting {
        var posting = claimed
        posting.phase = .idle
        posting.dueAt = nil
        posting.tries = 0
        if [.queued, .sending].contains(posting.state) {
            posting.state =
                posting.observed == .present ? .acknowledged : posting.observed == .absent ? .withdrawn : .draft
            posting.error = nil
        }
        // The end that a person was asked for is called off, and nobody knows whether the ad was taken down meanwhile.
        if posting.state == .waitingForPerson, posting.desire != .absent { posting.waitForPaste() }
        if posting.desire == .absent {
            posting.appliedGeneration = posting.generation
            if posting.observed == .none {
                posting.state = .withdrawn
                posting.forgetFaults()
            }
        } else if posting.observed == .present {
            posting.appliedGeneration = posting.generation
        }
        return posting
    }

    private func handToPerson(_ claimed: Posting, _ can: Capabilities, reason: String) -> Posting {
        var posting = claimed
        posting.phase = .parked
        posting.dueAt = nil
        posting.state = can.isManual ? .waitingForPerson : .needsEdit
        posting.error = PostingError(
            code: "person",
            message: "A person has to act: \(reason).",
            remedy: posting.desire == .absent
                ? "Take it off the board, then tell so: `placard resolve \(posting.reference) --absent`."
                : "Put it on the board, then tell so: `placard resolve \(posting.reference) --live URL`."
        )
        return posting
    }

    /// A posting whose ad cannot be sent; what is on the board stays there.
    func unsendable(_ claimed: Posting, _ ad: Ad) -> Posting {
        var posting = claimed
        let errors = ad.findings.filter { $0.severity == .error }
        // What the board wants chosen is told at once: a person should not need one run for each choice.
        let told =
            errors.first?.code == "unresolved" ? errors.filter { $0.code == "unresolved" } : Array(errors.prefix(1))
        let messages = told.map { "\($0.field): \($0.message)" }
        let remedies = told.compactMap { finding in
            finding.remedy.map { told.count > 1 ? "\(finding.field): \($0)" : $0 }
        }
        posting.findings = ad.findings
        posting.phase = .parked
        posting.dueAt = nil
        posting.state = .needsEdit
        posting.error = PostingError(
            code: errors.first?.code ?? "not-sendable",
            message: "The ad cannot be sent:\(told.count > 1 ? "\n" : " ")"
                + (told.isEmpty ? "see its findings" : messages.joined(separator: "\n")),
            remedy: remedies.isEmpty ? "Run `placard lint` and mend the role." : remedies.joined(separator: "\n")
        )
        return posting
    }

    /// Prepares when there is a place at the bench.
    private mutating func atBench(
        _ claimed: Posting,
        _ operation: Postings.Operation,
        _ input: AdInput,
        _ account: DeliveryAccount
    ) async -> Decision {
        await environment.shared.bench.at(.render) { prepare(claimed, operation, input, account) }
    }

    /// Renders what an operation sends, and keeps back what must not be sent.
    mutating func prepare(
        _ claimed: Posting,
        _ operation: Postings.Operation,
        _ input: AdInput,
        _ account: DeliveryAccount
    ) -> Decision {
        var posting = claimed
        let manifest = account.adapter.manifest
        if operation == .create { posting.beginCreation() }
        mint(for: &posting, operation: operation, manifest: manifest)
        var input = input
        input.minted = posting.minted
        input.kept = kept(of: posting, account)
        input.creation = max(1, posting.creation)
        if account.adapter.isDocumentAlone(operation) {
            return .publish(Publishing(posting: posting, operation: operation, input: input))
        }
        let ad = account.adapter.render(input, for: operation)
        posting.findings = ad.findings
        guard ad.isSendable || operation == .withdraw else {
            return .rest(unsendable(claimed, ad), note: "The ad cannot be sent as it is.")
        }
        let prepared = PreparedAd(input: input, ad: ad)
        return .send(Ready(posting: posting, operation: operation, prepared: prepared, mark: claimed.error?.code))
    }
}

extension Posting {
    /// Numbers the creation: one that never took effect is begun again under its own number and keys.
    fileprivate mutating func beginCreation() {
        if self.observed == .absent {
            self.creation += 1
            self.observed = .none
            self.kept = [:]
            self.accepted = nil
        }
        self.creation = max(1, self.creation)
    }
}

extension Adapter {
    /// Whether an operation is made of a document alone: nothing is sent to the board.
    func isDocumentAlone(_ operation: Postings.Operation) -> Bool {
        guard let document = manifest.document else { return false }
        return document.scope == .account || manifest.kind == .manual || call(for: operation)?.request == nil
    }
}
