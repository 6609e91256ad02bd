import Documents
import Ledger
import Postings

import struct FoundationEssentials.Decimal

extension LedgerRule {
    /// What commits must do.
    static let writing: [LedgerRule] = [
        LedgerRule("a posting reads back exactly as it was written") { ledger, report in
            let written = try await ledger.add([fullPosting()])
            report.equal(try await ledger.postings(PostingFilter()), written, "the posting after a new row")
            var changed = Sample.posting(1)
            changed.id = written[0].id
            changed.desire = .absent
            _ = try await ledger.commit([Step([.posting(changed)])])
            report.equal(try await ledger.postings(PostingFilter()), [changed], "the posting after a save")
        },
        LedgerRule("a posting read without its ads lacks at most their values") { ledger, report in
            var filter = PostingFilter()
            filter.readsAds = false
            let written = try await ledger.add([fullPosting(), Sample.posting(2)])
            let read = try await ledger.postings(filter)
            let known = Dictionary(uniqueKeysWithValues: written.map { ($0.id, $0) })
            report.equal(read.count, written.count, "the number of postings")
            for var posting in read {
                let whole = known[posting.id]
                report.equal(posting.accepted?.contentHash, whole?.accepted?.contentHash, "the accepted ad's hash")
                report.equal(posting.sent?.contentHash, whole?.sent?.contentHash, "the sent ad's hash")
                posting.accepted = whole?.accepted
                posting.sent = whole?.sent
                report.equal(posting, whole, "everything but the ads")
            }
        },
        LedgerRule("new postings get row numbers of their own, in the order of the step") { ledger, report in
            let first = try await ledger.commit([Step([.posting(Sample.posting(1)), .posting(Sample.posting(2))])])
            let second = try await ledger.commit([Step([Sample.revision]), Step([.posting(Sample.posting(3))])])
            let ids = (first + second).map(\.newPostings)
            report.equal(ids.map(\.count), [2, 0, 1], "the number of new rows per step")
            report.equal(Set(ids.joined()).count, 3, "the number of different rows")
            report.isTrue(!ids.joined().contains(0), "that no row has number 0")
            for (id, reference) in zip(ids.joined(), ["R1", "R2", "R3"]) {
                let found = try await ledger.postings(PostingFilter(reference: reference))
                report.equal(found.map(\.id), [id], "the row of \(reference)")
            }
        },
        LedgerRule("a record for posting 0 belongs to the posting that its step has newly added") { ledger, report in
            let step = Step([
                Sample.revision,
                .posting(Sample.posting(1)), .evidence(Sample.evidence(0, at: 0, note: "first")),
                .posting(Sample.posting(2)), .evidence(Sample.evidence(0, at: 0, note: "second")),
                .watch(watch(.posting(0), "review", due: 1)),
            ])
            let ids = try await ledger.commit([step]).flatMap(\.newPostings)
            let notes = [
                try await ledger.timeline(of: ids[0]).evidence.map(\.note),
                try await ledger.timeline(of: ids[1]).evidence.map(\.note),
            ]
            report.equal(notes, [["first"], ["second"]], "the evidence of each")
            let watches = try await ledger.watches(PostingFilter(), dueBy: nil, limit: 9)
            report.equal(watches.map(\.owner), [.posting(ids[1])], "the watch's owner")
            await report.refused("evidence for no posting") {
                _ = try await ledger.commit([Step([.evidence(Sample.evidence(0, at: 0, note: "none"))])])
            }
        },
        LedgerRule("a step whose guard names a stale epoch writes nothing, and the others are written") {
            ledger,
            report in
            let posting = try await ledger.add([Sample.posting(1)])[0]
            let held = try await ledger.take(1)[0]
            var late = posting
            late.state = .live
            var fresh = held
            fresh.state = .acknowledged
            let results = try await ledger.commit([
                Step(
                    guarding: .init(posting: posting.id, epoch: posting.epoch),
                    [
                        .delivered(late, now: Sample.start),
                        .evidence(Sample.evidence(posting.id, at: 2, note: "late")),
                        .posting(Sample.posting(7)),
                    ]
                ),
                Step(guarding: .init(posting: held.id, epoch: held.epoch), [.delivered(fresh, now: Sample.start)]),
                Step(guarding: .init(posting: 999, epoch: 0), [.secret(name: "s", sealed: [1])]),
            ])
            report.equal(results.map(\.written), [false, true, false], "what was written")
            report.equal(results.map(\.newPostings), [[], [], []], "the new rows")
            report.equal(try await ledger.postings(PostingFilter()), [fresh], "the posting")
            report.equal(try await ledger.timeline(of: posting.id).evidence, [], "its evidence")
            report.equal(try await ledger.secret("s"), nil, "the secret behind the guard of an unknown posting")
        },
        LedgerRule("what delivery brought about leaves what is wanted, and acts on what was asked meanwhile") {
            ledger,
            report in
            _ = try await ledger.add([Sample.posting(1)])
            let held = try await ledger.take(1)[0]
            var wanted = held
            wanted.desire = .absent
            wanted.generation += 1
            wanted.placeLabel = "Elsewhere"
            _ = try await ledger.commit([Step([.wished(wanted, over: held.wish)])])
            var brought = held
            brought.state = .acknowledged
            brought.observed = .present
            let guardian = Step.Guard(posting: held.id, epoch: held.epoch)
            // Still leased: the wish is taken over and nothing else happens.
            let leased = try await ledger.commit([Step(guarding: guardian, [.delivered(brought, now: Sample.start)])])
            var expected = brought
            expected.desire = .absent
            expected.generation = wanted.generation
            expected.placeLabel = "Elsewhere"
            report.equal(leased.map(\.delivered), [[expected]], "the answer while it is leased")
            report.equal(try await ledger.postings(PostingFilter()), [expected], "the row while it is leased")
            // Let go of with an older wish in mind: it is due at once.
            brought.phase = .idle
            brought.tries = 3
            _ = try await ledger.commit([Step(guarding: guardian, [.delivered(brought, now: Sample.start)])])
            expected.epoch += 1
            expected.phase = .due
            expected.dueAt = Sample.start
            expected.tries = 0
            expected.leaseOwner = nil
            expected.leaseUntil = nil
            report.equal(try await ledger.postings(PostingFilter()), [expected], "the row after the lease")
            // Under a stale epoch nothing of it is written.
            let stale = Step.Guard(posting: held.id, epoch: held.epoch - 1)
            let late = try await ledger.commit([Step(guarding: stale, [.delivered(brought, now: Sample.start)])])
            report.equal(late.map(\.written), [false], "whether a stale write happened")
            report.equal(try await ledger.postings(PostingFilter()), [expected], "the row after a stale write")
            await report.refused("delivery of a posting that does not exist") {
                var unknown = brought
                unknown.id = 999
                _ = try await ledger.commit([Step([.delivered(unknown, now: Sample.start)])])
            }
        },
        LedgerRule("a guard sees what earlier steps of the same call wrote") { ledger, report in
            var posting = try await ledger.add([Sample.posting(1, due: nil)])[0]
            posting.epoch = 5
            let results = try await ledger.commit([
                Step(guarding: .init(posting: posting.id, epoch: 0), [.posting(posting)]),
                Step(guarding: .init(posting: posting.id, epoch: 0), [.secret(name: "old", sealed: [1])]),
                Step(guarding: .init(posting: posting.id, epoch: 5), [.secret(name: "new", sealed: [1])]),
            ])
            report.equal(results.map(\.written), [true, false, true], "what was written")
        },
        LedgerRule("a call that fails has written nothing") { ledger, report in
            _ = try await ledger.add([Sample.posting(1)])
            var double = Sample.posting(2)
            double.reference = "R1"
            await report.refused("a reference used twice") {
                let first = Step([.posting(Sample.posting(3)), .secret(name: "s", sealed: [1])])
                _ = try await ledger.commit([first, Step([.posting(double)])])
            }
            report.equal(try await ledger.postings(PostingFilter()).map(\.reference), ["R1"], "the postings")
            report.equal(try await ledger.secret("s"), nil, "the secret of the step before")
        },
        LedgerRule("reference and key belong to one posting and never change") { ledger, report in
            let posting = try await ledger.add([Sample.posting(1)])[0]
            var twin = Sample.posting(1)
            twin.reference = "R2"
            await report.refused("a second posting with the same key") { [twin] in _ = try await ledger.add([twin]) }
            var renamed = posting
            renamed.reference = "R9"
            await report.refused("another reference for a row") { [renamed] in
                _ = try await ledger.commit([Step([.posting(renamed)])])
            }
            var unknown = posting
            unknown.id = 999
            await report.refused("a save of an unknown row") { [unknown] in
                _ = try await ledger.commit([Step([.posting(unknown)])])
            }
        },
        LedgerRule("a revision is kept once, as it was first") { ledger, report in
            for content: [UInt8] in [[1, 2], [9]] {
                let change = Change.revision(hash: "h", role: "r", content: content, at: Sample.start)
                _ = try await ledger.commit([Step([change])])
            }
            report.equal(try await ledger.revision("h"), [1, 2], "the revision")
            report.equal(try await ledger.revision("other"), nil, "an unknown revision")
        },
        LedgerRule("commits of many tasks at once are all there on return") { ledger, report in
            let missing = try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<50 {
                    group.addTask {
                        var missing = 0
                        for turn in 0..<4 {
                            let posting = Sample.posting(task * 10 + turn)
                            let added = try await ledger.add([posting])
                            let found = try await ledger.postings(PostingFilter(reference: posting.reference))
                            if found != added { missing += 1 }
                        }
                        return missing
                    }
                }
                return try await group.reduce(0, +)
            }
            report.equal(missing, 0, "the number of postings missing on return")
            report.equal(try await ledger.postings(PostingFilter()).count, 200, "the number of postings")
        },
    ]

    /// A posting with something in every field.
    private static func fullPosting() -> Posting {
        var posting = Sample.posting(1)
        posting.generation = 4
        posting.appliedGeneration = 3
        posting.renewalsAsked = 2
        posting.renewalsDone = 1
        posting.notBefore = Sample.time(0.000_001)
        posting.state = .altered
        posting.witness = .page
        posting.review = .refused
        posting.observed = .present
        posting.creation = 2
        posting.kept = ["remoteID": .number(42), "a": .text("b \"c\"\n\u{1}ü"), "$x": .list([.null, .boolean(true)])]
        posting.minted = ["key": .object(["z": .number(1.5), "a": .markup(Markup(.html, "<b>x</b>"))])]
        posting.accepted = AcceptedAd(revision: "rev", contentHash: "h", values: posting.kept, at: Sample.time(3))
        posting.sent = AcceptedAd(revision: "next", contentHash: "i", values: ["b": .null], at: Sample.time(4))
        posting.firstSent = Sample.time(1)
        posting.changed = Sample.time(2)
        posting.tries = 3
        posting.absences = 1
        posting.epoch = 8
        posting.error = PostingError(code: "c", message: "m", remedy: "r")
        posting.findings = [
            Finding(.warning, code: "loss.cut", field: "title", "m", remedy: "r", source: "s", lost: "l"),
            Finding(.note, code: "n", field: "f", "m"),
        ]
        return posting
    }

    /// A watch of a sample account.
    static func watch(_ owner: Watch.Owner, _ name: String, account: String = "alpha", due: Double?) -> Watch {
        Watch(
            owner: owner,
            name: name,
            account: account,
            operation: .create,
            generation: 1,
            dueAt: due.map(Sample.time),
            startedAt: Sample.start
        )
    }
}
