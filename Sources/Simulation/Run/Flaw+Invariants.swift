package import Delivery

extension Flaw {
    /// The invariants that its guard protects: one of these is the first to break without it.
    package var invariants: Set<String> {
        switch self {
        case .unguardedWrites: ["S4"]
        case .blindRepeat, .serverFaultIsNo, .singleLook: ["S1", "S3"]
        case .sendsBeforeIntent: ["S2"]
        case .forgetfulLimiter, .drawsAfterAnswer: ["S7"]
        case .slowCommitUnseen, .sharedAccounts: ["S5"]
        case .retryResetsTries: ["S9"]
        case .manyTrials: ["S8"]
        }
    }

    /// Whether a run broke first what the guard protects.
    func explains(_ run: Run) -> Bool { run.violations.first.map { invariants.contains($0.invariant) } ?? false }
}
