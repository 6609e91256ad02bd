import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Feeds")
struct FeedTests {
    private func titles(_ bench: Bench) async throws -> [String] {
        let bytes = try await bench.gateway.feed("main").bytes
        let ads = try #require(JSON.parse(bytes)?.object?["ads"]?.list)
        return ads.compactMap { $0.object?["title"]?.scalarText }.sorted()
    }

    @Test(
        "a feed leaves out what is scheduled, rejected, removed or withdrawn",
        arguments: ["rejected", "removed", "withdrawn", "scheduled", "nothing"]
    )
    func leftOut(what: String) async throws {
        let bench = try Bench(["main": "feed"])
        defer { bench.remove() }
        try bench.write(role: "baker", title: "Baker")
        let later = bench.clock.now.addingTimeInterval(86_400)
        _ = try await bench.post(["cook"])
        _ = try await bench.post(["baker"], at: what == "scheduled" ? later : nil)
        switch what {
        case "rejected": try await bench.alter("main", role: "baker") { $0.state = .rejected }
        case "removed":
            try await bench.alter("main", role: "baker") { posting in
                posting.state = .removed
                posting.observed = .absent
            }
        case "withdrawn": _ = try await bench.gateway.withdraw(["baker"], to: [], waits: false)
        default: break
        }
        #expect(try await titles(bench) == (what == "nothing" ? ["Baker", "Cook"] : ["Cook"]))
    }

    @Test("an ad that cannot be rendered any more stays as it was accepted")
    func kept() async throws {
        let bench = try Bench(["main": "feed"])
        defer { bench.remove() }
        _ = try await bench.post()
        try bench.write(role: "cook", title: String(repeating: "Very ", count: 20) + "long")
        let report = try await bench.post()
        #expect(report.postings.first?.state == .needsEdit)
        #expect(try await titles(bench) == ["Cook"])
    }

    @Test(
        "a file that is gone, or belongs into another folder now, is written again",
        arguments: ["gone", "moved"],
        [true, false]
    )
    func lost(how: String, bySync: Bool) async throws {
        var bench = try Bench(["main": "feed"])
        defer { bench.remove() }
        _ = try await bench.post()
        if how == "gone" {
            try FileManager.default.removeItem(atPath: "\(bench.folder)/public/feed.json")
        } else {
            try bench.edit("main") { $0.settings["directory"] = .text("elsewhere") }
        }
        if bySync { _ = try await bench.gateway.sync([]) } else { _ = try await bench.post() }
        let path = "\(bench.folder)/\(how == "gone" ? "public" : "elsewhere")/feed.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("Cook"))
        #expect(try await bench.posting("main").state == .handedOver)
    }

    @Test("plan and log claim no more of a file than that it was written, and notice when it is gone")
    func words() async throws {
        let bench = try Bench(["feed": "feed"])
        defer { bench.remove() }
        _ = try await bench.post()
        let posting = try await bench.posting("feed")
        #expect(try await bench.gateway.plan(["cook"], to: []).entries.first?.reason == "the file holds this content")
        let notes = try await bench.gateway.log(posting.reference).timeline.evidence.map(\.note)
        #expect(notes.contains("The file was written with the ad in it."))
        #expect(!notes.contains { $0.contains("board accepted") })
        try FileManager.default.removeItem(atPath: "\(bench.folder)/public/feed.json")
        #expect(try await bench.gateway.plan(["cook"], to: []).entries.first?.action == "update")
    }
}
