import Ledger
import Postings

extension LedgerRule {
    /// What accounts that workers hold, and the recovery from their deaths, must do.
    static let holding: [LedgerRule] = [
        LedgerRule("an account is taken by one worker at a time, and by that one again") { ledger, report in
            let first = try await ledger.hold(["beta", "alpha"], as: "one")
            report.equal(Set(first), [Hold(account: "alpha", term: 1), Hold(account: "beta", term: 1)], "the first")
            let other = try await ledger.hold(["alpha", "gamma"], as: "two", at: 59)
            report.equal(other, [Hold(account: "gamma", term: 1)], "what another worker gets")
            let again = try await ledger.hold(["alpha"], as: "one", at: 59)
            report.equal(again, [Hold(account: "alpha", term: 1)], "what the same worker gets again")
            report.equal(try await ledger.hold(["alpha"], as: "two", at: 100), [], "what was taken for longer")
            report.equal(try await ledger.hold([], as: "two"), [], "none")
        },
        LedgerRule("an account whose lease has ended is taken by whoever comes next, under a new term") {
            ledger,
            report in
            _ = try await ledger.hold(["alpha", "beta"], as: "one", for: .zero)
            let own = try await ledger.hold(["alpha"], as: "one", at: 1)
            report.equal(own, [Hold(account: "alpha", term: 1)], "what nobody else had meanwhile")
            let other = try await ledger.hold(["alpha", "beta"], as: "two", at: 1)
            report.equal(other, [Hold(account: "beta", term: 2)], "what the next one gets")
        },
        LedgerRule("an account that was given back is free, and only its holder gives it back") { ledger, report in
            _ = try await ledger.hold(["alpha", "beta"], as: "one")
            try await ledger.giveBack(accounts: ["alpha", "beta", "unknown"], worker: "two")
            report.equal(try await ledger.hold(["alpha"], as: "two"), [], "what another gave back")
            try await ledger.giveBack(accounts: ["alpha"], worker: "one")
            let taken = try await ledger.hold(["alpha", "beta"], as: "two")
            report.equal(taken, [Hold(account: "alpha", term: 2)], "what its holder gave back")
        },
        LedgerRule("of many that take an account at once, one gets it") { ledger, report in
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for worker in 0..<8 {
                    group.addTask { try await ledger.hold(["alpha", "beta"], as: "w\(worker)").count }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            report.equal(counts.reduce(0, +), 2, "how often two accounts were taken")
        },
        LedgerRule("a step under a hold that has passed to another writes nothing") { ledger, report in
            let old = try await ledger.hold(["alpha"], as: "one", for: .zero)[0]
            let slow = try await ledger.commit([Step(holding: old, [.secret(name: "slow", sealed: [1])])])
            report.equal(slow.map(\.written), [true], "whether one that nobody has relieved wrote")
            let new = try await ledger.hold(["alpha"], as: "two", at: 1)[0]
            let results = try await ledger.commit([
                Step(holding: old, [.secret(name: "old", sealed: [1]), .account(AccountState(name: "alpha"))]),
                Step(holding: new, [.secret(name: "new", sealed: [1])]),
                Step(holding: Hold(account: "never", term: 1), [.secret(name: "never", sealed: [1])]),
            ])
            report.equal(results.map(\.written), [false, true, false], "what was written")
            report.equal(try await ledger.secret("old"), nil, "what the first holder wrote")
            report.equal(try await ledger.accounts(["alpha"]), [], "what the first holder remembered")
            report.equal(try await ledger.secret("new"), [1], "what the second holder wrote")
        },
        LedgerRule("a claim leaves alone what another worker's account has") { ledger, report in
            _ = try await ledger.add([Sample.posting(1, account: "alpha"), Sample.posting(2, account: "beta")])
            _ = try await ledger.hold(["alpha"], as: "other")
            for filter in [PostingFilter(roles: ["engineer"], accounts: ["alpha"]), PostingFilter(accounts: ["alpha"])]
            {
                report.equal(try await ledger.take(9, of: filter), [], "what \(filter) takes")
            }
            report.equal(try await ledger.take(9).map(\.reference), ["R2"], "what a claim takes")
            try await ledger.giveBack(accounts: ["alpha"], worker: "other")
            report.equal(try await ledger.take(9).map(\.reference), ["R1"], "what a claim takes afterwards")
        },
        LedgerRule("accounts are due that have a posting or a watch due and that no other worker holds") {
            ledger,
            report in
            let accounts = ["cooling", "due", "held", "late", "own", "watched"]
            _ = try await ledger.add(
                accounts.enumerated().map { Sample.posting($0, account: $1, due: $1 == "late" ? 50 : 0) }
                    + [Sample.posting(9, role: "cook", account: "cook"), Sample.posting(10, account: "idle", due: nil)]
            )
            var state = AccountState(name: "cooling")
            state.cooldownUntil = Sample.time(90)
            let seen = [watch(.account("idle"), "feed", account: "idle", due: 5)]
            _ = try await ledger.commit([Step([.account(state)] + seen.map(Change.watch))])
            _ = try await ledger.hold(["held"], as: "other")
            _ = try await ledger.hold(["own"], as: "worker")
            _ = try await ledger.hold(["late"], as: "other", for: .zero)
            let cases: [(PostingFilter, Double, [String])] = [
                (PostingFilter(), 10, ["cook", "due", "idle", "own", "watched"]),
                (PostingFilter(), 4, ["cook", "due", "own", "watched"]),
                (PostingFilter(accounts: ["due", "late", "held"]), 55, ["due", "late"]),
                (PostingFilter(roles: ["cook"]), 10, ["cook"]), (PostingFilter(accounts: []), 10, []),
            ]
            for (filter, time, names) in cases {
                let found = try await ledger.accountsDue(filter, worker: "worker", now: Sample.time(time))
                report.equal(found, names, "the accounts of \(filter) after \(time) seconds")
            }
        },
        LedgerRule("a worker that begins again frees what it held, and nothing that another may hold") {
            ledger,
            report in
            _ = try await ledger.add([Sample.posting(1, account: "alpha"), Sample.posting(2, account: "beta")])
            let old = try await ledger.hold(["alpha"], as: "worker")[0]
            _ = try await ledger.hold(["beta"], as: "other")
            _ = try await ledger.take(1)
            let beta = PostingFilter(accounts: ["beta"])
            _ = try await ledger.claim(beta, limit: 1, worker: "other", now: Sample.time(10), lease: .seconds(60))
            let free = try await ledger.recoverOwn(worker: "worker", now: Sample.time(12)).map(\.reference)
            report.equal(Set(free), ledger.isShared ? ["R1"] : ["R1", "R2"], "what is free")
            let taken = try await ledger.hold(["alpha", "beta"], as: "third", at: 12).map(\.account)
            report.equal(Set(taken), ledger.isShared ? ["alpha"] : ["alpha", "beta"], "the accounts that are free")
            // Not even the same worker goes on under what an earlier life of it held.
            let late = try await ledger.commit([Step(holding: old, [.secret(name: "old", sealed: [1])])])
            report.equal(late.map(\.written), [false], "whether the earlier life wrote")
        },
        LedgerRule("the same worker that begins again holds its accounts under a new term") { ledger, report in
            _ = try await ledger.hold(["alpha"], as: "worker")
            _ = try await ledger.recoverOwn(worker: "worker", now: Sample.time(12))
            report.equal(try await ledger.hold(["alpha"], as: "worker").map(\.term), [2], "the term")
        },
        LedgerRule("a sweep frees what has been leased for too long, whoever had it, and nothing else") {
            ledger,
            report in
            _ = try await ledger.add((1...3).map { Sample.posting($0) })
            let dead = try await ledger.claim(
                PostingFilter(reference: "R1"),
                limit: 1,
                worker: "dead",
                now: Sample.time(10),
                lease: .zero
            )
            let sent = Sample.attempt("sent", on: dead[0])
            _ = try await ledger.commit([Step([.exchange(Sample.exchange("sent")), .attempt(sent)])])
            let living = try await ledger.take(1)
            let free = try await ledger.sweep(now: Sample.time(11))
            report.equal(free.map(\.reference), ["R1"], "what is free")
            report.equal(free.map(\.phase), [.ambiguous], "its phase")
            report.equal(free.map(\.epoch), [dead[0].epoch + 1], "its epoch")
            let found = try await ledger.postings(PostingFilter(ids: living.map(\.id)))
            report.equal(found, living, "what lives")
            report.equal(try await ledger.sweep(now: Sample.time(11)), [], "what is free afterwards")
        },
    ]
}

extension Ledger {
    /// Takes accounts for a minute.
    fileprivate func hold(
        _ accounts: [String],
        as worker: String,
        at seconds: Double = 0,
        for lease: Duration = .seconds(60)
    ) async throws(LedgerError) -> [Hold] {
        try await take(accounts: accounts, worker: worker, now: Sample.time(seconds), lease: lease)
    }
}
