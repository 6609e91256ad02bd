public import Documents
import FoundationEssentials

/// What the command prints as JSON.
public enum SimulationReport: Sendable {
    /// The document with the keys `violations`, `trace` and `bugs`.
    public static func document(violations: [Violation], trace: String, bugs: [Bug]) -> Value {
        .object([
            "violations": .list(violations.map(value)),
            "trace": .text(trace),
            "bugs": .list(
                bugs.map { bug in
                    .object([
                        "name": .text(bug.name), "found": .boolean(bug.found), "seeds": .number(Decimal(bug.seeds)),
                    ])
                }
            ),
        ])
    }

    private static func value(_ violation: Violation) -> Value {
        .object([
            "invariant": .text(violation.invariant), "seed": .number(Decimal(violation.seed)),
            "posting": .text(violation.posting), "time": .text(violation.time.inSeconds),
            "text": .text(violation.text),
        ])
    }
}
