import Delivery
import Documents
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Roles
import Synchronization

/// The person who gives the commands, and says what is on the boards where nobody else can tell.
struct Person: Sendable {
    let arena: Arena
    private let commands = Commands()

    init(arena: Arena) { self.arena = arena }

    private var now: Date { arena.world.now.date }

    /// Plans every wish.
    func plan() {
        for wish in arena.plan.wishes {
            arena.world.after(wish.time) {
                commands.add(wish) { before in
                    Task(executorPreference: arena.server) {
                        await before?.value
                        await ask(wish)
                    }
                }
            }
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
            // A command takes its time between reading and writing, and workers go on meanwhile.
            await arena.world.sleep(wish.time % Self.slowest)
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
            guard await save(posting, over: known) else { return false }
            arena.note(reference, { $0.version = nil }, account)
        case .renewed:
            guard var posting = known, posting.desire != .absent else { return true }
            posting.renewalsAsked += 1
            guard await save(posting, over: known) else { return false }
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
        let revision = Change.revision(hash: made.revision.hash, role: key.role, content: content, at: now)
        guard await save(posting, over: known, [revision]) else { return false }
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
    private func save(_ wanted: Posting, over old: Posting?, _ changes: [Change] = []) async -> Bool {
        var posting = wanted
        posting.tries = 0
        posting.dueAt = now
        if posting.state == .draft { posting.state = .queued }
        if posting.phase != .leased { posting.phase = posting.observed == .unknown ? .ambiguous : .due }
        guard let old else { return await commit(Step(changes + [.posting(posting)])) }
        return await commit(Step(guarding: old.standing, changes + [.wished(posting, over: old.wish)]))
    }

    private func commit(_ step: Step) async -> Bool {
        let result = await arena.store.commit([step], by: nil)
        return (try? result.get())?.first?.written ?? false
    }

    /// The longest that a command takes between reading and writing.
    private static let slowest: Int64 = 3_000_000

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
        let live = arena.board.live(old.reference).first
        await arena.world.sleep(Int64(old.id) * 300_007 % Self.slowest)
        var posting = old
        posting.epoch += 1
        posting.unknownSince = nil
        posting.unknownOperation = nil
        posting.absences = 0
        posting.tries = 0
        posting.error = nil
        posting.phase = .idle
        posting.dueAt = nil
        posting.witness = .person
        if let ad = live {
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
        guard await commit(Step(guarding: old.standing, [.posting(posting)])) else { return }
        arena.checker.resolved(old.reference)
        arena.world.note("person resolves \(old.reference): \(posting.observed.rawValue)")
    }

    private func again(_ old: Posting) async {
        let isGone = arena.board.live(old.reference).isEmpty
        await arena.world.sleep(Int64(old.id) * 300_007 % Self.slowest)
        var posting = old
        posting.epoch += 1
        posting.tries = 0
        posting.dueAt = now
        if posting.error?.code == "not-seen-gone", isGone {
            posting.error = nil
            posting.state = .queued
            posting.observed = .absent
        }
        posting.phase = posting.observed == .unknown ? .ambiguous : .due
        arena.world.note("person asks again for \(old.reference)")
        _ = await commit(Step(guarding: old.standing, [.posting(posting)]))
    }
}

/// Commands for one posting are given one after the other.
private final class Commands: Sendable {
    private struct Target: Hashable {
        let role: Int
        let account: Int
    }

    private let last = Mutex<[Target: Task<Void, Never>]>([:])

    func add(_ wish: Plan.Wish, _ begin: (Task<Void, Never>?) -> Task<Void, Never>) {
        let target = Target(role: wish.role, account: wish.account)
        last.withLock { $0[target] = begin($0[target]) }
    }
}

extension Posting {
    /// Where it stood when it was read.
    fileprivate var standing: Step.Guard { Step.Guard(posting: self.id, epoch: self.epoch) }
}
