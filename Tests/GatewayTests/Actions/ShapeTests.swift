import AdapterKit
import Documents
import Foundation
import Ledger
import Postings
import Testing

@testable import Gateway

@Suite("A shape that waits for a person")
struct ShapeTests {
    static let feed = Manifests.feed.replacing("limits: []", with: "pins: shape\nlimits: []")
    static let other = feed.replacing("ad: { title: $title }", with: "ad: { name: $title }")

    private func changed() async throws -> Bench {
        let bench = try Bench(["main": "feed"], manifests: ["feed": Self.feed])
        _ = try await bench.post()
        try bench.write(Self.other, to: "adapters/feed/manifest.yaml")
        try bench.write(role: "cook", title: "Chef")
        return bench
    }

    private func text(_ bench: Bench) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: bench.folder + "/public/feed.json")), as: UTF8.self)
    }

    @Test("the remedy's own command lets it out, and no other shape's does")
    func acknowledge() async throws {
        var bench = try await changed()
        defer { bench.remove() }
        let report = try await bench.post()
        #expect(report.exitStatus == 4)
        let posting = try #require(report.postings.first)
        #expect(posting.error?.code == "shape-changed")
        #expect(try text(bench).contains(#""title":"Cook""#))
        let step = try #require(posting.error?.remedy.firstMatch(of: /--acknowledge (shape-[0-9a-f]{8})/)?.1)
        var request = ConnectRequest(adapter: "feed", name: "main")
        request.acknowledged = ["shape-12345678"]
        let wrong = request
        let refusal = try await bench.refusal { _ = try await $0.connect(wrong) }
        #expect(refusal.message.contains("It is \"\(step)\" now."))
        request.acknowledged = [String(step)]
        let entry = try await bench.gateway.connect(request)
        #expect(entry.acknowledged == [String(step)])
        bench.file.accounts = [entry]
        #expect(try await bench.gateway.sync([]).exitStatus == 0)
        #expect(try text(bench).contains(#""name":"Chef""#))
        // The next change needs a word of its own, and the last one breaks nothing.
        try bench.write(Self.feed, to: "adapters/feed/manifest.yaml")
        try bench.write(role: "cook", title: "Baker")
        #expect(try await bench.post().postings.first?.error?.code == "shape-changed")
    }

    @Test("a feed that is built by hand is refused too")
    func build() async throws {
        let bench = try await changed()
        defer { bench.remove() }
        let refusal = try await bench.refusal { _ = try await $0.feed("main") }
        #expect(refusal.code == "shape-changed")
    }
}
