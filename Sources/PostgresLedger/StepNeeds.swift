import Ledger

/// What steps refer to, found before anything is locked.
struct StepNeeds: Sendable {
    /// Row numbers of postings.
    private(set) var postings: Set<Int64> = []
    /// How many postings are new.
    private(set) var fresh = 0
    /// Keys of rate windows.
    private(set) var windows: Set<String> = []
    /// Names of accounts.
    private(set) var accounts: Set<String> = []
    /// Names of accounts that must not have changed hands.
    private(set) var held: Set<String> = []

    init(_ steps: some Sequence<Step>) {
        for step in steps {
            if let needed = step.guarding { postings.insert(needed.posting) }
            if let hold = step.holding { held.insert(hold.account) }
            for change in step.changes { add(change) }
        }
    }

    private mutating func add(_ change: Change) {
        switch change {
        case .posting(let posting) where posting.id == 0: fresh += 1
        case .posting(let posting), .wished(let posting, _), .delivered(let posting, _): postings.insert(posting.id)
        case .window(let window), .drawn(let window, _): windows.insert(window.key)
        case .account(let account), .learnt(let account, _): accounts.insert(account.name)
        default: break
        }
    }

    /// Reserves the numbers of new postings, and locks rows that others may write too, always in the same order.
    ///
    /// What they answer is read by ``StepPlan/init(answers:needs:)``.
    var statements: [Statement] {
        var all = [
            Statement(
                "SELECT nextval('posting_id_seq') FROM generate_series(1, $1::bigint)",
                [.integer(Int64(fresh))]
            ),
            Statement(LockedRow.lock, [.integers(postings.sorted())]),
        ]
        // What was never used has no row to lock, and yet two may be the first to write of it.
        if !windows.isEmpty {
            all.append(Statement(WindowRow.begin, [.texts(windows.sorted())]))
            all.append(Statement(WindowRow.lock, [.texts(windows.sorted())]))
        }
        if !accounts.isEmpty {
            all.append(Statement(AccountRow.begin, [.texts(accounts.sorted())]))
            all.append(Statement(AccountRow.lock, [.texts(accounts.sorted())]))
        }
        if !held.isEmpty { all.append(Statement(AccountLeases.lock, [.texts(held.sorted())])) }
        return all
    }
}

extension StepPlan {
    /// Begins a plan on what the statements of ``StepNeeds/statements`` answered.
    init(answers: [ResultSet], needs: StepNeeds) throws(Fault) {
        var left = answers[...]
        let numbers = try left.removeFirst().map { cells throws(Fault) in try cells.integer() }
        let rows = try left.removeFirst().map { cells throws(Fault) in try LockedRow.row(&cells) }
        var windows: [WindowState] = []
        if !needs.windows.isEmpty {
            left.removeFirst()
            windows = try left.removeFirst().map { cells throws(Fault) in try WindowRow.window(&cells) }
        }
        var accounts: [AccountState] = []
        if !needs.accounts.isEmpty {
            left.removeFirst()
            accounts = try left.removeFirst().map { cells throws(Fault) in try AccountRow.account(&cells) }
        }
        var holds: [Hold] = []
        if !needs.held.isEmpty {
            holds = try left.removeFirst().map { cells throws(Fault) in
                Hold(account: try cells.text(), term: try cells.count())
            }
        }
        self.init(
            rows: Dictionary(rows) { $1 },
            accounts: accounts,
            windows: windows,
            holds: holds,
            numbers: numbers
        )
    }
}
