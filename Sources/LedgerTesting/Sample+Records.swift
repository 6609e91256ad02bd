import Documents
public import Ledger
import Postings

import struct FoundationEssentials.Decimal

extension Sample {
    /// A record of each kind and more, with everything filled that can be, in the order of a ledger.
    public static var records: [LedgerRecord] {
        [
            .revision(hash: "h1", role: "cook", content: [0, 1, 255], at: time(1)),
            .revision(hash: "h2", role: "cook", content: [], at: time(2)),
        ] + postings + history + [
            .watch(watch(.posting(2), "first")), .watch(watch(.account("alpha"), "second")),
            .account(account), .account(AccountState(name: "unused")),
            .window(WindowState(key: "alpha/day", memory: "1 2 3")), .window(WindowState(key: "beta/day", memory: "4")),
            .lookup(
                LookupRecord(
                    account: "alpha",
                    name: "places",
                    question: "q",
                    answer: .object(["a": .list([.text("x"), .null])]),
                    expires: time(3)
                )
            ),
            .secret(name: "alpha/token", sealed: [9, 8]), .secret(name: "beta/token", sealed: [7]),
        ]
    }

    private static var postings: [LedgerRecord] {
        var plain = posting(1)
        (plain.id, plain.desire) = (1, .present(revision: "h1"))
        var full = posting(2)
        (full.id, full.desire) = (2, .present(revision: "h2"))
        full.placeLabel = "Berlin, DE"
        (full.generation, full.appliedGeneration, full.renewalsAsked, full.renewalsDone) = (5, 4, 3, 2)
        full.notBefore = time(5)
        (full.state, full.witness, full.review, full.observed) = (.live, .board, .pending, .present)
        full.creation = 1
        let values: Members = ["title": .text("Cook\u{0}"), "tags": .list([.text("a"), .boolean(true)])]
        full.accepted = AcceptedAd(revision: "h1", contentHash: "c1", values: values, at: time(6))
        full.sent = AcceptedAd(revision: "h2", contentHash: "c2", values: values, at: time(7))
        full.kept = ["remoteID": .text("7"), "count": .number(7)]
        full.minted = ["key": .text("k")]
        (full.firstSent, full.changed) = (time(8), time(9))
        (full.phase, full.dueAt, full.tries) = (.leased, time(10), 2)
        (full.epoch, full.leaseOwner, full.leaseUntil) = (7, "worker", time(11))
        full.error = PostingError(code: "c", message: "m", remedy: "r")
        full.findings = [
            Finding(.warning, code: "long", field: "title", "It is long.", remedy: "Cut it.", source: "s", lost: "l")
        ]
        return [.posting(plain), .posting(full)]
    }

    private static var history: [LedgerRecord] {
        var exchange = Exchange(id: "x1", account: "alpha", call: "create", startedAt: time(1), request: "POST ␀")
        (exchange.endedAt, exchange.status, exchange.reply) = (time(2), 201, "made \u{F8FF}")
        let open = Exchange(id: "x2", account: "alpha", call: "find", startedAt: time(3), request: "GET")
        // In the order in which they were added, whatever their names.
        var attempts = ["b", "a"].map { id in
            Attempt(
                id: id,
                posting: 2,
                epoch: 7,
                operation: .create,
                generation: 1,
                exchange: "x1",
                revision: "h1",
                contentHash: "c1",
                startedAt: time(1)
            )
        }
        (attempts[0].ending, attempts[0].endedAt) = (.ended, time(2))
        (attempts[0].verdict, attempts[0].reason) = ("accepted", "it was made")
        let seen = Evidence(
            posting: 2,
            at: time(4),
            state: .live,
            witness: .board,
            exchange: "x1",
            url: "https://board.example/7",
            contentHash: "c1",
            note: "Seen."
        )
        let told = Evidence(posting: 2, at: time(4), state: .queued, note: "Asked for.")
        return [.exchange(exchange), .exchange(open)] + attempts.map(LedgerRecord.attempt)
            + [.evidence(seen), .evidence(told)]
    }

    private static func watch(_ owner: Watch.Owner, _ name: String) -> Watch {
        var watch = Watch(
            owner: owner,
            name: name,
            account: "alpha",
            operation: .create,
            generation: 1,
            dueAt: time(12),
            startedAt: time(1),
            kept: ["task": .text("t")]
        )
        (watch.readings, watch.cursor) = (3, "c")
        return watch
    }

    private static var account: AccountState {
        var account = AccountState(name: "alpha")
        account.paused = PostingError(code: "p", message: "m", remedy: "r")
        (account.cooldownUntil, account.openUntil, account.failures) = (time(13), time(14), 2)
        account.kept = ["user": .number(7)]
        (account.sealedToken, account.tokenExpires, account.fingerprint) = ([1, 2], time(15), "f")
        return account
    }
}
