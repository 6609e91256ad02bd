import Ledger
import Testing

@Suite("Ledger errors")
struct LedgerErrorTests {
    @Test(
        "say what happened, where, and what to do",
        arguments: [
            (LedgerError.newerVersion(found: 9, known: 1, file: "a.db"), ["a.db", "9", "1", "Install"]),
            (.busy(holder: "`placard serve` (process 7)"), ["`placard serve` (process 7)", "Wait"]),
            (.diskFull(file: "a.db"), ["a.db", "Free some space"]),
            (.unreadable(file: "a.db", reason: "no permission"), ["a.db", "no permission", "Check"]),
            (
                .refused(ledger: "postgresql://db/jobs", reason: "no such user", remedy: "Make one."),
                ["postgresql://db/jobs", "no such user", "Make one."]
            ),
            (.unreachable(ledger: "postgresql://db/jobs", reason: "does not answer"), ["does not answer", "See that"]),
            (.missing(ledger: "postgresql://db/jobs"), ["postgresql://db/jobs", "`placard ledger migrate`"]),
            (.moved(ledger: "a.db", to: "postgresql://db/jobs"), ["a.db", "store: postgresql://db/jobs"]),
            (.damaged(file: "a.db", reason: "page 3"), ["a.db", "page 3", "copy"]),
            (.failed(reason: "odd"), ["odd", "doctor"]),
        ]
    )
    func descriptions(error: LedgerError, parts: [String]) {
        for part in parts { #expect(error.description.contains(part)) }
    }
}
