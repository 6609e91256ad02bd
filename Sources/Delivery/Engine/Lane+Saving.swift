import FoundationEssentials
import Ledger
import Postings

extension Lane {
    /// A posting to be written, with what belongs to it.
    struct Entry {
        var posting: Posting
        var changes: [Change] = []
    }

    /// Writes postings under their epochs, with what else changed, in one commit; tells who was fenced off.
    ///
    /// Nobody but this lane writes what a call brought about, and this lane writes nothing of what is wanted.
    ///
    /// - Returns: Row numbers of postings that another worker has taken over.
    mutating func save(
        _ entries: [Entry],
        beside others: [Change] = [],
        drawing shares: [Limiter.Share] = []
    ) async throws(LedgerError) -> Set<Int64> {
        let now = environment.clock.now
        let isGuarded = environment.outer.flaw != .unguardedWrites
        var steps = entries.map { entry in
            Step(
                guarding: isGuarded ? .init(posting: entry.posting.id, epoch: entry.posting.epoch) : nil,
                [.delivered(entry.posting, now: now)] + entry.changes
            )
        }
        if !others.isEmpty { steps.append(Step(others)) }
        let results = try await write(steps, drawing: shares)
        takeOver(results)
        var fenced: Set<Int64> = []
        for (entry, result) in zip(entries, results) {
            touched.insert(entry.posting.id)
            if result.written {
                result.delivered.forEach(environment.outer.progress)
            } else {
                fenced.insert(entry.posting.id)
            }
        }
        return fenced
    }

    /// The change that writes what was learnt of the account since it was read.
    var learnt: Change { .learnt(memory, from: known) }

    /// Commits, and takes over what others have written of the account meanwhile.
    mutating func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult] {
        let results = try await environment.ledger.commit(steps)
        takeOver(results)
        return results
    }

    private mutating func takeOver(_ results: [StepResult]) {
        for learnt in results.flatMap(\.learnt) where learnt.after.name == memory.name {
            lastFound = learnt.before
            memory = learnt.after
            known = learnt.after
        }
    }

    /// Commits; a write that fails is tried once more, since what was learnt cannot be learnt again.
    private func write(_ steps: [Step], drawing drawn: [Limiter.Share]) async throws(LedgerError) -> [StepResult] {
        let shares = environment.outer.flaw == .forgetfulLimiter ? [] : drawn
        do {
            return try await environment.shared.limiter.commit(steps, drawing: shares, to: environment.ledger)
        } catch {
            return try await environment.shared.limiter.commit(steps, drawing: shares, to: environment.ledger)
        }
    }

    /// Writes a posting that does not go on now, and lets go of it.
    ///
    /// A note becomes evidence only when something has changed: a posting that stands still grows no history.
    mutating func rest(_ posting: Posting, note: String?, changes: [Change] = []) async throws(LedgerError) {
        var changes = changes
        let before = work.postings.first { $0.id == posting.id }
        if let note, before?.state != posting.state || before?.error != posting.error {
            changes.append(
                .evidence(Evidence(posting: posting.id, at: environment.clock.now, state: posting.state, note: note))
            )
        }
        _ = try await save([Entry(posting: posting, changes: changes)])
    }

    /// Lets go of postings untouched, and writes down why the account rests.
    mutating func release(_ postings: [Posting], until instant: Date? = nil) async throws(LedgerError) {
        guard !postings.isEmpty else { return }
        let until = instant ?? (memory.paused == nil ? heldUntil : nil)
        let entries = postings.map { claimed in
            var posting = claimed
            posting.phase = posting.waitingPhase
            if let paused = memory.paused {
                posting.error = paused
                posting.state = .waitingForCustomer
            } else if until != nil, posting.error == nil {
                posting.error = PostingError(
                    code: "account-rests",
                    message:
                        "The account rests: \((lastFailure ?? "its board asked to wait, or could not be reached").asSentence)",
                    remedy:
                        "A later `placard post` or `placard sync` goes on, `placard status --watch` as soon as it may."
                )
            }
            if let until { posting.dueAt = until }
            return Entry(posting: posting)
        }
        _ = try await save(entries, beside: [learnt])
    }
}
