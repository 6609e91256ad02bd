import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Watching what `post --wait` left")
struct WatchingFurtherTests {
    /// A board that is looked at an hour after it took an ad.
    private static let slow = Manifests.plain().replacing("first: 5s", with: "first: 1h")

    @Test("`status` says what an ad still waits for, and `status --watch` goes on until it is seen")
    func goesOn() async throws {
        let bench = try Bench(["main": "plain"], manifests: ["plain": Self.slow])
        defer { bench.remove() }
        #expect(try await bench.post(waits: true).exitStatus == 4)
        let status = try await bench.gateway.status([])
        let posting = try #require(status.postings.first)
        #expect(posting.state == .acknowledged)
        #expect(status.standing(of: posting) == .waiting)
        #expect(status.waits[posting.id]?.reason.contains("not been seen live yet") == true)
        #expect(status.waits[posting.id]?.until != nil)
        let watched = try await bench.gateway.watch([]) { _ in }
        #expect(watched.postings.map(\.state) == [.live])
        #expect(watched.exitStatus == 0)
        #expect(watched.waits.isEmpty)
    }

    @Test("`post` without --wait has what it was asked for, and where nothing more can be seen all is done")
    func asFarAsItGoes() async throws {
        let bench = try Bench(["main": "plain", "feed": "feed"], manifests: ["plain": Self.slow])
        defer { bench.remove() }
        let posted = try await bench.post()
        #expect(posted.exitStatus == 0)
        #expect(posted.postings.map { posted.standing(of: $0) } == [.reached, .reached])
        let status = try await bench.gateway.status([])
        let feed = try await bench.posting("feed")
        #expect(feed.state == .handedOver)
        #expect(status.standing(of: feed) == .reached)
        #expect(status.waits[feed.id] == nil)
    }

    @Test("an ad that nothing looks for any more holds nobody up, and is not called seen")
    func blind() async throws {
        let bench = try Bench(["main": "plain", "other": "plain"], manifests: ["plain": Self.slow])
        defer { bench.remove() }
        _ = try await bench.post()
        let posting = try await bench.posting("main")
        _ = try await bench.store.commit([Step([.endWatch(.posting(posting.id), name: "ad")])])
        let watched = try await bench.gateway.watch([]) { _ in }
        #expect(watched.postings.map(\.state).sorted { $0.rawValue < $1.rawValue } == [.acknowledged, .live])
        #expect(watched.exitStatus == 4)
        #expect(watched.waits[posting.id]?.until == nil)
        #expect(watched.waits[posting.id]?.reason.contains("nothing here looks any more") == true)
    }
}
