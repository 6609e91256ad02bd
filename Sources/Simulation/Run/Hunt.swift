package import Delivery

/// What many runs showed.
public struct Survey: Sendable, Hashable {
    /// Runs that broke an invariant, in the order of their seeds.
    public let failures: [Run]
    /// How many seeds were run.
    public let seeds: Int
    /// Fingerprint of all runs in order.
    public let trace: String
}

/// Whether the simulation finds a guard that was left out.
public struct Bug: Sendable, Hashable {
    /// Name of the guard.
    public let name: String
    /// Whether a run broke an invariant without it.
    public let found: Bool
    /// How many seeds were tried until then.
    public let seeds: Int
    /// The first violation.
    public let violation: Violation?
}

/// Runs many seeds, several at a time: each run is one thread's work from beginning to end.
public enum Hunt: Sendable {
    private static let batch: UInt64 = 16

    /// Runs seeds from a first one on.
    ///
    /// - Parameters:
    ///   - first: The first seed.
    ///   - count: How many.
    ///   - width: How many at a time.
    ///   - isStrict: Whether workers share every account.
    ///   - hasSteps: Whether workers live on with clocks that were set wrong.
    public static func survey(
        from first: UInt64,
        count: Int,
        width: Int = 2,
        isStrict: Bool = false,
        hasSteps: Bool = false
    ) async -> Survey {
        var failures: [Run] = []
        let trace = Trace(keepsLines: false)
        var next = first
        let end = first + UInt64(max(0, count))
        while next < end {
            let seeds = next..<min(next + batch * 8, end)
            for run in await runs(seeds, width: width, flaw: nil, isStrict: isStrict, hasSteps: hasSteps) {
                trace.add(run.trace, at: run.time)
                if !run.violations.isEmpty { failures.append(run) }
            }
            next = seeds.upperBound
        }
        return Survey(failures: failures, seeds: count, trace: trace.fingerprint)
    }

    /// Looks for each planted bug.
    public static func planted(most: Int = 10_000, width: Int = 2) async -> [Bug] {
        var bugs: [Bug] = []
        for flaw in Flaw.allCases { bugs.append(await find(flaw, most: most, width: width)) }
        return bugs
    }

    /// Looks for one planted bug: a run that broke what the missing guard protects, and nothing before that.
    package static func find(_ flaw: Flaw, most: Int, width: Int = 2) async -> Bug {
        var next: UInt64 = 1
        while next <= UInt64(most) {
            let seeds = next..<min(next + batch, UInt64(most) + 1)
            if let run = await runs(seeds, width: width, flaw: flaw).first(where: { flaw.explains($0) }) {
                return Bug(
                    name: flaw.rawValue,
                    found: true,
                    seeds: Int(run.plan.seed),
                    violation: run.violations.first
                )
            }
            next = seeds.upperBound
        }
        return Bug(name: flaw.rawValue, found: false, seeds: most, violation: nil)
    }

    /// Runs in the order of their seeds, whichever is done first.
    private static func runs(
        _ seeds: Range<UInt64>,
        width: Int,
        flaw: Flaw?,
        isStrict: Bool = false,
        hasSteps: Bool = false
    ) async -> [Run] {
        await withTaskGroup(of: [Run].self) { group in
            for lane in 0..<UInt64(max(1, width)) {
                group.addTask {
                    seeds.filter { $0 % UInt64(max(1, width)) == lane }.map {
                        Simulator.run(Plan(seed: $0, isStrict: isStrict, hasSteps: hasSteps), flaw: flaw)
                    }
                }
            }
            var all: [Run] = []
            for await some in group { all += some }
            return all.sorted { $0.plan.seed < $1.plan.seed }
        }
    }
}
