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

    @Test("a role that is neither a file nor in the ledger is refused with the nearest one")
    func unknownRole() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        try bench.write(role: "baker")
        _ = try await bench.post()
        try FileManager.default.removeItem(atPath: "\(bench.folder)/roles/cook.yaml")
        for name in ["cok", "bakr", "roles/cok.yaml"] {
            let nearest = name.contains("bak") ? "baker" : "cook"
            for refusal in [
                try await bench.refusal { _ = try await $0.status([name]) },
                try await bench.refusal { _ = try await $0.sync([name]) },
                try await bench.refusal { _ = try await $0.watch([name]) { _ in } },
            ] {
                #expect(refusal.code == "unknown-role")
                if !name.contains("/") { #expect(refusal.remedy.contains("\"\(nearest)\""), "\(refusal)") }
            }
        }
        #expect(try await bench.gateway.status(["cook"]).postings.count == 1)
        #expect(try await bench.gateway.status(["baker"]).postings.isEmpty)
        #expect(try await bench.gateway.sync(["baker"]).exitStatus == 0)
    }
}
