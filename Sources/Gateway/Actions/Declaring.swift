import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Postings
import RoleFiles
import Roles

/// Turns roles and accounts into changes of what should be.
///
/// Decides only; nothing is written here.
struct Declaring {
    let now: Date
    /// Nothing is sent before this instant.
    let notBefore: Date?
    /// Row numbers of postings at rest whose ad would be another one now, though their role is the same.
    let outdated: Set<Int64>
    /// Row numbers of postings at rest whose file is not where it should be.
    var lost: Set<Int64> = []
    var generator = SystemRandomNumberGenerator()

    /// The steps that make the ledger want these roles on these accounts, and nothing else of them there.
    ///
    /// - Parameters:
    ///   - role: The role.
    ///   - entry: The account as the workspace describes it.
    ///   - manifest: Its adapter.
    ///   - known: The postings of the role on the account so far.
    mutating func steps(
        for role: Role,
        revision: Revision,
        on entry: WorkspaceFile.AccountEntry,
        manifest: Manifest,
        known: [Posting],
        zone: String
    ) -> [Step] {
        let wishes = FanOut.wishes(for: role, account: entry.name, languages: entry.languages, manifest: manifest)
        var steps: [Step] = []
        let matching = Matching(wishes, known, of: role, account: entry.name, manifest: manifest)
        for (wish, posting) in matching.pairs {
            if let posting {
                if let changed = renewed(posting, revision: revision.hash, wish, role, zone) {
                    steps.append(Self.step(changed, over: posting))
                }
            } else {
                steps.append(Step([.posting(created(wish, revision: revision.hash, manifest.id, role, zone))]))
            }
        }
        for posting in matching.others where posting.desire != .absent {
            steps.append(Self.step(Self.ended(posting, now: now), over: posting))
        }
        return steps
    }

    /// The step that changes what is wanted of a known posting, unless somebody else did so meanwhile.
    ///
    /// What a worker brings about at the same time is left alone. A change beyond the wish is made only while no
    /// worker holds the posting.
    static func step(_ posting: Posting, over old: Posting) -> Step {
        var posting = posting
        let isWish = posting.accepted == old.accepted
        if !isWish { posting.epoch += 1 }
        return Step(
            guarding: .init(posting: old.id, epoch: old.epoch),
            [isWish ? .wished(posting, over: old.wish) : .posting(posting)]
        )
    }

    /// The step that keeps a role's content; it goes before those that refer to it.
    func keeping(_ revision: Revision, of role: Role) -> Step {
        Step([.revision(hash: revision.hash, role: role.id, content: [UInt8](revision.content.utf8), at: now)])
    }

    /// A posting that should end.
    static func ended(_ posting: Posting, now: Date) -> Posting {
        var posting = posting
        posting.desire = .absent
        posting.generation += 1
        posting.notBefore = nil
        wake(&posting, now: now)
        if posting.observed == .none, posting.state != .sending {
            posting.state = .withdrawn
            posting.forgetFaults()
        }
        // What the board has ended already is as it is wanted now.
        if posting.observed == .absent, [.removed, .expired].contains(posting.state) { posting.state = .withdrawn }
        return posting
    }

    /// A posting whose document is to be written again.
    static func rewritten(_ posting: Posting, now: Date) -> Posting {
        var posting = posting
        posting.accepted = posting.accepted.map { known in
            AcceptedAd(revision: known.revision, contentHash: "", values: known.values, at: known.at)
        }
        wake(&posting, now: now)
        return posting
    }

    /// Makes a posting claimable, unless a worker holds it and will see the change by itself.
    static func wake(_ posting: inout Posting, now: Date) {
        posting.tries = 0
        posting.dueAt = now
        guard posting.phase != .leased else { return }
        posting.phase = posting.observed == .unknown ? .ambiguous : .due
    }

    private mutating func created(
        _ wish: FanOut.Wish,
        revision: String,
        _ adapter: String,
        _ role: Role,
        _ zone: String
    ) -> Posting {
        var posting = Posting(
            reference: reference(),
            key: wish.key,
            adapter: adapter,
            placeLabel: wish.placeLabel,
            desire: .present(revision: revision),
            opened: now
        )
        posting.phase = .due
        posting.notBefore = start(role, zone)
        posting.dueAt = posting.notBefore ?? now
        posting.state = posting.notBefore == nil ? .queued : .scheduled
        return posting
    }

    /// A known posting, changed; nil when it already is what is wanted and nothing holds it up.
    private func renewed(_ old: Posting, revision: String, _ wish: FanOut.Wish, _ role: Role, _ zone: String)
        -> Posting?
    {
        var posting = old
        posting.placeLabel = wish.placeLabel
        posting.notBefore = start(role, zone)
        if posting.desire != .present(revision: revision) {
            posting.desire = .present(revision: revision)
            posting.generation += 1
            Self.wake(&posting, now: now)
            schedule(&posting)
            return posting
        }
        switch (old.phase, old.state) {
        case (.ambiguous, _), (_, .outcomeUnknown):
            posting.phase = .ambiguous
            posting.dueAt = now
        case (.parked, .failed), (.parked, .needsEdit), (.parked, .rejected), (.parked, .waitingForCustomer):
            Self.wake(&posting, now: now)
        case (.due, _) where posting.notBefore != old.notBefore:
            posting.tries = 0
            schedule(&posting)
        case (.idle, _) where lost.contains(old.id): posting = Self.rewritten(old, now: now)
        // Other settings, another adapter or another template make another ad of the same role.
        case (.idle, _) where outdated.contains(old.id):
            Self.wake(&posting, now: now)
            schedule(&posting)
        default: break
        }
        return posting == old ? nil : posting
    }

    /// Sets when a posting that waits for its turn has it.
    private func schedule(_ posting: inout Posting) {
        guard posting.phase == .due else { return }
        posting.dueAt = posting.notBefore ?? now
        if posting.observed == .none { posting.state = posting.notBefore == nil ? .queued : .scheduled }
    }

    private func start(_ role: Role, _ zone: String) -> Date? {
        Self.start(role, at: notBefore, zone: zone, now: now)
    }

    /// The later of the instant asked for and the day that the role is published, while it is still to come.
    static func start(_ role: Role, at notBefore: Date?, zone: String, now: Date) -> Date? {
        let day = role.dates?.publish
        let zone = role.dates?.zone ?? Zone(zone)
        let instant = [notBefore, day.flatMap { day in zone?.start(of: day) }].compactMap(\.self).max()
        return instant.flatMap { $0 > now ? $0 : nil }
    }

    /// Eight letters and digits that are not mistaken for each other when read aloud.
    private mutating func reference() -> String {
        let letters = Array("abcdefghjkmnpqrstvwxyz23456789")
        // One draw for all: eight letters are less than a millionth of what it can be, so that none is favoured.
        var draw = generator.next()
        var reference = "p"
        for _ in 0..<8 {
            reference.append(letters[Int(draw % UInt64(letters.count))])
            draw /= UInt64(letters.count)
        }
        return reference
    }
}
