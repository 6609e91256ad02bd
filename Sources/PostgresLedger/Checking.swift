public import Ledger

extension PostgresLedger {
    /// What a check of the server's settings, and of what must always hold in the tables, finds wrong.
    public func check() async throws(LedgerError) -> [String] {
        let statements = [Self.snapshot, Self.settings] + Invariant.all.map { Statement($0.offenders) }
        return try await translated { () async throws(Fault) -> [String] in
            try await reader.read { connection throws(Fault) in
                let results = try connection.run(statements + [Statement("COMMIT")])
                let settings = try results[1].map { cells throws(Fault) in
                    "The server has \(try cells.text()) switched off: after a power cut, accepted changes may be gone."
                }
                var broken: [String] = []
                for (invariant, result) in zip(Invariant.all, results.dropFirst(2)) {
                    broken += try result.map { cells throws(Fault) in
                        "\(invariant.subject) \(try cells.text()) \(invariant.fault)."
                    }
                }
                return settings + broken
            }
        }
    }

    private static let settings = Statement(
        "SELECT name::text FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'"
    )
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
            "num_nulls(accepted_revision, accepted_hash, accepted_values, accepted_at) NOT IN (0, 4)"
        ),
        posting(
            "is ambiguous and does not say which call is unanswered",
            "phase = 'ambiguous' AND unknown_operation IS NULL"
        ),
        posting(
            "has an ad on its way that is not recorded whole",
            "num_nulls(sent_revision, sent_hash, sent_values, sent_at) NOT IN (0, 4)"
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
