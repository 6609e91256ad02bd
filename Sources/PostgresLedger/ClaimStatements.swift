/// The statements by which postings are found, taken and freed.
///
/// A claim goes from account to account: each is one descent of an index, as is each posting taken, whatever the size
/// of the table. What is due is judged by the caller's clock, a lease by the server's.
enum ClaimStatements {
    /// A posting that may be taken at `$1`.
    static let isDue = "phase IN ('due', 'ambiguous') AND due_at <= $1"

    /// An account that may be served at `$1`, or was never heard of.
    static let isOpen = """
        (memory.name IS NULL OR (memory.paused_code IS NULL
            AND coalesce(memory.cooldown_until, 0) <= $1 AND coalesce(memory.open_until, 0) <= $1))
        """

    /// An account that nobody but a holder holds, by the server's clock.
    static func isFree(_ account: String, for holder: String) -> String {
        """
        NOT EXISTS (SELECT 1 FROM account_lease AS held WHERE held.account = \(account)
            AND held.holder <> \(holder) AND held.ends > clock_timestamp())
        """
    }

    /// Accounts that have something due and that nobody but `$4` holds, beginning behind the one named by `$2`; at
    /// most `$3`.
    static let accounts = """
        WITH RECURSIVE waiting AS (\(walk))
        \(open)
        """

    /// The same among the accounts of `$5`.
    static let namedAccounts = """
        WITH waiting AS MATERIALIZED (SELECT DISTINCT unnest($5::text[]) COLLATE "C" AS account)
        \(open)
        """

    /// Takes up to `$3` of what is due longest on each account of `$2`.
    ///
    /// What another worker is just taking is passed over. Without the fence around `pick` the planner might run it
    /// again for each row and take more than it should. `$4` to `$7` say for whom and for how long.
    static let take = """
        WITH pick AS MATERIALIZED (
            SELECT found.id FROM unnest($2::text[]) AS serving (account) CROSS JOIN LATERAL (
                SELECT id FROM posting WHERE account = serving.account COLLATE "C" AND \(isDue)
                ORDER BY due_at, id LIMIT $3::bigint FOR NO KEY UPDATE SKIP LOCKED
            ) AS found
        )
        \(lease)
        """

    /// Takes the postings of `$2` that are still due, at most `$3` in number.
    static let takeRows = """
        WITH pick AS MATERIALIZED (
            SELECT id FROM posting WHERE id = ANY($2::bigint[]) AND \(isDue)
            ORDER BY id LIMIT $3::bigint FOR NO KEY UPDATE SKIP LOCKED
        )
        \(lease)
        """

    /// What is due at `$1` and fulfils a condition, on accounts that may be served and that nobody but `$2` holds.
    static func candidates(_ condition: String) -> String {
        """
        SELECT posting.id, posting.account, posting.due_at
        FROM posting \(remembering("posting.account"))
        WHERE \(condition) AND \(isDue) AND \(isOpen) AND \(isFree("posting.account", for: "$2"))
        """
    }

    /// Rows whose lease is held under the name of `$1`.
    static let own = leased("lease_holder = $1")

    /// Rows whose lease has ended by the server's clock.
    static let ended = leased("(lease_ends IS NULL OR lease_ends <= clock_timestamp())")

    private static func leased(_ condition: String) -> String {
        """
        SELECT \(PostingRow.columns) FROM posting WHERE phase = 'leased' AND \(condition)
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
        """
    }

    /// The unanswered calls of the postings of `$1` under their present epoch, newest first.
    static let interrupted = """
        SELECT attempt.posting, \(AttemptRow.select)
        FROM posting JOIN attempt ON attempt.posting = posting.id AND attempt.epoch = posting.epoch
        WHERE posting.id = ANY($1::bigint[]) AND attempt.ending = 'sending' AND attempt.operation <> 'find'
        ORDER BY attempt.started_at, attempt.number
        """

    /// Joins what is remembered of an account: one look at the index for each.
    static func remembering(_ account: String) -> String {
        "LEFT JOIN LATERAL (SELECT * FROM account WHERE account.name = \(account) LIMIT 1) AS memory ON TRUE"
    }

    /// From account to account of those that have anything waiting.
    static let walk = """
        (SELECT account FROM posting WHERE phase IN ('due', 'ambiguous') ORDER BY account LIMIT 1)
            UNION ALL
            SELECT (
                SELECT next.account FROM posting AS next
                WHERE next.phase IN ('due', 'ambiguous') AND next.account > waiting.account
                ORDER BY next.account LIMIT 1
            ) FROM waiting WHERE waiting.account IS NOT NULL
        """

    private static let open = """
        SELECT waiting.account FROM waiting
        CROSS JOIN LATERAL (
            SELECT 1 FROM posting WHERE posting.account = waiting.account AND \(isDue) ORDER BY due_at LIMIT 1
        ) AS due
        \(remembering("waiting.account"))
        WHERE \(isOpen) AND \(isFree("waiting.account", for: "$4"))
        ORDER BY waiting.account <= $2, waiting.account LIMIT $3::bigint
        """

    // An array, not a join: a join might read every posting for each one picked, when the server has not counted lately.
    private static let lease = """
        UPDATE posting SET phase = 'leased', epoch = epoch + 1, lease_owner = $4, lease_until = $5,
            lease_holder = $6, lease_ends = clock_timestamp() + $7::bigint * interval '1 microsecond'
        WHERE posting.id = ANY(ARRAY(SELECT id FROM pick))
        RETURNING \(PostingRow.columns)
        """
}
