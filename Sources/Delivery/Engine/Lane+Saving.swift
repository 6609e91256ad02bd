import FoundationEssentials
import Ledger
import Postings
import Transport

extension Lane {
    /// A posting to be written, with what belongs to it.
    struct Entry {
        var posting: Posting
        var changes: [Change] = []
    }

    /// What was found when postings were written.
    struct Saved {
        /// Row numbers of postings that another worker has taken over.
        let fenced: Set<Int64>
        /// What the ledger remembered of the account, when something was written of it.
        let found: AccountState?
        /// Whether what belongs to the account as a whole was written: not when another worker has it now.
        let isHeld: Bool
        /// Whether another worker has drawn on a window meanwhile; see ``Limiter/Written/isOverdrawn``.
        let isOverdrawn: Bool
    }

    /// Writes postings under their epochs, with what else changed, in one commit; tells who was fenced off.
    ///
    /// Nobody but this lane writes what a call brought about, and this lane writes nothing of what is wanted.
    ///
    /// - Parameter isLearnt: Whether it holds what an answer told, which cannot be learnt again.
    @discardableResult
    mutating func save(
        _ entries: [Entry],
        beside others: [Change] = [],
        drawing draw: Limiter.Draw = .nothing,
        isLearnt: Bool = false
    ) async throws(LedgerError) -> Saved {
        let now = environment.clock.now
        let isGuarded = environment.outer.flaw != .unguardedWrites
        var steps = entries.map { entry in
            Step(
                guarding: isGuarded ? .init(posting: entry.posting.id, epoch: entry.posting.epoch) : nil,
                [.delivered(entry.posting, now: now)] + entry.changes
            )
        }
        if !others.isEmpty { steps.append(Step(holding: hold, others)) }
        let written = try await write(steps, drawing: draw, isLearnt: isLearnt)
        let results = written.results
        let found = takeOver(results)
        var fenced: Set<Int64> = []
        for (entry, result) in zip(entries, results) {
            touched.insert(entry.posting.id)
            if result.written {
                result.delivered.forEach(environment.outer.progress)
            } else {
                fenced.insert(entry.posting.id)
            }
        }
        let isHeld = others.isEmpty || results.dropFirst(entries.count).first?.written == true
        return Saved(fenced: fenced, found: found, isHeld: isHeld, isOverdrawn: written.isOverdrawn)
    }

    /// What writes of the account as a whole must name.
    var hold: Hold? { environment.outer.flaw == .sharedAccounts ? nil : work.hold }

    /// The change that writes what was learnt of the account since it was read.
    var learnt: Change { .learnt(memory, from: known) }

    /// Writes what belongs to the account as a whole; nothing of it when another worker has the account now.
    func record(_ changes: [Change]) async throws(LedgerError) {
        _ = try await environment.ledger.commit([Step(holding: hold, changes)])
    }

    /// Commits under the hold on the account, and takes over what others have written of it meanwhile.
    mutating func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult] {
        let held = steps.map { Step(guarding: $0.guarding, holding: hold, $0.changes) }
        let results = try await environment.ledger.commit(held)
        _ = takeOver(results)
        return results
    }

    /// - Returns: What the ledger remembered of the account before.
    private mutating func takeOver(_ results: [StepResult]) -> AccountState? {
        let all = results.flatMap(\.learnt).filter { $0.after.name == memory.name }
        if let last = all.last {
            memory = last.after
            known = last.after
        }
        return all.first?.before
    }

    /// Commits; a write that fails is tried once more, and one of what was learnt for as long as there is hope.
    private func write(
        _ steps: [Step],
        drawing drawn: Limiter.Draw,
        isLearnt: Bool
    ) async throws(LedgerError) -> Limiter.Written {
        let draw = environment.outer.flaw == .forgetfulLimiter ? .nothing : drawn
        let (limiter, ledger) = (environment.shared.limiter, environment.ledger)
        var failure: LedgerError
        do {
            return try await limiter.commit(steps, drawing: draw, under: hold, to: ledger)
        } catch {
            failure = error
        }
        for pause in [0] + (isLearnt ? failure.pauses : []) {
            if pause > 0 { await environment.clock.sleep(until: environment.clock.now.addingTimeInterval(pause)) }
            do {
                return try await limiter.commit(steps, drawing: draw, under: hold, to: ledger)
            } catch {
                failure = error
            }
        }
        throw failure
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
            } else if let fault = environment.shared.fault {
                posting.error = PostingError(
                    code: fault.code.rawValue,
                    message: fault.message.asSentence,
                    remedy: fault.remedy.asSentence
                )
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

extension LedgerError {
    /// Seconds between the tries to write what cannot be learnt again.
    ///
    /// Another program's lock or a server's restart passes within half a minute; a full disk is either emptied at
    /// once or by a person, who is to hear of it soon.
    fileprivate var pauses: [Double] {
        switch self {
        case .diskFull: [0.1, 0.3, 0.9, 2.7]
        case .busy, .failed, .unreachable: [0.1, 0.3, 0.9, 2.7, 5, 5, 5, 5, 5]
        case .newerVersion, .unreadable, .refused, .missing, .moved, .damaged: []
        }
    }
}
