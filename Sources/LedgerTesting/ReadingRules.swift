import Documents
import Ledger
import Postings

import struct FoundationEssentials.Decimal

extension LedgerRule {
    /// What the other reads must do.
    static let reading: [LedgerRule] = [
        LedgerRule("a ledger has an identity of its own that never changes") { ledger, report in
            let first = try await ledger.identity()
            _ = try await ledger.add([Sample.posting(1)])
            report.equal(try await ledger.identity(), first, "the identity after a write")
            report.isTrue(first?.wholeMatch(of: /[a-z][a-z0-9]{8,}/) != nil, "that it is one plain word")
        },
        LedgerRule("postings come in the order of role, account, place and language, and obey the filter") {
            ledger,
            report in
            var english = Sample.posting(9, role: "cook", account: "beta")
            english.key = PostingKey(role: "cook", account: "beta", places: "p1", language: "de")
            _ = try await ledger.add([
                Sample.posting(1, role: "cook", account: "beta"), Sample.posting(2, role: "cook", account: "alpha"),
                Sample.posting(3, role: "clerk", account: "beta"), english,
            ])
            let second = try await ledger.postings(PostingFilter(reference: "R2"))[0].id
            let cases: [(PostingFilter, [String])] = [
                (PostingFilter(ids: [second, 99]), ["R2"]), (PostingFilter(ids: []), []),
                (PostingFilter(accounts: ["beta"], ids: [second]), []),
                (PostingFilter(), ["R3", "R2", "R9", "R1"]), (PostingFilter(roles: ["cook"]), ["R2", "R9", "R1"]),
                (PostingFilter(accounts: ["beta", "beta"]), ["R3", "R9", "R1"]),
                (PostingFilter(roles: ["cook", "clerk"], accounts: ["alpha"]), ["R2"]),
                (PostingFilter(roles: []), []), (PostingFilter(reference: "R3"), ["R3"]),
                (PostingFilter(roles: ["cook"], reference: "R3"), []),
            ]
            for (filter, references) in cases {
                let found = try await ledger.postings(filter)
                report.equal(found.map(\.reference), references, "the postings of \(filter)")
            }
        },
        LedgerRule("a timeline holds what happened to one posting, oldest first") { ledger, report in
            _ = try await ledger.add([Sample.posting(1), Sample.posting(2)])
            let held = try await ledger.take(2)
            let own = held[0].id
            var attempt = Sample.attempt("a", on: held[0])
            _ = try await ledger.commit([
                Step([.exchange(Sample.exchange("a", at: 1)), .attempt(attempt)]),
                Step([.exchange(Sample.exchange("b", at: 0)), .attempt(Sample.attempt("b", on: held[1]))]),
                Step([.exchange(Sample.exchange("c", at: 0.5))]),
            ])
            (attempt.ending, attempt.endedAt, attempt.verdict, attempt.reason) = (
                .ended, Sample.time(2), "accepted", "ok"
            )
            var exchange = Sample.exchange("a", at: 1)
            (exchange.endedAt, exchange.status, exchange.reply) = (Sample.time(2), 201, "created")
            let seen = Evidence(
                posting: own,
                at: Sample.time(3),
                state: .live,
                witness: .page,
                exchange: "x-c",
                url: "https://example.org/1",
                contentHash: "h",
                note: "seen"
            )
            let first = Sample.evidence(own, at: 1, note: "first")
            let also = Sample.evidence(own, at: 1, note: "also")
            _ = try await ledger.commit([
                Step([
                    .attempt(attempt), .exchange(exchange), .evidence(seen), .evidence(first), .evidence(also),
                    .evidence(Sample.evidence(held[1].id, at: 1, note: "other")),
                ])
            ])
            let timeline = try await ledger.timeline(of: own)
            report.equal(timeline.attempts, [attempt], "the attempts")
            report.equal(timeline.evidence, [first, also, seen], "the evidence")
            report.equal(timeline.exchanges, [Sample.exchange("c", at: 0.5), exchange], "the exchanges")
        },
        LedgerRule("accounts and rate windows are remembered") { ledger, report in
            var account = AccountState(name: "alpha")
            account.paused = PostingError(code: "c", message: "m", remedy: "r")
            account.cooldownUntil = Sample.time(1)
            account.kept = ["user": .number(7), "b": .list([]), "a": .object([:])]
            account.sealedToken = [0, 255, 1]
            account.tokenExpires = Sample.time(2)
            account.fingerprint = "f"
            account.failures = 4
            account.openUntil = Sample.time(3)
            let window = WindowState(key: "k", memory: "8123:0,0,4")
            for state in [AccountState(name: "alpha"), account] {
                _ = try await ledger.commit([Step([.account(state), .window(WindowState(key: "k")), .window(window)])])
                report.equal(try await ledger.accounts(["beta", "alpha"]), [state], "the accounts")
            }
            report.equal(try await ledger.windows(["k", "unused"]), [window], "the windows")
        },
        LedgerRule("a look-up is answered until it expires") { ledger, report in
            var record = LookupRecord(
                account: "alpha",
                name: "place",
                question: "q",
                answer: .list([.text("old")]),
                expires: Sample.time(5)
            )
            _ = try await ledger.commit([Step([.lookup(record)])])
            record = LookupRecord(
                account: "alpha",
                name: "place",
                question: "q",
                answer: .object(["id": .number(3), "a": .null]),
                expires: Sample.time(9)
            )
            _ = try await ledger.commit([Step([.lookup(record)])])
            func ask(_ question: String, at seconds: Double) async throws -> LookupRecord? {
                try await ledger.lookup(account: "alpha", name: "place", question: question, now: Sample.time(seconds))
            }
            report.equal(try await ask("q", at: 8.999), record, "the answer before it expires")
            report.equal(try await ask("q", at: 9), nil, "the answer when it expires")
            report.equal(try await ask("other", at: 0), nil, "the answer to another question")
        },
        LedgerRule("a secret is kept, replaced and forgotten") { ledger, report in
            var seen: [[UInt8]?] = []
            for sealed: [UInt8]? in [[1, 2], [3], nil] {
                _ = try await ledger.commit([Step([.secret(name: "s", sealed: sealed)])])
                seen.append(try await ledger.secret("s"))
            }
            report.equal(seen, [[1, 2], [3], nil], "the secret after each change")
        },
    ]
}
