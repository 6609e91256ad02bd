import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("A board that cannot be reached")
struct BoardDownTests {
    @Test("`sync` says of each posting why it could not be asked and when it was last seen, and ends with 4")
    func sync() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        let seen = bench.clock.now
        bench.clock.move(by: 600)
        bench.board.fail("GET", .isDown, times: 9)
        let report = try await bench.gateway.sync([])
        let posting = try #require(report.postings.first)
        #expect(posting.state == .live)
        #expect(report.exitStatus == 4)
        #expect(report.standing(of: posting) == .waiting)
        let wait = try #require(report.waits[posting.id])
        #expect(wait.reason.contains("could not be asked: Could not connect to server"), "\(wait.reason)")
        #expect(wait.reason.contains("last seen at \(seen.formatted(.iso8601))"), "\(wait.reason)")
        #expect(report.json["postings"]?.list?.first?["waits"]?["for"]?.text == wait.reason)
        // The account rests after that: nothing was asked this time, and nothing is claimed to be known.
        let again = try await bench.gateway.sync([])
        #expect(again.exitStatus == 4)
        #expect(again.waits.values.first?.reason.contains("could not be asked: ") == true)
    }

    @Test("a board that answers the question with a fault of its own has not been asked either")
    func faulty() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        bench.board.fail("GET", .answers(503))
        let report = try await bench.gateway.sync([])
        #expect(report.exitStatus == 4)
        #expect(report.waits.values.first?.reason.contains("503") == true, "\(report.waits)")
        bench.clock.move(by: 7200)
        #expect(try await bench.gateway.sync([]).exitStatus == 0)
    }

    @Test("`post --wait` names the server when an ad that it took could not be looked at")
    func post() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        bench.board.fail("GET", .isDown, times: 999)
        let report = try await bench.post(waits: true)
        #expect(report.exitStatus == 4)
        let reason = try #require(report.waits.values.first?.reason)
        #expect(reason.contains("not been seen live yet"), "\(reason)")
        #expect(reason.contains("Could not connect to server"), "\(reason)")
    }

    @Test("`withdraw --wait` names the server that the end could not be sent to", arguments: [false, true])
    func withdraw(isResting: Bool) async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        bench.board.fail("DELETE", .isDown, times: 999)
        bench.board.fail("GET", .isDown, times: 999)
        if isResting { _ = try await bench.gateway.sync([]) }
        let timeout = Duration.seconds(isResting ? 0 : 20)
        let report = try await bench.gateway.withdraw(["cook"], to: [], waits: true, timeout: timeout)
        #expect(report.exitStatus == 4)
        let posting = try #require(report.postings.first)
        let said = (posting.error?.message ?? "") + (report.waits[posting.id]?.reason ?? "")
        #expect(said.contains(isResting ? "since Plain Board could not" : "Could not connect to server"), "\(said)")
    }
}
