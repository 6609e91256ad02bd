import Delivery
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@Suite("Documents")
struct DocumentTests {
    static let feed = """
        schema: 1
        id: tiny-board
        name: Tiny Feed
        kind: feed
        docs: https://tiny.example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings:
          directory: { type: directory, title: Folder, optional: true }
        places: { each: 1 }
        languages: one
        auth: none
        values:
          reference: { from: posting.wireReference, need: always }
          title: { from: title, need: always, size: { max: 40 }, unverified: true }
        bodies:
          feed: { ads: $items }
          ad: { reference: $reference, title: $title }
        document: { scope: account, file: "{account.name}.json", media: application/json, body: feed, item: ad, directory: directory }
        operations:
          create:   { document: publish, proves: handed-over }
          update:   { document: publish, proves: handed-over }
          withdraw: { document: retract, proves: withdrawing }
        limits: []
        life: { reopen: unknown, closing: left out }

        """

    private let folder = FileManager.default.temporaryDirectory.appending(path: "placard-\(UUID().uuidString)").path

    private func titles() throws -> [String] {
        let data = try Data(contentsOf: URL(filePath: folder + "/kitchen.json"))
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: [[String: String]]])
        return try #require(root["ads"]).compactMap { $0["title"] }
    }

    @Test("a feed holds every ad that is wanted, and is written only when it changes")
    func life() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try Bench(Self.feed, directory: folder)
        try await bench.want("Cook", id: "a")
        try await bench.want("Baker", id: "b")
        try await bench.run()
        #expect(try titles() == ["Cook", "Baker"])
        #expect(try await bench.posting.state == .handedOver)
        let path = folder + "/kitchen.json"
        let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64
        try await bench.want("Cook", id: "a")
        try await bench.run()
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? UInt64 == before)
        try await bench.want("Chef", id: "a")
        try await bench.run()
        #expect(try titles() == ["Chef", "Baker"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["kitchen.json"])
    }

    @Test("a file that another worker may be writing by now is left alone, and written by whoever comes next")
    func relieved() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try Bench(Self.feed, directory: folder, isShared: true)
        try await bench.want("Cook", id: "a")
        let (clock, path) = (bench.clock, folder + "/kitchen.json")
        // What is about to stand in the file is written down before, and that takes too long.
        let slow = CrashingLedger(bench.store) { number, store throws(LedgerError) in
            guard number == 1 else { return #expect(!FileManager.default.fileExists(atPath: path)) }
            let later = clock.now.addingTimeInterval(61)
            _ = try await store.take(accounts: ["kitchen"], worker: "other", now: later, lease: .seconds(60))
            clock.move(by: 61)
        }
        try await bench.run(for: 65, ledger: slow)
        try await bench.run(for: 120)
        #expect(try titles() == ["Cook"])
    }

    @Test("an ad that can no longer be rendered stays as it was, and holds up no other")
    func broken() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try Bench(Self.feed, directory: folder)
        try await bench.want("Cook", id: "a")
        try await bench.run()
        try await bench.want(String(repeating: "long ", count: 20), id: "a")
        try await bench.want("Baker", id: "b")
        try await bench.run()
        #expect(try titles() == ["Cook", "Baker"])
        let states = try await bench.store.postings(PostingFilter()).map(\.state)
        #expect(states == [.needsEdit, .handedOver])
    }

    @Test("a withdrawn ad is left out, and says no more than that")
    func withdraw() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try Bench(Self.feed, directory: folder)
        try await bench.want("Cook", id: "a")
        try await bench.run()
        try await bench.unwant()
        try await bench.run()
        #expect(try titles() == [])
        #expect(try await bench.posting.state == .withdrawing)
    }

    @Test("a document is never emptied because no ad can be put in it")
    func empty() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let earlier = try Bench(Self.feed, directory: folder)
        try await earlier.want("Cook", id: "a")
        try await earlier.run()
        // A ledger that knows nothing of what the file holds.
        let bench = try Bench(Self.feed, directory: folder)
        try await bench.want(String(repeating: "long ", count: 20), id: "b")
        try await bench.run()
        #expect(try titles() == ["Cook"])
        #expect(try await bench.posting.state == .needsEdit)
        #expect(try await bench.store.postings(PostingFilter()).allSatisfy { $0.observed == .none })
    }

    @Test(
        "a crash around the file ends with file and ledger alike, whether the ad is still wanted or not",
        arguments: CrashingLedger.Moment.allCases,
        [1, 2, 3]
    )
    func crash(moment: CrashingLedger.Moment, commit: Int) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try Bench(Self.feed, directory: folder)
        try await bench.want("Cook", id: "a")
        await #expect(throws: LedgerError.self) {
            try await bench.run(ledger: CrashingLedger(bench.store, dyingAt: commit, moment))
        }
        try await bench.run()
        #expect(try titles() == ["Cook"])
        #expect(try await bench.posting.state == .handedOver)
    }

    @Test(
        "an ad that a crash left in the file is taken out when it is not wanted any more",
        arguments: CrashingLedger.Moment.allCases,
        [1, 2, 3]
    )
    func crashThenEnd(moment: CrashingLedger.Moment, commit: Int) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try Bench(Self.feed, directory: folder)
        try await bench.want("Cook", id: "a")
        await #expect(throws: LedgerError.self) {
            try await bench.run(ledger: CrashingLedger(bench.store, dyingAt: commit, moment))
        }
        try await bench.unwant()
        try await bench.run()
        let left = FileManager.default.fileExists(atPath: folder + "/kitchen.json") ? try titles() : []
        #expect(left.isEmpty)
        #expect(try await bench.posting.observed != .present)
    }

    @Test("a folder that cannot be written is said once, and tried again")
    func unwritable() async throws {
        let bench = try Bench(Self.feed, directory: "/dev/null/no")
        try await bench.want("Cook", id: "a")
        try await bench.run(for: 3600) { _ in false }
        let posting = try await bench.posting
        #expect(posting.phase == .due)
        #expect(posting.error?.code == "not-written")
        #expect(try await bench.timeline().evidence.count == 1)
    }
}
