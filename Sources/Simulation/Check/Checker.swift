import Documents
import FoundationEssentials
import Ledger
import Postings
import Synchronization
import Transport

/// Looks at everything that happens and notes which invariants did not hold.
///
/// It knows what really happened on the boards and when, which no worker does.
final class Checker: Sendable {
    /// What is known of a call's effect.
    enum Effect: Sendable {
        /// No answer, or one that tells nothing.
        case unknown
        /// This call did nothing; what an earlier one did is as doubtful as before.
        case none
        /// The board has carried it out, or refused it.
        case told
    }

    /// A call that left.
    struct Sent: Sendable {
        let call: Call
        let process: Process
        let at: Int64
        /// Postings it is about.
        let postings: [String]
        var endedAt: Int64?
        /// What its answer tells.
        var effect = Effect.unknown
    }

    /// A wait that a board asked for.
    struct Pause: Sendable {
        let account: String
        let until: Int64
        /// The same for who was stopped before the answer reached it, and counts from when it did.
        let latest: Int64
        let process: Process
        var isDurable = false
    }

    /// A look-up that came back.
    struct Look: Sendable {
        let act: Call.Act
        let account: String
        let askedAt: Int64
        /// What was found: references, or the ad itself.
        let reply: Reply

        /// Whether it shows that nothing is there under a reference.
        func lacks(_ wire: String) -> Bool {
            guard case .find(let asked) = act, reply.status == 200, asked == nil || asked == wire else { return false }
            return !String(decoding: reply.body, as: UTF8.self).contains("\"\(wire)\"")
        }
    }

    struct State: Sendable {
        var violations: [Violation] = []
        var sent: [Sent] = []
        var pauses: [Pause] = []
        var looks: [Look] = []
        /// When a person last said what there is of a posting.
        var resolved: [String: Int64] = [:]
        /// The newest version that a board accepted, by posting, as the ledger knows it.
        var accepted: [String: Int] = [:]
        /// Accounts whose breaker has opened, as the ledger knows it, and who wrote so.
        var open: [String: Date] = [:]
        /// Until when accounts rest or rested, as the ledger knows it.
        var rests: [String: Int64] = [:]
        /// The lives of the workers that see to an account.
        var crew: [String: [Process]] = [:]
        var counted: [String: [Int64]] = [:]
        var changes = 0
    }

    let state = Mutex(State())
    let world: World
    let seed: UInt64
    let healsAt: Int64
    /// Whether workers live on with clocks that were set wrong.
    let hasSteps: Bool
    private let store = Mutex<Store?>(nil)
    private let board = Mutex<Board?>(nil)

    init(_ world: World, _ plan: Plan) {
        self.world = world
        seed = plan.seed
        healsAt = plan.healsAt
        hasSteps = plan.hasSteps
    }

    func know(_ store: Store?, _ board: Board?) {
        self.store.withLock { $0 = store }
        self.board.withLock { $0 = board }
    }

    var knownStore: Store? { store.withLock { $0 } }
    var knownBoard: Board? { board.withLock { $0 } }

    var violations: [Violation] { state.withLock { $0.violations } }

    func blame(_ invariant: String, _ posting: String, _ text: @autoclosure () -> String) {
        let violation = Violation(invariant: invariant, seed: seed, posting: posting, time: world.now, text: text())
        world.note("VIOLATION \(invariant) \(posting): \(violation.text)")
        state.withLock { $0.violations.append(violation) }
    }

    // MARK: The boards

    /// S1: an ad was made.
    func created(_ posting: String, live: Int) {
        if live > 1 { blame("S1", posting, "\(live) live ads") }
    }

    /// Whether no call about a posting has left for so long.
    func isQuiet(_ posting: String, for length: Int64) -> Bool {
        state.withLock { state in
            !state.sent.contains {
                $0.call.isChange && $0.postings.contains(posting) && world.now - $0.at <= length
            }
        }
    }

    func resolved(_ posting: String) { state.withLock { $0.resolved[posting] = world.now } }

    // MARK: The ledger's rows

    /// S4, S6, S9, S11: a commit of a worker.
    func wrote(
        _ steps: [Step],
        _ results: [StepResult],
        by process: Process,
        before: [Int64: Posting],
        after: [Int64: Posting]
    ) {
        for (step, result) in zip(steps, results) where result.written {
            var ending: Attempt?
            for case .attempt(let attempt) in step.changes where attempt.ending != .sending { ending = attempt }
            var learnt = result.learnt[...]
            for change in step.changes {
                switch change {
                case .posting(let posting), .delivered(let posting, _):
                    guard let old = before[posting.id], let new = after[posting.id] else { continue }
                    check(posting, old, new, ending)
                case .account(let account): rests(account, process, isTold: account.cooldownUntil != nil)
                case .learnt(let account, _):
                    guard let now = learnt.popFirst()?.after else { continue }
                    rests(now, process, isTold: account.cooldownUntil != nil)
                case .exchange(let exchange):
                    let secret = Call.secret(of: exchange.account)
                    if exchange.request.contains(secret) || exchange.reply?.contains(secret) == true {
                        blame("S11", exchange.account, "a secret stands in an exchange")
                    }
                default: break
                }
            }
        }
    }

    private func check(_ written: Posting, _ old: Posting, _ new: Posting, _ ending: Attempt?) {
        if written.epoch < old.epoch {
            blame("S4", old.reference, "epoch \(written.epoch) wrote over epoch \(old.epoch)")
        }
        if new.appliedGeneration > new.generation {
            blame("S6", old.reference, "generation \(new.appliedGeneration) applied of \(new.generation)")
        }
        if let title = new.accepted?.values["title"]?.scalarText, let version = Revisions.version(of: title) {
            state.withLock { $0.accepted[old.reference] = max($0.accepted[old.reference] ?? 0, version) }
        }
        let isNewWish =
            new.generation != written.generation || new.renewalsAsked != written.renewalsAsked
            || old.generation != new.generation
        let isEnded = ending.map { ["accepted", "refused"].contains($0.verdict ?? "") } ?? false
        let isSeen = new.state != old.state && [.live, .withdrawn, .removed, .expired].contains(new.state)
        if new.tries < old.tries, !isNewWish, !isEnded, !isSeen, new.phase != .idle, new.observed == old.observed {
            blame("S9", old.reference, "failed tries went from \(old.tries) to \(new.tries)")
        }
    }
}
