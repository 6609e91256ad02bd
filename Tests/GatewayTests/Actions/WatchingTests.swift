import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Watching")
struct WatchingTests {
    @Test("ends with 4 while a person has to act or an outcome is unknown, and with 0 when nothing is owed")
    func owed() async throws {
        let bench = try Bench(["hand": "byhand", "main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post(to: ["hand"])
        #expect(try await bench.gateway.watch(["cook"]) { _ in }.exitStatus == 4)
        let waiting = try await bench.posting("hand")
        _ = try await bench.gateway.resolve(waiting.reference, .live(url: "https://board.example/1"))
        #expect(try await bench.gateway.watch(["cook"]) { _ in }.exitStatus == 0)

        bench.board.fail("POST", .losesAnswer)
        _ = try await bench.post(to: ["main"])
        #expect(try await bench.posting("main").state == .outcomeUnknown)
        #expect(try await bench.gateway.watch(["cook"]) { _ in }.exitStatus == 4)
    }
}
