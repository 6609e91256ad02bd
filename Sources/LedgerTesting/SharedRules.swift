import Documents
import Ledger
import Postings

import struct FoundationEssentials.Decimal

extension LedgerRule {
    /// What holds when several write of one account, or draw on one window.
    static let shared: [LedgerRule] = [
        LedgerRule("what was learnt of an account leaves what others have written of it meanwhile") { ledger, report in
            let unused = AccountState(name: "alpha")
            var cooling = unused
            cooling.cooldownUntil = Sample.time(60)
            cooling.failures = 1
            let first = try await ledger.commit([Step([.learnt(cooling, from: unused)])])
            report.equal(first.map(\.learnt), [[Learnt(before: unused, after: cooling)]], "the answer to the first")
            // Somebody who had read the account before that has learnt something else.
            var informed = unused
            informed.kept = ["user": .number(7)]
            informed.cooldownUntil = Sample.time(30)
            informed.failures = 1
            var both = cooling
            both.kept = informed.kept
            both.failures = 2
            let second = try await ledger.commit([
                Step([.learnt(informed, from: unused)]), Step([.learnt(both, from: both)]),
            ])
            report.equal(
                second.map(\.learnt),
                [[Learnt(before: cooling, after: both)], [Learnt(before: both, after: both)]],
                "the answers to the second"
            )
            report.equal(try await ledger.accounts(["alpha"]), [both], "the account")
            let stale = Step.Guard(posting: 999, epoch: 0)
            let third = try await ledger.commit([Step(guarding: stale, [.learnt(unused, from: both)])])
            report.equal(third.map(\.learnt), [[]], "the answer behind a guard that does not hold")
            report.equal(try await ledger.accounts(["alpha"]), [both], "the account after it")
        },
        LedgerRule("what many learn of one account at once is all remembered") { ledger, report in
            let unused = AccountState(name: "alpha")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<20 {
                    group.addTask {
                        var learnt = unused
                        learnt.failures = 1
                        learnt.kept = ["k\(task)": .number(1)]
                        _ = try await ledger.commit([Step([.learnt(learnt, from: unused)])])
                    }
                }
                try await group.waitForAll()
            }
            let found = try await ledger.accounts(["alpha"]).first
            report.equal(found?.failures, 20, "the number of failures")
            report.equal(found?.kept.keys.count, 20, "the number of values kept")
        },
        LedgerRule("a window is drawn on only while it is as it was read") { ledger, report in
            let (unused, one) = (WindowState(key: "k"), WindowState(key: "k", memory: "1"))
            let two = WindowState(key: "k", memory: "2")
            let results = try await ledger.commit([
                Step([.drawn(one, from: unused), .secret(name: "first", sealed: [1])]),
                Step([.drawn(two, from: unused), .secret(name: "second", sealed: [1])]),
            ])
            report.equal(results.map(\.written), [true, false], "what was written of one call")
            report.equal(try await ledger.windows(["k"]), [one], "the window")
            report.equal(try await ledger.secret("second"), nil, "what stood in the step that was not written")
            let later = try await ledger.commit([Step([.drawn(two, from: unused)]), Step([.drawn(two, from: one)])])
            report.equal(later.map(\.written), [false, true], "what was written later")
            report.equal(try await ledger.windows(["k"]), [two], "the window later")
        },
        LedgerRule("of many that draw on a window as they read it, one does at a time") { ledger, report in
            let drawn = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var drawn = 0
                        while drawn < 5 {
                            let read = try await ledger.windows(["k"]).first ?? WindowState(key: "k")
                            let next = WindowState(key: "k", memory: "\((Int(read.memory) ?? 0) + 1)")
                            if try await ledger.commit([Step([.drawn(next, from: read)])])[0].written { drawn += 1 }
                        }
                        return drawn
                    }
                }
                return try await group.reduce(0, +)
            }
            report.equal(drawn, 40, "the number of draws")
            report.equal(try await ledger.windows(["k"]).first?.memory, "40", "what the window remembers")
        },
    ]
}
