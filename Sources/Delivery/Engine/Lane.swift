import AdapterKit
import Documents
import FoundationEssentials
import Ledger
import Postings
import Roles
import Signing
import Transport

/// What a lane works with: the environment, what all lanes share, and until when something new may be begun.
final class LaneEnvironment: Sendable {
    let ledger: any Ledger
    let transport: any Transport
    let clock: any DeliveryClock
    let outer: Environment
    let shared: Shared
    let deadline: Date
    /// The accounts that this worker holds; nil where no other worker can have one.
    let holdings: Holdings?

    init(_ outer: Environment, shared: Shared, holdings: Holdings?, deadline: Date) {
        self.holdings = holdings
        ledger = outer.ledger
        transport = outer.transport
        clock = outer.clock
        self.outer = outer
        self.shared = shared
        self.deadline = deadline
    }

    /// An id for a record.
    func id() -> String { outer.chance.id() }

    func capped(_ wait: Duration) -> Duration { min(wait, outer.cap ?? wait) }
}

/// One account's share of a turn: its due postings, then its due watches, one after the other.
///
/// Calls of one account that do not depend on each other go out together; what the account remembers
/// (token, cooldown, breaker) is read and written by this lane alone while it runs.
struct Lane {
    let environment: LaneEnvironment
    let work: LaneWork
    var memory: AccountState
    /// What the ledger was last seen to remember: what ``memory`` says beyond it was learnt since.
    var known: AccountState
    var token: String?
    /// What kept the last question to the board from being answered, for people.
    var lastFailure: String?
    /// What the board last said of the account itself, where that was not what was hoped for.
    var lastNote: Verdict?
    /// Row numbers of postings that this turn has taken a step with: older readings of theirs are void.
    var touched: Set<Int64> = []
    /// Candidates of look-ups that this turn has asked for, by look-up and question.
    var candidates: [String: [Candidate]] = [:]
    var generator: Chance

    init(_ environment: LaneEnvironment, _ work: LaneWork) {
        self.environment = environment
        self.work = work
        memory = work.memory
        known = work.memory
        generator = environment.outer.chance
    }

    /// Does the lane's work and says how it ended; the store's failures alone end it early.
    consuming func run() async -> LaneResult {
        var lane = self
        do throws(LedgerError) {
            try await lane.deliver()
            try await lane.observe()
            return .ended(account: lane.work.account, nil)
        } catch {
            // What the board has told the account since, such as to wait, is to outlive this lane.
            if lane.memory != lane.known {
                try? await lane.record([lane.learnt])
            }
            return .ended(account: lane.work.account, error)
        }
    }

    var account: DeliveryAccount? { environment.outer.accounts[work.account] }

    /// Until when nothing may be sent, or nil.
    var heldUntil: Date? { memory.heldUntil(at: environment.clock.now) }

    /// Whether nothing new may be begun: interrupted, out of time, told to wait by the board, or soon to be relieved.
    var mustRest: Bool {
        environment.shared.isStopped || environment.clock.now >= environment.deadline || heldUntil != nil
            || isHoldShort
    }

    /// When the hold on the account ends, by the clock that is never set; nil when it is for good.
    var holdEnds: Duration? { work.hold.map { environment.holdings?.ends(of: $0) ?? .zero } }

    /// Whether a call that left now might still be under way when another worker may take the account.
    var isHoldShort: Bool { holdEnds.map { environment.clock.elapsed + Self.leaseMargin > $0 } ?? false }

    // MARK: Small helpers shared by the lane's parts

    func context(_ account: DeliveryAccount, attempt: String, cursor: String? = nil) -> CallContext {
        CallContext(
            secrets: account.secrets,
            token: token,
            attempt: attempt,
            now: environment.clock.now,
            cursor: cursor,
            policy: account.policy
        )
    }

    /// What a call for the account alone may read.
    func accountInput(_ account: DeliveryAccount) -> AdInput {
        account.input(kept: memory.kept, zone: environment.outer.zone, now: environment.clock.now)
    }

    /// What a posting is rendered from.
    func input(for posting: Posting, _ account: DeliveryAccount) async throws(LedgerError) -> AdInput {
        var role: Role?
        if case .present(let revision) = posting.desire { role = try await environment.role(revision) }
        let (zone, now) = (environment.outer.zone, environment.clock.now)
        return account.input(for: posting, role: role, kept: kept(of: posting, account), zone: zone, now: now)
    }

    /// Draws what the adapter wants drawn, once for each creation or delivery; a retry finds the same values.
    mutating func mint(for posting: inout Posting, operation: Postings.Operation, manifest: Manifest) {
        let marks = [
            Mint.Scope.creation: "\(posting.creation)",
            .delivery: "\(operation.rawValue)-\(posting.creation)-\(posting.generation)-\(posting.renewalsAsked)",
        ]
        let isNew = marks.filter { posting.minted[$0.key.rawValue] != .text($0.value) }
        for rule in manifest.mint where isNew[rule.scope] != nil || posting.minted[rule.name] == nil {
            posting.minted[rule.name] = .text(UniqueID.uuid4(using: &generator))
        }
        for (scope, mark) in isNew where manifest.mint.contains(where: { $0.scope == scope }) {
            posting.minted[scope.rawValue] = .text(mark)
        }
    }
}

extension LaneEnvironment {
    /// The role of a revision, read and parsed once for all lanes.
    func role(_ hash: String) async throws(LedgerError) -> Role? {
        if let known = shared.role(hash) { return known }
        guard let bytes = try await ledger.revision(hash) else { return nil }
        guard let role = try? Revision(content: String(decoding: bytes, as: UTF8.self)).role() else { return nil }
        shared.remember(role, as: hash)
        return role
    }
}
