package import Delivery
import FoundationEssentials
import Ledger
import LedgerTesting
import Postings
import Synchronization

/// What one run showed.
public struct Run: Sendable, Hashable {
    /// What was run.
    public let plan: Plan
    /// Invariants that did not hold, in the order of time.
    public let violations: [Violation]
    /// Fingerprint of everything that happened: sixteen hexadecimal digits.
    public let trace: String
    /// What happened line by line, when that was asked for.
    public let lines: [String]
    /// Simulated time in microseconds.
    public let time: Int64
    /// Calls that could change a board.
    public let changes: Int
}

/// Runs the engine in a world that only the seed decides.
public enum Simulator: Sendable {
    /// Runs a seed.
    ///
    /// - Parameters:
    ///   - seed: What the world is drawn from.
    ///   - isStrict: Whether workers share every account.
    ///   - hasSteps: Whether workers live on with clocks that were set wrong.
    ///   - keepsTrace: Whether ``Run/lines`` are kept.
    public static func run(
        seed: UInt64,
        isStrict: Bool = false,
        hasSteps: Bool = false,
        keepsTrace: Bool = false
    ) -> Run {
        run(Plan(seed: seed, isStrict: isStrict, hasSteps: hasSteps), flaw: nil, keepsTrace: keepsTrace)
    }

    /// Runs a plan, without one of the engine's guards when a flaw is given.
    package static func run(_ plan: Plan, flaw: Flaw?, keepsTrace: Bool = false) -> Run {
        let arena = Arena(plan, flaw: flaw, keepsTrace: keepsTrace)
        defer { arena.close() }
        let person = Person(arena: arena)
        person.plan()
        person.lookAfter()
        for worker in arena.workers {
            arena.world.after(Int64(worker.number) * 137_000) { worker.start() }
        }
        for blow in plan.blows where blow.job == nil {
            arena.world.after(blow.time) { arena.workers.first { $0.number == blow.worker }?.strike(blow.act) }
        }
        let isSound = { arena.checker.violations.isEmpty }
        arena.world.run(until: plan.healsAt, while: isSound)
        if isSound() {
            for worker in arena.workers { worker.heal() }
            converge(arena, isSound)
        }
        let time = arena.world.now
        let violations = arena.checker.violations
        let trace = arena.world.trace
        let (fingerprint, lines) = (trace.fingerprint, trace.lines)
        let changes = arena.checker.state.withLock { $0.changes }
        // Everybody winds down, so that no task is left behind.
        for worker in arena.workers { worker.end() }
        let crew = arena.workers
        arena.close()
        arena.world.run(until: .max)
        for worker in crew { worker.end() }
        return Run(
            plan: plan,
            violations: violations,
            trace: fingerprint,
            lines: lines,
            time: time,
            changes: changes
        )
    }

    /// Once nothing goes wrong any more, everything must come to rest as it is wanted.
    private static func converge(_ arena: Arena, _ isSound: () -> Bool) {
        let patience: Int64 = 6 * .hour
        let longest = arena.checker.state.withLock { $0.pauses.map(\.until).max() ?? 0 }
        let end = max(arena.plan.healsAt, longest) + patience
        var missing: [(String, String)] = [("", "")]
        // What was slow before is over by then.
        arena.world.run(until: arena.plan.healsAt + 5 * .minute, while: isSound)
        while arena.world.now < end, isSound() {
            arena.world.run(until: min(end, arena.world.now + .minute), while: isSound)
            missing = unfinished(arena)
            if missing.isEmpty { break }
        }
        guard isSound() else { return }
        for (posting, reason) in missing { arena.checker.blame("L1", posting, reason) }
        for worker in arena.workers { worker.drain() }
        arena.world.run(until: arena.world.now + .minute, while: isSound)
    }

    /// Postings that are not as they are wanted, and why.
    private static func unfinished(_ arena: Arena) -> [(String, String)] {
        let rows = Mutex<[Posting]>([])
        let store = arena.store
        Task(executorPreference: arena.server) {
            let found = (try? await store.contents.postings(PostingFilter())) ?? []
            rows.withLock { $0 = found }
        }
        arena.world.run(until: arena.world.now)
        var missing: [(String, String)] = []
        arena.checker.waits(rows.withLock { $0 })
        for row in rows.withLock({ $0 }) {
            guard let want = arena.wants[row.reference] else { continue }
            if let lost = want.lost(from: row, on: arena.board) { arena.checker.blame("S10", row.reference, lost) }
            if let reason = reason(row, want, arena.board) { missing.append((row.reference, reason)) }
        }
        return missing
    }

    private static func reason(_ row: Posting, _ want: Arena.Want, _ board: Board) -> String? {
        let live = board.live(row.reference)
        if row.phase == .leased { return "it is still leased" }
        guard let version = want.version else {
            if !live.isEmpty { return "its ad is up and was withdrawn" }
            return row.phase == .idle ? nil : "it is \(row.state.rawValue), \(row.phase.rawValue)"
        }
        if want.isBad {
            return [.parked, .idle].contains(row.phase)
                ? nil : "its ad cannot be published, and it is \(row.state.rawValue)"
        }
        if want.wasModerated, board.newest(row.reference)?.gone != nil, row.phase == .idle { return nil }
        guard let ad = live.first else { return "its ad is not up: \(row.state.rawValue), \(row.phase.rawValue)" }
        if Revisions.version(of: ad.title) != version { return "its ad shows \(ad.title), and v\(version) is wanted" }
        if row.observed != .present { return "its ad is up, and the ledger says \(row.state.rawValue)" }
        return row.phase == .idle ? nil : "it is \(row.state.rawValue), \(row.phase.rawValue)"
    }
}
