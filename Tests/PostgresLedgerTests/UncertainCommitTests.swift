import Ledger
import LedgerTesting
import Testing

@testable import PostgresLedger

/// The connection breaks at the worst moments of a commit.
@Suite("A commit whose answer is lost", .timeLimit(.minutes(1)))
struct UncertainCommitTests {
    private func steps(_ number: Int) -> [Step] {
        [Step([Sample.revision, .posting(Sample.posting(number)), .secret(name: "unlucky", sealed: [1])])]
    }

    @Test(
        "is written once, whether the server got it or not",
        arguments: [Proxy.Trap.reply("COMMIT"), .request("unlucky"), .reply("BEGIN"), .request("/commits")]
    )
    func once(trap: Proxy.Trap) async throws {
        let place = try await Place()
        let proxy = try Proxy(to: place.cluster)
        let ledger = try await place.open(through: proxy.folder)
        let first = try await ledger.commit(steps(1))
        proxy.set(trap)
        let second = try await ledger.commit(steps(2))
        #expect(proxy.sprung == 1)
        let ids = (first + second).flatMap(\.newPostings)
        #expect(try await ledger.postings(PostingFilter()).map(\.id) == ids)
        #expect(try await ledger.timeline(of: ids[1]).evidence == [])
        #expect(try await ledger.check() == [])
    }

    @Test("adds evidence once", arguments: [Proxy.Trap.reply("COMMIT"), .request("unlucky")])
    func evidence(trap: Proxy.Trap) async throws {
        let place = try await Place()
        let proxy = try Proxy(to: place.cluster)
        let ledger = try await place.open(through: proxy.folder)
        let id = try await ledger.add([Sample.posting(1)])[0].id
        proxy.set(trap)
        // Nothing about this step would show that it was written twice, but its effect.
        _ = try await ledger.commit([Step([.evidence(Sample.evidence(id, at: 1, note: "unlucky"))])])
        #expect(proxy.sprung == 1)
        #expect(try await ledger.timeline(of: id).evidence.count == 1)
    }

    @Test("waits for a transaction that the server still keeps open, and is written once")
    func stillOpen() async throws {
        let place = try await Place()
        let proxy = try Proxy(to: place.cluster)
        let ledger = try await place.open(through: proxy.folder) { $0.statementTime = .seconds(2) }
        let id = try await ledger.add([Sample.posting(1)])[0].id
        proxy.set(.requestUnnoticed("unlucky"))
        _ = try await ledger.commit([Step([.evidence(Sample.evidence(id, at: 1, note: "unlucky"))])])
        #expect(proxy.sprung == 1)
        #expect(try await ledger.timeline(of: id).evidence.count == 1)
    }

    @Test("is asked about when the network falls silent, as soon as the answer is overdue")
    func silence() async throws {
        let place = try await Place()
        let proxy = try Proxy(to: place.cluster)
        let ledger = try await place.open(through: proxy.folder) { $0.statementTime = .seconds(2) }
        let id = try await ledger.add([Sample.posting(1)])[0].id
        proxy.set(.silence("COMMIT"))
        _ = try await ledger.commit([Step([.evidence(Sample.evidence(id, at: 1, note: "once"))])])
        #expect(proxy.sprung == 1)
        #expect(try await ledger.timeline(of: id).evidence.count == 1)
    }

    @Test("is said to be unknown when the server does not come back in time")
    func never() async throws {
        let place = try await Place()
        let proxy = try Proxy(to: place.cluster)
        let ledger = try await place.open(through: proxy.folder) { $0.patience = .milliseconds(300) }
        proxy.set(.reply("COMMIT"))
        proxy.refuse(true)
        let error = await #expect(throws: LedgerError.self) { _ = try await ledger.commit(steps(1)) }
        #expect(error?.description.contains("not known whether this change was written") == true)
        proxy.refuse(false)
        #expect(try await ledger.commit([Step([.secret(name: "s", sealed: [1])])]).map(\.written) == [true])
    }

    @Test("of a claim answers what was claimed")
    func claim() async throws {
        let place = try await Place()
        let proxy = try Proxy(to: place.cluster)
        let ledger = try await place.open(through: proxy.folder)
        _ = try await ledger.add((1...3).map { Sample.posting($0) })
        proxy.set(.reply("COMMIT"))
        let taken = try await ledger.take(9)
        #expect(proxy.sprung == 1)
        #expect(taken.map(\.epoch) == [1, 1, 1])
        #expect(try await ledger.postings(PostingFilter()) == taken)
    }
}
