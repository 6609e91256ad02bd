import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import AdapterKit
@testable import Delivery

@Suite("An adapter whose shape has changed")
struct ShapeTests {
    static let feed = DocumentTests.feed.replacing("limits: []", "pins: shape\nlimits: []")
    static let board = TinyAdapter.text(more: "limits: []\npins: shape")

    private let folder = FileManager.default.temporaryDirectory.appending(path: "placard-\(UUID().uuidString)").path

    private func published() throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: folder + "/kitchen.json")), as: UTF8.self)
    }

    /// The account with another adapter of the same board, and what a person has acknowledged.
    private func change(_ bench: inout Bench, _ text: String, acknowledged: Bool = false) throws {
        let adapter = try TinyAdapter.load(text)
        let old = try #require(bench.accounts["kitchen"])
        bench.accounts["kitchen"] = DeliveryAccount(
            name: old.name,
            adapter: adapter,
            settings: old.settings,
            secrets: old.secrets,
            baseURL: nil,
            policy: old.policy,
            fingerprint: old.fingerprint,
            directory: old.directory,
            acknowledged: acknowledged ? [adapter.shape.step] : ["shape-00000000"]
        )
    }

    @Test("a feed stays as it was approved, ends included, until the new shape is acknowledged")
    func feed() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var bench = try Bench(Self.feed, directory: folder)
        try await bench.want("Cook", id: "a")
        try await bench.want("Baker", id: "b")
        try await bench.run()
        let before = try published()
        let other = Self.feed.replacing(
            "ad: { reference: $reference, title: $title }",
            "ad: { id: $reference, title: $title }"
        )
        try change(&bench, other)
        try await bench.want("Chef", id: "a")
        try await bench.want("Waiter", id: "c")
        var leaving = try #require(try await bench.store.postings(PostingFilter(roles: ["b"])).first)
        (leaving.desire, leaving.phase, leaving.dueAt) = (.absent, .due, bench.clock.now)
        leaving.generation += 1
        _ = try await bench.store.commit([Step([.posting(leaving)])])
        try await bench.run()
        #expect(try published() == before)
        let step = try #require(bench.accounts["kitchen"]).adapter.shape.step
        for posting in try await bench.store.postings(PostingFilter()) {
            #expect(posting.state == .waitingForCustomer)
            #expect(posting.error?.code == "shape-changed")
            #expect(posting.error?.message.contains("added: ads/id; removed: ads/reference") == true)
            #expect(
                posting.error?.remedy.contains("`placard connect tiny-board --name kitchen --acknowledge \(step)`")
                    == true
            )
        }
        try change(&bench, other, acknowledged: true)
        try await bench.run()
        let after = try published()
        #expect(after.contains(#""title":"Chef""#) && after.contains("Waiter") && !after.contains("Baker"))
        #expect(after.contains(#""id":"#) && !after.contains("reference"))
        #expect(try await bench.store.postings(PostingFilter()).allSatisfy { $0.error == nil })
    }

    @Test("what changes no name goes out as ever")
    func sameShape() async throws {
        var bench = try Bench(Self.board)
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try change(&bench, Self.board.replacing("max: 40", "max: 50"))
        try await bench.want("Chef")
        try await bench.run(until: areLive)
        #expect(bench.board.live.map(\.title) == ["Chef"])
    }

    @Test("an ad on a board that is called stays as it is, and its end goes out as approved")
    func calls() async throws {
        var bench = try Bench(Self.board)
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try change(&bench, Self.board.replacing("title: $title }", "title: $title, pay: $title }"))
        try await bench.want("Chef")
        // A day of sights of the live ad explains nothing away.
        try await bench.run(for: 80_000)
        #expect(bench.board.live.map(\.title) == ["Cook"])
        #expect(try await bench.posting.state == .waitingForCustomer)
        #expect(try await bench.posting.error?.message.contains("added: create pay, update pay") == true)
        try await bench.unwant()
        try await bench.run(until: areGone)
        #expect(bench.board.live.isEmpty)
        #expect(try await bench.posting.state == .withdrawn)
    }

    @Test("an adapter that pins nothing asks for nothing")
    func unpinned() async throws {
        var bench = try Bench(TinyAdapter.text())
        try await bench.want("Cook")
        try await bench.run(until: areLive)
        try change(&bench, TinyAdapter.text().replacing("title: $title }", "title: $title, pay: $title }"))
        try await bench.want("Chef")
        try await bench.run(until: areLive)
        #expect(bench.board.live.map(\.title) == ["Chef"])
        #expect(try await bench.store.accounts(["kitchen"]).first?.approvedShape(of: "tiny-board") == nil)
    }
}
