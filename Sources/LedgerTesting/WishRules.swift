import Documents
import Ledger
import Postings

extension LedgerRule {
    /// How commands and workers write one posting at the same time.
    static let wishing: [LedgerRule] = [
        LedgerRule("a wish leaves what delivery brought about while a worker holds the posting") { ledger, report in
            _ = try await ledger.add([Sample.posting(1)])
            let held = try await ledger.take(1)[0]
            var brought = held
            brought.state = .acknowledged
            brought.observed = .present
            brought.creation = 1
            brought.kept = ["remoteID": .text("7")]
            let guardian = Step.Guard(posting: held.id, epoch: held.epoch)
            _ = try await ledger.commit([Step(guarding: guardian, [.delivered(brought, now: Sample.start)])])
            // The command had read the posting before the answer came.
            let wanted = wish(over: held)
            let results = try await ledger.commit([Step(guarding: guardian, [.wished(wanted, over: held.wish)])])
            report.equal(results.map(\.written), [true], "whether it was written")
            var expected = brought
            expected.desire = .absent
            expected.generation += 1
            expected.placeLabel = "Elsewhere"
            report.equal(try await ledger.postings(PostingFilter()), [expected], "the row")
        },
        LedgerRule("a wish wakes a posting that nobody holds, and raises its epoch") { ledger, report in
            var posting = Sample.posting(1, due: nil)
            posting.phase = .parked
            posting.state = .failed
            posting.tries = 8
            posting.error = PostingError(code: "c", message: "m", remedy: "r")
            posting.kept = ["remoteID": .text("7")]
            let stored = try await ledger.add([posting])[0]
            var wanted = wish(over: stored)
            wanted.phase = .due
            wanted.dueAt = Sample.time(5)
            wanted.tries = 0
            wanted.state = .queued
            wanted.error = nil
            // What else a command changes in its copy is not its to write.
            wanted.kept = [:]
            wanted.observed = .present
            let guardian = Step.Guard(posting: stored.id, epoch: stored.epoch)
            _ = try await ledger.commit([Step(guarding: guardian, [.wished(wanted, over: stored.wish)])])
            var expected = wanted
            expected.kept = stored.kept
            expected.observed = .none
            expected.epoch += 1
            report.equal(try await ledger.postings(PostingFilter()), [expected], "the row")
            report.equal(try await ledger.take(1).map(\.id), [stored.id], "what can be claimed")
        },
        LedgerRule("a wish is written over the one that was read and over no other") { ledger, report in
            let read = try await ledger.add([Sample.posting(1)])[0]
            let guardian = Step.Guard(posting: read.id, epoch: read.epoch + 1)
            var renewed = read
            renewed.renewalsAsked += 1
            let evidence = Change.evidence(Sample.evidence(read.id, at: 0, note: "withdrawn"))
            let results = try await ledger.commit([
                Step([.wished(renewed, over: read.wish)]),
                Step(guarding: guardian, [.wished(wish(over: read), over: read.wish), evidence]),
                Step(guarding: guardian, [.wished(wish(over: renewed), over: renewed.wish)]),
            ])
            report.equal(results.map(\.written), [true, false, true], "what was written")
            let found = try await ledger.postings(PostingFilter()).first
            report.equal(found?.wish, wish(over: renewed).wish, "the wish")
            report.equal(try await ledger.timeline(of: read.id).evidence, [], "what stood beside the refused one")
            await report.refused("a wish for a posting that does not exist") {
                var unknown = read
                unknown.id = 999
                _ = try await ledger.commit([Step([.wished(unknown, over: read.wish)])])
            }
        },
        LedgerRule("nobody writes over a posting that a worker holds, nor on what was read while one did") {
            ledger,
            report in
            _ = try await ledger.add([Sample.posting(1)])
            let held = try await ledger.take(1)[0]
            let guardian = Step.Guard(posting: held.id, epoch: held.epoch)
            var seen = held
            seen.phase = .idle
            let over = try await ledger.commit([Step(guarding: guardian, [.posting(seen)])])
            report.equal(over.map(\.written), [false], "whether a whole row was written over a lease")
            report.equal(try await ledger.postings(PostingFilter()), [held], "the row under the lease")
            let results = try await ledger.commit([
                Step(guarding: guardian, [.delivered(seen, now: Sample.start)]),
                Step(guarding: guardian, [.wished(wish(over: held), over: held.wish)]),
                Step([.wished(wish(over: held), over: held.wish)]),
            ])
            report.equal(results.map(\.written), [true, false, false], "what was written after the lease")
            report.equal(results[0].delivered.map(\.epoch), [held.epoch + 1], "the epoch after the lease")
            report.equal(try await ledger.take(1), [], "what can be claimed")
        },
        LedgerRule("recovery raises the epoch of what it frees") { ledger, report in
            _ = try await ledger.add([Sample.posting(1)])
            let held = try await ledger.take(1)[0]
            report.equal(
                try await ledger.recoverOwn(worker: "worker", now: Sample.time(12)).map(\.epoch),
                [held.epoch + 1],
                "the epoch"
            )
        },
    ]

    /// A posting that is to end and is called otherwise.
    private static func wish(over read: Posting) -> Posting {
        var wanted = read
        wanted.desire = .absent
        wanted.generation += 1
        wanted.placeLabel = "Elsewhere"
        return wanted
    }
}
