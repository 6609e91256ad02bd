import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing

@testable import Gateway

@Suite("What a posting waits for")
struct WaitTests {
    @Test("an ad that is looked at after the timeout is no success, and the report says when that is")
    func lateLook() async throws {
        let bench = try Bench(["main": "plain"], manifests: ["plain": Self.slow])
        defer { bench.remove() }
        let report = try await bench.post(waits: true)
        let posting = try #require(report.postings.first)
        #expect(posting.state == .acknowledged)
        #expect(report.exitStatus == 4)
        #expect(report.standing(of: posting) == .waiting)
        let due = try #require(try await bench.store.watches(PostingFilter(), dueBy: nil, limit: 1).first?.dueAt)
        let wait = try #require(report.waits[posting.id])
        #expect(wait.until == due)
        #expect(wait.remedy?.contains("status --watch") == true)
        #expect(report.json["postings"]?.list?.first?["waits"]?["until"]?.text == due.formatted(.iso8601))
        // Who does not wait for the sight has what was asked for.
        let content = try await bench.post()
        #expect(content.exitStatus == 0)
        #expect(content.standing(of: posting) == .reached)
    }

    @Test("an ad that is to end and has not been seen gone keeps `post --wait` from its goal")
    func endingBesidePost() async throws {
        let bench = try Bench(["main": "plain"], manifests: ["plain": Self.slow])
        defer { bench.remove() }
        _ = try await bench.post()
        try await bench.alter("main") { posting in
            posting.state = .withdrawing
            posting.observed = .absent
            posting.desire = .absent
        }
        let posting = try await bench.posting("main")
        #expect(!GoalReach(goal: .live, accounts: []).isReached(posting))
        #expect(GoalReach(goal: .accepted, accounts: []).isReached(posting))
    }

    @Test("a withdrawal is told as taken, waited for, or left to a person, by what the board lets anyone see")
    func withdrawals() async throws {
        let bench = try Bench(["main": "plain", "feed": "feed"], manifests: ["plain": Self.slow])
        defer { bench.remove() }
        _ = try await bench.post()
        let taken = try await bench.gateway.withdraw(["cook"], to: [], waits: false)
        #expect(taken.exitStatus == 0)
        #expect(taken.postings.map { taken.standing(of: $0) } == [.waiting, .waiting])
        let waited = try await bench.gateway.withdraw(["cook"], to: [], waits: true)
        #expect(waited.exitStatus == 4)
        let waits = waited.postings.map { waited.waits[$0.id] }
        #expect(waits.map { $0?.until == nil } == [true, false])
        #expect(waits.first??.reason.contains("left out") == true)
        #expect(waits.first??.remedy?.contains("--absent") == true)
    }

    @Test("an end behind a task of the board is no success")
    func endBehindTask() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        try await bench.alter("main") { posting in
            posting.desire = .absent
            posting.phase = .due
            posting.dueAt = bench.clock.now.addingTimeInterval(30)
            posting.error = PostingError(code: "under-way", message: "The board is busy.", remedy: "Wait.")
        }
        let report = try await bench.gateway.status([])
        let posting = try #require(report.postings.first)
        #expect(posting.state == .live)
        #expect(report.standing(of: posting) == .waiting)
        #expect(report.waits[posting.id]?.until == posting.dueAt)
    }

    @Test("a start that was set is shown by post, status, log and plan")
    func schedule() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let start = bench.clock.now.addingTimeInterval(86_400)
        let posted = try await bench.post(at: start)
        let status = try await bench.gateway.status([])
        for report in [posted, status] {
            let posting = try #require(report.postings.first)
            #expect(posting.state == .scheduled)
            #expect(report.waits[posting.id]?.until == start)
            #expect(report.json["postings"]?.list?.first?["waits"]?["until"]?.text == start.formatted(.iso8601))
        }
        let log = try await bench.gateway.log(try await bench.posting("main").reference)
        #expect(log.wait?.until == start)
        let plan = try await bench.gateway.plan(["cook"], to: [], at: start)
        #expect(plan.entries.map(\.notBefore) == [start])
    }

    @Test("while nothing can be done, it is told what is waited for and until when")
    func progress() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        let told = Mutex<[Wait]>([])
        var gateway = try bench.gateway
        gateway.onWait = { _, waits in told.withLock { $0 += waits.values } }
        let report = try await gateway.post(PostRequest(roles: ["cook"], to: ["all"], waits: true))
        #expect(report.exitStatus == 0)
        #expect(told.withLock { $0.contains { $0.reason.contains("not been seen live") && $0.until != nil } })
    }

    /// A board that is looked at an hour after it took an ad.
    private static let slow = Manifests.plain().replacing("first: 5s", with: "first: 1h")
}
