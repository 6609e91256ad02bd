import Delivery
import Documents
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Roles

/// The person who gives the commands, and says what is on the boards where nobody else can tell.
struct Person: Sendable {
    let arena: Arena

    private var now: Date { arena.world.now.date }

    /// Plans every wish.
    func plan() {
        for wish in arena.plan.wishes {
            arena.world.after(wish.time) { Task(executorPreference: arena.server) { await ask(wish) } }
        }
    }

    /// Asks again while somebody else moves the posting, as the gateway does.
    private func ask(_ wish: Plan.Wish) async {
        let account = arena.plan.accounts[wish.account]
        let reference = "p-role\(wish.role)-\(account.name)"
        if case .removed = wish.act {
            arena.board.remove(reference)
            return arena.note(reference, { $0.wasModerated = true }, account)
        }
        for _ in 0..<8 {
            let known = try? await arena.store.contents.postings(PostingFilter(reference: reference)).first
            if await isTaken(wish, account, reference, known) { return }
        }
        arena.checker.blame("L1", reference, "a wish found no moment at which the posting stood still")
    }

    /// Whether nothing was to be written, or all of it was.
    private func isTaken(
        _ wish: Plan.Wish,
        _ account: Plan.Account,
        _ reference: String,
        _ known: Posting?
    ) async -> Bool {
        switch wish.act {
        case .removed: return true
        case .present(let version, let isBad):
            return await present(wish, account, reference, known, version, isBad)
        case .absent:
            guard var posting = known else { return true }
            posting.desire = .absent
            posting.generation += 1
            guard await save(&posting, []) else { return false }
            arena.note(reference, { $0.version = nil }, account)
        case .renewed:
            guard var posting = known, posting.desire != .absent else { return true }
            posting.renewalsAsked += 1
            guard await save(&posting, []) else { return false }
            arena.note(reference, { $0.renewals += 1 }, account)
        }
        return true
    }

    private func present(
        _ wish: Plan.Wish,
        _ account: Plan.Account,
        _ reference: String,
        _ known: Posting?,
        _ version: Int,
        _ isBad: Bool
    ) async -> Bool {
        guard let made = Revisions.make(role: wish.role, version: version, isBad: isBad),
            let key = Revisions.key(role: wish.role, account: account)
        else { return true }
        var posting =
            known
            ?? Posting(
                reference: reference,
                key: key,
                adapter: "\(account.kind.rawValue)-board",
                placeLabel: nil,
                desire: .absent,
                opened: now
            )
        posting.desire = .present(revision: made.revision.hash)
        if known != nil { posting.generation += 1 }
        let content = Array(made.revision.content.utf8)
        guard
            await save(&posting, [.revision(hash: made.revision.hash, role: key.role, content: content, at: now)])
        else { return false }
        arena.note(
            reference,
            {
                $0.version = version
                $0.revision = made.revision.hash
                $0.isBad = isBad
            },
            account
        )
        return true
    }

    /// Writes a wish under the posting's epoch, as the commands do.
    ///
    /// - Returns: Whether it was written: not when another process moved the posting meanwhile.
    private func save(_ posting: inout Posting, _ changes: [Change]) async -> Bool {
        posting.tries = 0
        posting.dueAt = now
        if posting.state == .draft { posting.state = .queued }
        if posting.phase != .leased { posting.phase = posting.observed == .unknown ? .ambiguous : .due }
        let guarding = posting.id == 0 ? nil : Step.Guard(posting: posting.id, epoch: posting.epoch)
        let step = Step(guarding: guarding, changes + [.posting(posting)])
        let result = await arena.store.commit([step], by: nil)
        return (try? result.get())?.first?.written ?? false
    }

    // MARK: Looking after what waits for a person

    /// Looks at every posting that waits for a person, now and then.
    func lookAfter() {
        arena.world.after(2 * .minute) {
            Task(executorPreference: arena.server) { await look() }
            guard arena.workers.first?.process != nil else { return }
            lookAfter()
        }
    }

    private func look() async {
        let isHealed = arena.world.now >= arena.plan.healsAt
        for posting in (try? await arena.store.contents.postings(PostingFilter())) ?? [] where posting.phase == .parked
        {
            if posting.state == .outcomeUnknown {
                await resolve(posting)
            } else if isHealed, posting.state != .rejected, posting.error?.code != "board-refused" {
                await again(posting)
            }
        }
    }

    /// Says what is on the board, once nothing that is under way can change it any more.
    private func resolve(_ old: Posting) async {
        guard arena.checker.isQuiet(old.reference, for: 4 * .minute) else { return }
        var posting = old
        posting.unknownSince = nil
        posting.unknownOperation = nil
        posting.absences = 0
        posting.tries = 0
        posting.error = nil
        posting.phase = .idle
        posting.dueAt = nil
        posting.witness = .person
        if let ad = arena.board.live(old.reference).first {
            posting.state = .live
            posting.observed = .present
            posting.accepted = old.accepted ?? old.sent
            posting.appliedGeneration = 0
            posting.kept["remoteID"] = .text("\(ad.id)")
            posting.renewalsDone = old.renewalsAsked
        } else {
            posting.observed =
                old.desire == .absent || old.accepted != nil || old.observed == .present ? .absent : .none
            posting.state = old.desire == .absent ? .withdrawn : .queued
        }
        // Whatever is wanted beyond that is done next.
        posting.phase = .due
        posting.dueAt = now
        arena.checker.resolved(old.reference)
        arena.world.note("person resolves \(old.reference): \(posting.observed.rawValue)")
        _ = await arena.store.commit(
            [Step(guarding: .init(posting: old.id, epoch: old.epoch), [.posting(posting)])],
            by: nil
        )
    }

    private func again(_ old: Posting) async {
        var posting = old
        posting.tries = 0
        posting.dueAt = now
        if posting.error?.code == "not-seen-gone", arena.board.live(old.reference).isEmpty {
            posting.error = nil
            posting.state = .queued
            posting.observed = .absent
        }
        posting.phase = posting.observed == .unknown ? .ambiguous : .due
        arena.world.note("person asks again for \(old.reference)")
        _ = await arena.store.commit(
            [Step(guarding: .init(posting: old.id, epoch: old.epoch), [.posting(posting)])],
            by: nil
        )
    }
}
