import Ledger
import Postings

extension LedgerRule {
    /// What claims and the recovery from a crash must do.
    static let claiming: [LedgerRule] = [
        LedgerRule("a claim raises the epoch, leases, and takes nothing twice") { ledger, report in
            let added = try await ledger.add([Sample.posting(1)])
            let taken = try await ledger.take(5)
            report.equal(taken.map(\.id), added.map(\.id), "what was taken")
            report.equal(taken.map(\.epoch), [1], "the epoch")
            report.equal(taken.map(\.phase), [.leased], "the phase")
            report.equal(taken.map(\.leaseOwner), ["worker"], "the owner")
            report.equal(taken.map(\.leaseUntil), [Sample.time(70)], "the end of the lease")
            report.equal(try await ledger.postings(PostingFilter()), taken, "what is stored")
            report.equal(try await ledger.take(5), [], "a second claim")
        },
        LedgerRule("a claim takes what is due or ambiguous, and nothing before its time") { ledger, report in
            var postings = Phase.allCases.enumerated().map { number, phase in
                var posting = Sample.posting(number)
                posting.phase = phase
                if phase == .leased { (posting.leaseOwner, posting.leaseUntil) = ("other", Sample.time(90)) }
                return posting
            }
            postings.append(Sample.posting(10, due: 10))
            postings.append(Sample.posting(11, due: 10.001))
            let added = try await ledger.add(postings)
            // An ambiguous posting has an unanswered call, and that call an attempt.
            var ambiguous = added[3]
            ambiguous.unknownOperation = .create
            let attempt = Sample.attempt("a", on: ambiguous)
            _ = try await ledger.commit([
                Step([.posting(ambiguous), .exchange(Sample.exchange("a")), .attempt(attempt)])
            ])
            let taken = Set(try await ledger.take(50).map(\.reference))
            report.equal(taken, ["R1", "R3", "R10"], "what was taken")
        },
        LedgerRule("a claim takes the oldest of an account first and no more than its limit") { ledger, report in
            _ = try await ledger.add([3, 1, 2, 5, 4].map { Sample.posting($0, due: Double($0)) })
            report.equal(try await ledger.take(2).map(\.reference), ["R1", "R2"], "the first claim")
            report.equal(try await ledger.take(2).map(\.reference), ["R3", "R4"], "the second claim")
            report.equal(try await ledger.take(0), [], "a claim of none")
        },
        LedgerRule("accounts share a claim, however many postings one of them has") { ledger, report in
            let many = (0..<40).map { Sample.posting($0, account: "alpha", due: 0) }
            let few = (40..<43).map { Sample.posting($0, account: "beta", due: 5) }
            _ = try await ledger.add(many + few + [Sample.posting(50, account: "gamma", due: 9)])
            let taken = Dictionary(grouping: try await ledger.take(9), by: \.key.account).mapValues(\.count)
            report.equal(taken, ["alpha": 5, "beta": 3, "gamma": 1], "the shares")
        },
        LedgerRule("accounts take turns when a claim is smaller than their number") { ledger, report in
            let accounts = ["a", "b", "c", "d", "e"]
            _ = try await ledger.add((0..<20).map { Sample.posting($0, account: accounts[$0 % 5]) })
            var served: [String] = []
            for _ in 0..<5 { served += try await ledger.take(2).map(\.key.account) }
            let shares = Dictionary(grouping: served) { $0 }.mapValues(\.count)
            report.equal(shares, Dictionary(uniqueKeysWithValues: accounts.map { ($0, 2) }), "the shares")
        },
        LedgerRule("postings of paused and cooling accounts are left alone until they may be served") {
            ledger,
            report in
            let names = ["cooling", "free", "open", "paused"]
            _ = try await ledger.add(names.enumerated().map { Sample.posting($0, account: $1) })
            var states = names.map(AccountState.init(name:))
            states[0].cooldownUntil = Sample.time(20)
            states[2].openUntil = Sample.time(30)
            states[3].paused = PostingError(code: "c", message: "m", remedy: "r")
            _ = try await ledger.commit([Step(states.map(Change.account))])
            for roles in [nil, ["engineer"]] {
                let filter = PostingFilter(roles: roles, accounts: ["cooling", "open", "paused"])
                report.equal(try await ledger.take(9, of: filter), [], "a claim of held accounts")
            }
            let served = [10.0, 20, 30, 40]
            var taken: [[String]] = []
            for second in served { taken.append(try await ledger.take(9, at: second).map(\.key.account)) }
            report.equal(taken, [["free"], ["cooling"], ["open"], []], "who is served after 10, 20, 30, 40 seconds")
        },
        LedgerRule("a claim obeys its filter") { ledger, report in
            let added = try await ledger.add([
                Sample.posting(1, role: "cook", account: "alpha"), Sample.posting(2, role: "cook", account: "beta"),
                Sample.posting(3, role: "clerk", account: "alpha"), Sample.posting(4, role: "clerk", account: "beta"),
                Sample.posting(5, role: "clerk", account: "gamma"), Sample.posting(6, role: "waiter", account: "beta"),
            ])
            let filters = [
                PostingFilter(roles: ["cook"], accounts: ["beta"]), PostingFilter(reference: "R4"),
                PostingFilter(accounts: ["alpha"]), PostingFilter(accounts: []), PostingFilter(roles: ["clerk"]),
                PostingFilter(roles: ["clerk"], ids: [added[5].id]),
                PostingFilter(ids: [added[5].id, added[0].id, 99]),
            ]
            var taken: [[String]] = []
            for filter in filters { taken.append(try await ledger.take(9, of: filter).map(\.reference)) }
            report.equal(taken, [["R2"], ["R4"], ["R1", "R3"], [], ["R5"], [], ["R6"]], "what each filter takes")
        },
        LedgerRule("recovery frees what was leased, and an unanswered call stays unknown") { ledger, report in
            _ = try await ledger.add((1...5).map { Sample.posting($0) } + [Sample.posting(6, due: nil)])
            let held = try await ledger.take(9)
            var ended = Sample.attempt("ended", on: held[3])
            ended.ending = .ended
            ended.endedAt = Sample.time(2)
            let attempts = [
                Sample.attempt("sent", on: held[1], .update), Sample.attempt("find", on: held[2], .find), ended,
            ]
            // The last one's earlier call is unanswered, and its look-up was interrupted.
            var asking = held[4]
            (asking.observed, asking.unknownOperation, asking.unknownSince) = (.unknown, .create, Sample.time(0.5))
            _ = try await ledger.commit([
                Step((attempts + [Sample.attempt("ask", on: asking, .find)]).map(Change.attempt)),
                Step(["sent", "find", "ended", "ask"].map { .exchange(Sample.exchange($0)) }),
                Step([.delivered(asking, now: Sample.start)]),
            ])
            let free = try await ledger.recoverOwn(worker: "worker", now: Sample.time(12))
            let stored = try await ledger.postings(PostingFilter())
            report.equal(free.sorted { $0.id < $1.id }, Array(stored.prefix(5)), "what recovery returns")
            report.equal(stored.map(\.phase), [.due, .ambiguous, .due, .due, .ambiguous, .idle], "the phases")
            report.equal(stored.map(\.observed), [.none, .unknown, .none, .none, .unknown, .none], "what is observed")
            report.equal(
                stored.map(\.unknownSince),
                [nil, Sample.time(1), nil, nil, Sample.time(0.5), nil],
                "since when calls are unanswered"
            )
            report.equal(stored.map(\.unknownOperation), [nil, .update, nil, nil, .create, nil], "which calls")
            report.equal(stored.map(\.leaseOwner), Array(repeating: nil, count: 6), "the owners")
            report.equal(try await ledger.take(9, at: 12).count, 5, "the number that can be claimed at once")
        },
        LedgerRule("recovery ignores attempts of earlier epochs") { ledger, report in
            _ = try await ledger.add([Sample.posting(1)])
            var posting = try await ledger.take(1)[0]
            let old = Sample.attempt("old", on: posting)
            (posting.phase, posting.leaseOwner, posting.leaseUntil) = (.due, nil, nil)
            _ = try await ledger.commit([
                Step([.exchange(Sample.exchange("old")), .attempt(old), .delivered(posting, now: Sample.start)])
            ])
            _ = try await ledger.take(1)
            report.equal(
                try await ledger.recoverOwn(worker: "worker", now: Sample.time(12)).map(\.phase),
                [.due],
                "the phase"
            )
        },
    ]
}
