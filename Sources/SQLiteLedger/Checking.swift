import GRDB
public import Ledger

extension SQLiteLedger {
    /// What a check of the file, and of what must always hold in it, finds wrong; one sentence each.
    public func check() async throws(LedgerError) -> [String] {
        try await read { db in
            let integrity = try String.fetchAll(db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                .map { "The file is damaged: \($0)." }
            let orphans = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
                let (table, number): (String, Int64?) = (row[0], row[1])
                return "A row of `\(table)`, number \(number ?? 0), belongs to no posting."
            }
            let broken = try Invariant.all.flatMap { invariant in
                try String.fetchAll(db, sql: invariant.offenders).map {
                    "\(invariant.subject) \($0) \(invariant.fault)."
                }
            }
            return integrity + orphans + broken
        }
    }
}

/// Something that holds after every commit.
private struct Invariant: Sendable {
    /// What an offender is.
    let subject: String
    /// What is wrong with it.
    let fault: String
    /// Selects the names of offenders.
    let offenders: String

    static let all: [Invariant] = [
        posting(
            "is leased and has no owner or end of the lease",
            "phase = 'leased' AND (lease_owner IS NULL OR lease_until IS NULL)"
        ),
        posting(
            "waits to be claimed and has no instant at which it is due",
            "phase IN ('due', 'ambiguous') AND due_at IS NULL"
        ),
        posting("should be on the board and has no revision", "desired_present AND desired_revision IS NULL"),
        posting(
            "has an accepted ad that is not recorded whole",
            "(accepted_revision IS NULL) + (accepted_hash IS NULL) + (accepted_values IS NULL) + (accepted_at IS NULL) "
                + "NOT IN (0, 4)"
        ),
        posting(
            "is ambiguous and does not say which call is unanswered",
            "phase = 'ambiguous' AND unknown_operation IS NULL"
        ),
        posting(
            "has an ad on its way that is not recorded whole",
            "(sent_revision IS NULL) + (sent_hash IS NULL) + (sent_values IS NULL) + (sent_at IS NULL) NOT IN (0, 4)"
        ),
        posting(
            "has an unanswered call of which no attempt is kept",
            "unknown_operation IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.posting = posting.id)"
        ),
        posting("applied a generation that was never asked for", "applied_generation > generation"),
        posting("was renewed more often than was asked", "renewals_done > renewals_asked"),
        posting(
            "points to a revision that is not kept",
            "desired_present AND NOT EXISTS (SELECT 1 FROM revision WHERE hash = desired_revision)"
        ),
        posting(
            "has an unanswered call and is neither held nor ambiguous",
            "observed = 'unknown' AND phase IN ('idle', 'due') AND state <> 'outcome-unknown'"
        ),
        Invariant(
            subject: "The attempt",
            fault: "was made under an epoch that its posting has not reached",
            offenders: "SELECT a.id FROM attempt a JOIN posting p ON p.id = a.posting WHERE a.epoch > p.epoch"
        ),
        Invariant(
            subject: "The attempt",
            fault: "points to an exchange that is not kept",
            offenders:
                "SELECT id FROM attempt WHERE NOT EXISTS (SELECT 1 FROM exchange e WHERE e.id = attempt.exchange)"
        ),
        Invariant(
            subject: "The attempt",
            fault: "has ended and does not say when",
            offenders: "SELECT id FROM attempt WHERE ending = 'ended' AND ended_at IS NULL"
        ),
    ]

    private static func posting(_ fault: String, _ condition: String) -> Invariant {
        Invariant(
            subject: "The posting",
            fault: fault,
            offenders: "SELECT reference FROM posting WHERE \(condition) ORDER BY reference"
        )
    }
}
