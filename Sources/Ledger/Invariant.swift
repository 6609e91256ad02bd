/// Something that holds after every commit, in words that both SQLite and PostgreSQL understand.
package struct Invariant: Sendable {
    /// What an offender is.
    let subject: String
    /// What is wrong with it.
    let fault: String
    /// Selects the offenders: the posting's reference, and the name that the subject is told by.
    package let offenders: String

    /// What is found when an offender was selected.
    package func finding(posting: String?, name: String) -> LedgerFinding {
        let remedy =
            posting.map {
                "Look at it with `placard log \($0)` and on its board; `placard resolve \($0)` tells what you saw there."
            } ?? LedgerFinding.restore
        return LedgerFinding(posting: posting, "\(subject) \(name) \(fault).", remedy: remedy)
    }

    private static func posting(_ fault: String, _ condition: String) -> Invariant {
        Invariant(
            subject: "The posting",
            fault: fault,
            offenders: "SELECT reference, reference FROM posting WHERE \(condition) ORDER BY reference"
        )
    }

    private static func attempt(_ fault: String, _ condition: String) -> Invariant {
        Invariant(
            subject: "The attempt",
            fault: fault,
            offenders: "SELECT p.reference, a.id FROM attempt a JOIN posting p ON p.id = a.posting WHERE \(condition)"
                + " ORDER BY a.id"
        )
    }

    /// How many of some columns are filled, other than none and all.
    private static func isTorn(_ columns: String...) -> String {
        let counts = columns.map { "CASE WHEN \($0) IS NULL THEN 0 ELSE 1 END" }
        return "\(counts.joined(separator: " + ")) NOT IN (0, \(columns.count))"
    }

    /// All of them.
    package static let all: [Invariant] =
        rows + states + [
            attempt("was made under an epoch that its posting has not reached", "a.epoch > p.epoch"),
            attempt("was made for a generation that was never asked for", "a.generation > p.generation"),
            attempt(
                "points to an exchange that is not kept",
                "NOT EXISTS (SELECT 1 FROM exchange e WHERE e.id = a.exchange)"
            ),
            attempt("has ended and does not say when", "a.ending = 'ended' AND a.ended_at IS NULL"),
            attempt(
                "is under way, and nobody holds its posting",
                "a.ending = 'sending' AND a.epoch = p.epoch AND p.phase <> 'leased'"
            ),
            Invariant(
                subject: "A piece of evidence of the posting",
                fault: "points to an exchange that is not kept",
                offenders:
                    "SELECT DISTINCT p.reference, p.reference FROM evidence v JOIN posting p ON p.id = v.posting "
                    + "WHERE v.exchange IS NOT NULL AND NOT EXISTS (SELECT 1 FROM exchange e WHERE e.id = v.exchange)"
            ),
            Invariant(
                subject: "A watch of the posting",
                fault: "is read through another account than its own",
                offenders: "SELECT DISTINCT p.reference, p.reference FROM watch w JOIN posting p ON p.id = w.posting "
                    + "WHERE w.account <> p.account"
            ),
        ]

    private static let rows = [
        Invariant(
            subject: "The reference",
            fault: "stands in several rows",
            offenders: "SELECT reference, reference FROM posting GROUP BY reference HAVING count(*) > 1"
        ),
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
            isTorn("accepted_revision", "accepted_hash", "accepted_values", "accepted_at")
        ),
        posting(
            "has an ad on its way that is not recorded whole",
            isTorn("sent_revision", "sent_hash", "sent_values", "sent_at")
        ),
        posting("applied a generation that was never asked for", "applied_generation > generation"),
        posting("was renewed more often than was asked", "renewals_done > renewals_asked"),
        posting(
            "points to a revision that is not kept",
            "desired_present AND NOT EXISTS (SELECT 1 FROM revision WHERE hash = desired_revision)"
        ),
    ]

    private static let states = [
        posting(
            "is ambiguous and does not say which call is unanswered",
            "phase = 'ambiguous' AND unknown_operation IS NULL"
        ),
        posting(
            "has an unanswered call of which no attempt is kept",
            "unknown_operation IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.posting = posting.id)"
        ),
        posting(
            "has an unanswered call and is neither held nor ambiguous",
            "observed = 'unknown' AND phase IN ('idle', 'due') AND state <> 'outcome-unknown'"
        ),
        posting("says it is live, and is not on its board", "state = 'live' AND observed IN ('none', 'absent')"),
        posting("says it has ended, and is on its board", "state = 'withdrawn' AND observed = 'present'"),
        posting(
            "says it is live, and no evidence of it is kept",
            "state = 'live' AND NOT EXISTS (SELECT 1 FROM evidence v WHERE v.posting = posting.id AND v.state = 'live')"
        ),
        posting(
            "is to end, is live, and nothing is under way",
            "NOT desired_present AND state = 'live' AND phase = 'idle'"
        ),
    ]
}
