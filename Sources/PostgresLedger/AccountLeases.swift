public import Ledger

public import struct FoundationEssentials.Date

extension PostgresLedger {
    /// Yes: any number of processes work on it.
    public var isShared: Bool { true }

    /// Takes accounts that nobody else holds by the database's clock; see
    /// ``Ledger/Ledger/take(accounts:worker:now:lease:)``.
    ///
    /// The caller's `now` has no say in it.
    public func take(accounts: [String], worker: String, now: Date, lease: Duration)
        async throws(LedgerError) -> [Hold]
    {
        guard !accounts.isEmpty else { return [] }
        let cells: [Cell?] = [
            .texts(accounts.sorted()), .text(holder(worker)), .integer(Int64(lease / .microseconds(1))),
        ]
        let statement = Statement(AccountLeases.take, cells)
        return try await translated { () async throws(Fault) -> [Hold] in
            try await claimer.transaction { transaction throws(Fault) in
                let taken = try transaction.run([statement])[0].map { cells throws(Fault) in
                    Hold(account: try cells.text(), term: try cells.count())
                }
                return ([], taken)
            }
        }
    }

    /// Gives accounts back that the worker holds.
    public func giveBack(accounts: [String], worker: String) async throws(LedgerError) {
        guard !accounts.isEmpty else { return }
        let statement = Statement(AccountLeases.giveBack, [.texts(accounts.sorted()), .text(holder(worker))])
        try await translated { () async throws(Fault) -> Void in
            try await claimer.transaction { transaction throws(Fault) in
                _ = try transaction.run([statement])
                return ([], ())
            }
        }
    }

    /// Accounts that have something due and that no other worker holds, by name.
    public func accountsDue(_ filter: PostingFilter, worker: String, now: Date) async throws(LedgerError) -> [String] {
        let postings = try await firstDues(filter).filter { $0.due <= now }.map(\.account)
        let due = Self.watches(filter, dueBy: now, limit: .max)
        let reading = Statement("SELECT DISTINCT found.account FROM (\(due.sql)) AS found", due.cells)
        let watches = try await rows(reading.sql, reading.cells) { cells throws(Fault) in try cells.text() }
        let names = Set(postings + watches).sorted()
        guard !names.isEmpty else { return [] }
        return try await rows(AccountLeases.free, [.texts(names), .text(holder(worker))]) { cells throws(Fault) in
            try cells.text()
        }
    }

    /// The server's time.
    public func serverNow() async throws(LedgerError) -> Date? {
        let sql = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
        return try await rows(sql, []) { cells throws(Fault) in try cells.date() }.first
    }
}

/// The statements about who holds which account, all by the server's clock.
enum AccountLeases {
    /// Takes those of the accounts `$1` that nobody but `$2` holds, for `$3` microseconds.
    ///
    /// Rows are written in the order of their names, so that no two workers wait for each other.
    static let take = """
        INSERT INTO account_lease AS held (account, holder, term, ends)
        SELECT name, $2, 1, clock_timestamp() + $3::bigint * interval '1 microsecond'
        FROM (SELECT DISTINCT unnest($1::text[]) COLLATE "C" AS name ORDER BY name) AS names
        ON CONFLICT (account) DO UPDATE SET
            term = held.term + CASE WHEN held.holder = excluded.holder THEN 0 ELSE 1 END,
            holder = excluded.holder,
            ends = clock_timestamp() + $3::bigint * interval '1 microsecond'
        WHERE held.holder = excluded.holder OR held.ends <= clock_timestamp()
        RETURNING account, term
        """

    /// Gives the accounts `$1` back that `$2` holds.
    static let giveBack = """
        UPDATE account_lease SET ends = '-infinity'
        WHERE account = ANY(ARRAY(
            SELECT account FROM account_lease WHERE account = ANY($1::text[]) AND holder = $2
            ORDER BY account FOR NO KEY UPDATE
        ))
        """

    /// Gives back what `$1` holds; whoever comes next is another holder.
    static let forget = """
        UPDATE account_lease SET holder = '', ends = '-infinity'
        WHERE account = ANY(ARRAY(
            SELECT account FROM account_lease WHERE holder = $1 ORDER BY account FOR NO KEY UPDATE
        ))
        """

    /// Those of the accounts `$1` that nobody but `$2` holds.
    static let free = """
        SELECT name FROM unnest($1::text[]) AS names (name)
        WHERE \(ClaimStatements.isFree("name COLLATE \"C\"", for: "$2")) ORDER BY name COLLATE "C"
        """

    /// Reads the terms of accounts, and keeps them from changing hands for the rest of the transaction.
    static let lock =
        "SELECT account, term FROM account_lease WHERE account = ANY($1::text[]) ORDER BY account FOR SHARE"
}
