import Delivery
import FoundationEssentials
import Ledger
import Postings

extension Gateway {
    /// What waits to be delivered, the first due first.
    public func queue(_ names: [String], to: [String]) async throws -> [QueueEntry] {
        let ledger = try await openLedger(.reading)
        let waiting = try await ledger.postings(filter(names, to: to, ledger)).filter(\.isWaiting)
        let entries = try await entries(waiting, ledger)
        return entries.sorted { ($0.due ?? .distantFuture, $0.posting.id) < ($1.due ?? .distantFuture, $1.posting.id) }
    }

    /// Makes a posting due now, by a wish: what a worker writes meanwhile stays, and what holds its account does too.
    ///
    /// - Returns: How it stands in the queue then.
    public func retry(_ reference: String) async throws -> QueueEntry {
        try await wish(for: reference) { old, now in
            guard old.isWaiting else { throw nothingWaits(old) }
            guard old.phase != .leased else { return nil }
            if old.phase == .parked, old.state == .waitingForPerson { throw needsPerson(old) }
            var posting = old
            if old.phase == .parked, old.state == .outcomeUnknown {
                (posting.phase, posting.dueAt) = (.ambiguous, now)
            } else {
                Declaring.wake(&posting, now: now)
            }
            return Declaring.step(posting, over: old)
        }
    }

    /// Takes back what is wanted of a posting and was not sent yet; nothing is sent for it.
    ///
    /// - Returns: The posting as it stands then.
    public func cancel(_ reference: String) async throws -> Report {
        let entry = try await wish(for: reference) { old, now in
            guard old.isWaiting else { throw nothingWaits(old) }
            guard old.phase != .leased else { throw underWay(old) }
            guard old.observed != .unknown, old.phase != .ambiguous else { throw maybeSent(old) }
            let step = Declaring.step(old.withdrawingWish, over: old)
            let evidence = Evidence(
                posting: old.id,
                at: now,
                state: old.withdrawingWish.state,
                note: "What was asked for was taken back before it was sent."
            )
            return Step(guarding: step.guarding, step.changes + [.evidence(evidence)])
        }
        return Report([entry.posting], goal: nil, boards: [:])
    }

    private func wish(
        for reference: String,
        _ decide: (Posting, Date) throws -> Step?
    ) async throws -> QueueEntry {
        let ledger = try await openLedger(.wishing)
        _ = try await posting(reference, ledger)
        let filter = PostingFilter(reference: reference)
        let now = clock.now
        try await wish(of: filter, ledger) { postings, _ in try postings.compactMap { try decide($0, now) } }
        return try await entries([posting(reference, ledger)], ledger)[0]
    }

    private func entries(_ postings: [Posting], _ ledger: any Ledger) async throws -> [QueueEntry] {
        let memories = try await ledger.accounts(Set(postings.map(\.key.account)).sorted())
        return postings.map { posting in
            QueueEntry(
                posting,
                memory: memories.first { $0.name == posting.key.account },
                isKnown: workspace.file.account(posting.key.account) != nil,
                now: clock.now
            )
        }
    }

    private func nothingWaits(_ posting: Posting) -> GatewayError {
        GatewayError(
            code: "nothing-waits",
            "Nothing of the posting \(posting.reference) waits to be delivered (\(posting.state.rawValue)).",
            remedy: "`placard queue list` shows what does; `placard post` and `placard withdraw` ask for more."
        )
    }

    private func needsPerson(_ posting: Posting) -> GatewayError {
        GatewayError(
            code: "needs-person",
            "The posting \(posting.reference) waits for a person, and not for its time.",
            remedy: posting.error?.remedy ?? "See `placard log \(posting.reference)`."
        )
    }

    private func underWay(_ posting: Posting) -> GatewayError {
        GatewayError(
            code: "under-delivery",
            "The posting \(posting.reference) is being delivered, or was when its process ended.",
            remedy: "Run `placard sync` to see that through; then `placard withdraw` ends an ad that went out."
        )
    }

    private func maybeSent(_ posting: Posting) -> GatewayError {
        GatewayError(
            code: "maybe-sent",
            "Nobody knows whether the last call for the posting \(posting.reference) took effect: it may be on the board.",
            remedy: "Run `placard sync` to find out, or tell what you saw with `placard resolve \(posting.reference)`."
        )
    }
}

extension Posting {
    /// The posting with what is wanted of it as its board has it, so that there is nothing to do.
    fileprivate var withdrawingWish: Posting {
        var posting = self
        posting.notBefore = nil
        posting.generation += 1
        posting.renewalsAsked = posting.renewalsDone
        (posting.phase, posting.dueAt, posting.tries, posting.error) = (.idle, nil, 0, nil)
        if posting.observed == .present, let accepted = posting.accepted {
            posting.desire = .present(revision: accepted.revision)
            let isUnsettled = [.queued, .scheduled, .sending, .failed, .needsEdit, .rejected, .waitingForCustomer]
                .contains(posting.state)
            if isUnsettled { posting.state = .acknowledged }
        } else {
            let isBoards = [.removed, .expired, .withdrawing].contains(posting.state)
            posting.desire = .absent
            if !isBoards { posting.state = .withdrawn }
        }
        return posting
    }
}
