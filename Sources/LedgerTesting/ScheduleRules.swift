import Documents
import Ledger
import Postings

import struct FoundationEssentials.Date

extension LedgerRule {
    /// What watches and the next due instant must do.
    static let schedule: [LedgerRule] = [
        LedgerRule("a watch is set, replaced under its owner and name, and ended") { ledger, report in
            let posting = try await ledger.add([Sample.posting(1)])[0]
            var first = watch(.posting(posting.id), "review", due: 5)
            let other = watch(.account("alpha"), "review", due: 6)
            _ = try await ledger.commit([Step([.watch(first), .watch(other)])])
            (first.readings, first.cursor, first.kept, first.dueAt) = (3, "c", ["task": .text("t")], Sample.time(7))
            _ = try await ledger.commit([Step([.watch(first)])])
            let both = try await ledger.watches(PostingFilter(), dueBy: Sample.time(9), limit: 9)
            report.equal(both, [other, first], "the watches")
            _ = try await ledger.commit([Step([.endWatch(.posting(posting.id), name: "review")])])
            let left = try await ledger.watches(PostingFilter(), dueBy: Sample.time(9), limit: 9)
            report.equal(left, [other], "what is left")
        },
        LedgerRule("a watch that starts again keeps its place and its time, and one that is woken all else") {
            ledger,
            report in
            let posting = try await ledger.add([Sample.posting(1)])[0]
            var known = watch(.account("alpha"), "feed", due: 5)
            (known.cursor, known.readings) = ("c", 3)
            var fresh = watch(.account("alpha"), "feed", due: 9)
            fresh.generation = 7
            let other = watch(.posting(posting.id), "review", due: nil)
            _ = try await ledger.commit([Step([.watch(known)])])
            _ = try await ledger.commit([Step([.startWatch(fresh), .startWatch(other)])])
            (fresh.cursor, fresh.dueAt) = ("c", Sample.time(5))
            report.equal(try await all(of: ledger), [fresh, other], "the watches that were started")
            func woken(at seconds: Double) async throws -> [Watch] {
                let owners: [(Watch.Owner, String)] = [
                    (fresh.owner, "feed"), (other.owner, "review"), (other.owner, "unknown"),
                ]
                let wakes = owners.map { Change.wakeWatch($0, name: $1, at: Sample.time(seconds)) }
                _ = try await ledger.commit([Step(wakes)])
                return try await all(of: ledger)
            }
            var due = other
            due.dueAt = Sample.time(8)
            report.equal(try await woken(at: 8), [fresh, due], "what is woken later")
            (fresh.dueAt, due.dueAt) = (Sample.time(2), Sample.time(2))
            report.equal(try await woken(at: 2), [fresh, due], "what is woken earlier")
            fresh.dueAt = nil
            _ = try await ledger.commit([Step([.startWatch(fresh)])])
            report.equal(try await all(of: ledger).last, fresh, "what was started to rest")
        },
        LedgerRule("a watch that was read is due as it says, unless somebody has woken or ended it meanwhile") {
            ledger,
            report in
            let names = ["alone", "woken", "resting", "wakes", "ended"]
            let dues: [Double?] = [1, 1, 1, nil, 1]
            let read = zip(names, dues).map { watch(.account("alpha"), $0, due: $1) }
            _ = try await ledger.commit([Step(read.map(Change.watch))])
            // Somebody wakes three of them while they are read.
            let owner = Watch.Owner.account("alpha")
            let wakes = names[1...3].map { Change.wakeWatch(owner, name: $0, at: Sample.time(0.5)) }
            _ = try await ledger.commit([Step(wakes + [.endWatch(owner, name: "ended")])])
            var after = read
            let later: [Double?] = [60, 60, nil, 60, 60]
            for (place, due) in later.enumerated() {
                (after[place].readings, after[place].cursor) = (4, "next")
                after[place].dueAt = due.map(Sample.time)
            }
            _ = try await ledger.commit([Step(zip(after, read).map { Change.readWatch($0, over: $1) })])
            var expected = Array(after.prefix(4))
            for place in 1...3 { expected[place].dueAt = Sample.time(0.5) }
            report.equal(try await all(of: ledger), Array(expected[1...]) + [expected[0]], "the watches")
        },
        LedgerRule("watches come when they are due, oldest first, up to the limit") { ledger, report in
            let dues: [Double?] = [4, 2, nil, 3, 1]
            let all = dues.enumerated().map { watch(.account("alpha"), "w\($0)", due: $1) }
            _ = try await ledger.commit([Step(all.map(Change.watch))])
            let cases: [(Date?, Int, [String])] = [
                (Sample.time(3), 9, ["w4", "w1", "w3"]), (Sample.time(3), 2, ["w4", "w1"]), (Sample.start, 9, []),
                (nil, 9, ["w4", "w1", "w3", "w0", "w2"]),
            ]
            for filter in [PostingFilter(), PostingFilter(accounts: ["alpha", "beta"])] {
                for (due, limit, names) in cases {
                    let found = try await ledger.watches(filter, dueBy: due, limit: limit)
                    report.equal(found.map(\.name), names, "the watches of \(filter) up to \(limit)")
                }
            }
        },
        LedgerRule("watches obey the filter; an account's own follow its postings") { ledger, report in
            let postings = try await ledger.add([
                Sample.posting(1, role: "cook", account: "alpha"), Sample.posting(2, role: "clerk", account: "beta"),
            ])
            let watches = [
                watch(.posting(postings[0].id), "own", account: "alpha", due: 1),
                watch(.posting(postings[1].id), "own", account: "beta", due: 2),
                watch(.account("alpha"), "feed", account: "alpha", due: 3),
                watch(.account("beta"), "feed", account: "beta", due: 4),
            ]
            _ = try await ledger.commit([Step(watches.map(Change.watch))])
            let cases: [(PostingFilter, [Watch])] = [
                (PostingFilter(), watches), (PostingFilter(roles: ["cook"]), [watches[0], watches[2]]),
                (PostingFilter(accounts: ["beta"]), [watches[1], watches[3]]),
                (PostingFilter(reference: "R2"), [watches[1], watches[3]]),
                (PostingFilter(roles: ["cook"], accounts: ["beta"]), []), (PostingFilter(roles: []), []),
                (PostingFilter(ids: [postings[1].id]), [watches[1], watches[3]]),
            ]
            for (filter, wanted) in cases {
                let found = try await ledger.watches(filter, dueBy: Sample.time(9), limit: 9)
                report.equal(found, wanted, "the watches of \(filter)")
            }
        },
        LedgerRule("the next due instant is the earliest of postings and watches") { ledger, report in
            report.equal(try await ledger.nextDue(PostingFilter()), nil, "the instant of an empty ledger")
            _ = try await ledger.add([
                Sample.posting(1, account: "alpha", due: 5), Sample.posting(2, account: "beta", due: 3),
                Sample.posting(3, account: "alpha", due: nil), Sample.posting(4, account: "alpha", due: 8),
            ])
            _ = try await ledger.commit([Step([.watch(watch(.account("alpha"), "feed", due: 4))])])
            let cases: [(PostingFilter, Double?)] = [
                (PostingFilter(), 3), (PostingFilter(accounts: ["alpha"]), 4), (PostingFilter(reference: "R4"), 4),
                (PostingFilter(ids: [1, 4]), 4), (PostingFilter(roles: ["engineer"]), 3),
                (PostingFilter(roles: ["cook"]), nil),
            ]
            for (filter, due) in cases {
                report.equal(try await ledger.nextDue(filter), due.map(Sample.time), "the instant of \(filter)")
            }
            _ = try await ledger.take(9)
            report.equal(try await ledger.nextDue(PostingFilter()), Sample.time(4), "the instant after a claim")
        },
        LedgerRule("what an account is held for puts off the next due instant") { ledger, report in
            _ = try await ledger.add([
                Sample.posting(1, account: "cooling", due: 1), Sample.posting(2, account: "paused", due: 2),
            ])
            var states = ["cooling", "paused"].map(AccountState.init(name:))
            states[0].cooldownUntil = Sample.time(50)
            states[1].paused = PostingError(code: "c", message: "m", remedy: "r")
            _ = try await ledger.commit([Step(states.map(Change.account))])
            for filter in [PostingFilter(), PostingFilter(roles: ["engineer"])] {
                report.equal(try await ledger.nextDue(filter), Sample.time(50), "the instant of \(filter)")
            }
            let paused = PostingFilter(accounts: ["paused"])
            report.equal(try await ledger.nextDue(paused), nil, "the instant of a paused account")
        },
    ]

    private static func all(of ledger: any Ledger) async throws -> [Watch] {
        try await ledger.watches(PostingFilter(), dueBy: nil, limit: 9)
    }
}
