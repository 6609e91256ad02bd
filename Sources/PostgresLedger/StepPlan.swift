import Ledger
import Postings

/// What a row of postings must be known for before steps are written.
struct LockedRow: Sendable {
    var epoch: Int
    var phase: Phase
    var wish: Wish
    let reference: String
    let key: PostingKey

    /// Locks rows in the order of their numbers, so that no two writers wait for each other.
    ///
    /// Adding a record that refers to a locked posting does not wait for its lock.
    static let lock = """
        SELECT id, epoch, phase, desired_present, desired_revision, generation, renewals_asked, not_before, place_label,
            reference, role, account, places, language
        FROM posting WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE
        """

    static func row(_ cells: inout CellReader) throws(Fault) -> (Int64, LockedRow) {
        let (id, epoch, phase) = (try cells.integer(), try cells.count(), try cells.word(Phase.self))
        let (present, revision) = (try cells.boolean(), cells.optionalText())
        let wish = Wish(
            desire: present ? .present(revision: revision ?? "") : .absent,
            generation: try cells.count(),
            renewalsAsked: try cells.count(),
            notBefore: cells.optionalDate(),
            placeLabel: cells.optionalText()
        )
        let reference = try cells.text()
        let key = try PostingRow.key(&cells)
        return (id, LockedRow(epoch: epoch, phase: phase, wish: wish, reference: reference, key: key))
    }

    init(epoch: Int, phase: Phase, wish: Wish, reference: String, key: PostingKey) {
        self.epoch = epoch
        self.phase = phase
        self.wish = wish
        self.reference = reference
        self.key = key
    }

    init(_ posting: Posting) {
        self.init(
            epoch: posting.epoch,
            phase: posting.phase,
            wish: posting.wish,
            reference: posting.reference,
            key: posting.key
        )
    }
}

/// Turns steps into statements, on what the locked rows say.
///
/// It follows the steps, so that a later one sees what an earlier one will have written.
struct StepPlan: Sendable {
    /// The locked rows, as the steps planned so far leave them.
    private var rows: [Int64: LockedRow]
    /// The accounts of which something was learnt, as the steps planned so far leave them.
    private var accounts: [String: AccountState]
    /// The memories of the windows that are written, as the steps planned so far leave them.
    private var windows: [String: String]
    /// The terms of the accounts that workers hold.
    private let terms: [String: Int]
    /// Row numbers for new postings.
    private var numbers: ArraySlice<Int64>
    /// What is to be run.
    private(set) var statements: [Statement] = []
    /// Whether something became due that a sleeping worker might wait for.
    private(set) var awakens = false

    init(
        rows: [Int64: LockedRow],
        accounts: [AccountState],
        windows: [WindowState],
        holds: [Hold],
        numbers: [Int64]
    ) {
        terms = Dictionary(holds.map { ($0.account, $0.term) }) { $1 }
        self.windows = Dictionary(windows.map { ($0.key, $0.memory) }) { $1 }
        self.rows = rows
        self.accounts = Dictionary(accounts.map { ($0.name, $0) }) { $1 }
        self.numbers = numbers[...]
    }

    /// Adds a call's steps, or nothing of them when one cannot be written.
    mutating func add(_ steps: [Step]) -> Result<[StepResult], LedgerError> {
        let before = self
        do throws(LedgerError) {
            var results: [StepResult] = []
            for step in steps { results.append(try add(step)) }
            return .success(results)
        } catch {
            self = before
            return .failure(error)
        }
    }

    private mutating func add(_ step: Step) throws(LedgerError) -> StepResult {
        if let needed = step.guarding, rows[needed.posting]?.epoch != needed.epoch {
            return StepResult(written: false, newPostings: [])
        }
        if let hold = step.holding, terms[hold.account] != hold.term {
            return StepResult(written: false, newPostings: [])
        }
        for change in step.changes where try !isAsRead(change) { return StepResult(written: false, newPostings: []) }
        var fresh: [Int64] = []
        var delivered: [Posting] = []
        var learnt: [Learnt] = []
        for change in step.changes {
            switch change {
            case .posting(let posting) where posting.id == 0:
                fresh.append(try insert(posting))
            case .posting(let posting):
                try save(posting)
                awakens = awakens || posting.phase == .due || posting.phase == .ambiguous
            case .wished(let posting, _):
                try want(posting)
                awakens = awakens || posting.phase == .due || posting.phase == .ambiguous
            case .delivered(var posting, let now):
                posting.adopt(try row(of: posting).wish, now: now)
                try save(posting)
                delivered.append(posting)
            case .account(let account): write(account)
            case .learnt(let account, let base):
                let before = accounts[account.name] ?? AccountState(name: account.name)
                let after = account.merged(from: base, over: before)
                if after != before { write(after) }
                learnt.append(Learnt(before: before, after: after))
            default: try write(change, fresh.last)
            }
        }
        return StepResult(written: true, newPostings: fresh, delivered: delivered, learnt: learnt)
    }

    /// Whether what a change depends on is as its writer had read it.
    private func isAsRead(_ change: Change) throws(LedgerError) -> Bool {
        switch change {
        case .drawn(let window, let read): return windows[window.key, default: ""] == read.memory
        case .posting(let posting) where posting.id != 0, .wished(let posting, _):
            let row = try row(of: posting)
            return row.phase.takes(change, over: row.wish)
        default: return true
        }
    }

    private mutating func want(_ posting: Posting) throws(LedgerError) {
        var row = try row(of: posting)
        statements.append(PostingRow.wishing(posting, isHeld: row.phase == .leased))
        row.wish = posting.wish
        if row.phase != .leased {
            row.phase = posting.phase
            row.epoch += 1
        }
        rows[posting.id] = row
    }

    private mutating func insert(_ posting: Posting) throws(LedgerError) -> Int64 {
        guard let id = numbers.popFirst() else { throw .failed(reason: "there is no number for a new posting") }
        statements.append(PostingRow.inserting(posting, id: id))
        rows[id] = LockedRow(posting)
        awakens = true
        return id
    }

    private mutating func save(_ posting: Posting) throws(LedgerError) {
        _ = try row(of: posting)
        statements.append(PostingRow.updating(posting))
        rows[posting.id] = LockedRow(posting)
    }

    private func row(of posting: Posting) throws(LedgerError) -> LockedRow {
        guard let row = rows[posting.id], row.reference == posting.reference, row.key == posting.key else {
            throw .failed(reason: "row \(posting.id) is not the posting \(posting.reference)")
        }
        return row
    }

    private mutating func write(_ change: Change, _ newest: Int64?) throws(LedgerError) {
        switch change {
        case .posting, .wished, .delivered, .account, .learnt: break
        case .exchange(let exchange): run(ExchangeRow.save, ExchangeRow.cells(exchange))
        case .attempt(let attempt):
            run(AttemptRow.save, AttemptRow.cells(attempt, posting: try number(attempt.posting, newest)))
        case .evidence(let evidence):
            run(EvidenceRow.add, EvidenceRow.cells(evidence, posting: try number(evidence.posting, newest)))
        case .watch(let watch):
            run(WatchRow.save, WatchRow.cells(watch, owner: try owner(watch.owner, newest)))
            awakens = awakens || watch.dueAt != nil
        case .startWatch(let watch):
            run(WatchRow.start, WatchRow.cells(watch, owner: try owner(watch.owner, newest)))
            awakens = awakens || watch.dueAt != nil
        case .readWatch(let watch, let read):
            run(WatchRow.read, WatchRow.cells(watch, owner: watch.owner) + [.date(read.dueAt)])
            awakens = awakens || watch.dueAt != nil
        case .wakeWatch(let owner, let name, let instant):
            run(WatchRow.wake, [.text(WatchRow.owner(owner)), .text(name), .date(instant)])
            awakens = true
        case .endWatch(let owner, let name): run(WatchRow.end, [.text(WatchRow.owner(owner)), .text(name)])
        case .window(let window), .drawn(let window, _):
            run(WindowRow.save, WindowRow.cells(window))
            windows[window.key] = window.memory
        case .lookup(let lookup): run(LookupRow.save, LookupRow.cells(lookup))
        case .revision(let hash, let role, let content, let at):
            run(
                "INSERT INTO revision (hash, role, content, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                [.text(hash), .text(role), .bytes(content), .date(at)]
            )
        case .secret(let name, let sealed?):
            run(Statements.upsert("secret", key: ["name"], ["sealed"]), [.text(name), .bytes(sealed)])
        case .secret(let name, nil): run("DELETE FROM secret WHERE name = $1", [.text(name)])
        }
    }

    private mutating func write(_ account: AccountState) {
        run(AccountRow.save, AccountRow.cells(account))
        accounts[account.name] = account
    }

    private mutating func run(_ sql: String, _ cells: [Cell?]) { statements.append(Statement(sql, cells)) }

    /// The row meant by a record's posting number, where 0 is the step's newest posting.
    private func number(_ number: Int64, _ newest: Int64?) throws(LedgerError) -> Int64 {
        guard let row = number == 0 ? newest : number else { throw .failed(reason: "a record belongs to no posting") }
        return row
    }

    private func owner(_ owner: Watch.Owner, _ newest: Int64?) throws(LedgerError) -> Watch.Owner {
        guard case .posting(let number) = owner else { return owner }
        return .posting(try self.number(number, newest))
    }
}
