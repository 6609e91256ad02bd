import Foundation
import Ledger
import LedgerTesting
import Postings
import Synchronization
import Testing
import Transport

@Suite("Pages that are seen before a call")
struct PageTests {
    private static let manifest = TinyAdapter.text(
        create: "    document: publish\n    needs: { page: live }",
        withdraw: "    document: retract",
        more: "limits: [{ unit: requests, count: 1, per: 1h, of: account, during: [create] }]"
    )
    .replacing(
        "  key: { type: secret, title: Key }",
        "  key: { type: secret, title: Key }\n  directory: { type: directory, title: Folder, optional: true }"
    )
    .replacing(
        "operations:\n",
        "document: { scope: posting, file: \"{posting.reference}.json\", media: application/json, body: ad, "
            + "directory: directory, url: \"https://pages.example/{posting.reference}.json\" }\noperations:\n"
    )

    private let folder = FileManager.default.temporaryDirectory.appending(path: "placard-\(UUID().uuidString)").path

    private var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

    /// The board, beside a web server that shows pages or does not.
    private func transport(_ bench: Bench, shows isShown: Bool) -> ScriptedTransport {
        let board = bench.board
        return ScriptedTransport { request in
            guard request.url.contains("pages.example") else { return board.answer(request) }
            return .replied(Reply(status: isShown ? 200 : 404))
        }
    }

    @Test("a call whose page is not up yet draws nothing from its window, and leaves as soon as the page is up")
    func windows() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try Bench(Self.manifest, directory: folder)
        try await bench.want("Cook")
        try await bench.run(for: 200, transport: transport(bench, shows: false)) { _ in false }
        #expect(bench.board.created == 0)
        #expect(try await bench.posting.error?.code == "page-first")
        #expect(files == ["p-cook-kitchen.json"])
        // The window holds one creation an hour: had the waiting drawn from it, this would take that long.
        try await bench.run(for: 120, transport: transport(bench, shows: true), until: areLive)
        #expect(bench.board.created == 1)
        #expect(try await bench.posting.state == .live)
    }

    @Test("of many slow pages those that are up let their calls leave before the lease ends")
    func slowPages() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let limit = "limits: [{ unit: requests, count: 1, per: 1h, of: account, during: [create] }]"
        let bench = try Bench(Self.manifest.replacing(limit, ""), directory: folder)
        for number in 0..<20 { try await bench.want("Cook", id: "cook\(number)") }
        let (board, clock) = (bench.board, bench.clock)
        let transport = ScriptedTransport { request in
            guard request.url.contains("pages.example") else { return board.answer(request) }
            clock.move(by: 4)
            return .replied(Reply(status: 200))
        }
        try await bench.run(for: 600, transport: transport, until: areLive)
        #expect(bench.board.created == 20)
    }

    @Test("what is ready leaves while its lease lasts, however many questions are left to ask")
    func slowQuestions() async throws {
        let bench = try Bench()
        for number in 0..<12 { try await bench.want("Cook", id: "cook\(number)") }
        let now = bench.clock.now
        for posting in try await bench.store.postings(PostingFilter()) where posting.key.role != "cook0" {
            var posting = posting
            (posting.observed, posting.unknownOperation, posting.unknownSince) = (.unknown, .create, now)
            (posting.phase, posting.dueAt, posting.creation) = (.ambiguous, now.addingTimeInterval(0.001), 1)
            _ = try await bench.store.commit([Step([.posting(posting)])])
        }
        bench.clock.move(by: 1)
        let start = bench.clock.now
        let (board, clock) = (bench.board, bench.clock)
        let left = Mutex<[Double]>([])
        let transport = ScriptedTransport { request in
            if request.method == "POST" { left.withLock { $0.append(clock.now.timeIntervalSince(start)) } }
            if request.method == "GET" { clock.move(by: 3) }
            return board.answer(request)
        }
        try await bench.run(for: 60, transport: transport, until: areLive)
        #expect(left.withLock { $0 }.first.map { $0 <= 25 } == true)
    }

    @Test("a page whose call never left is taken away again without one")
    func unannounced() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = try Bench(Self.manifest, directory: folder)
        try await bench.want("Cook")
        try await bench.run(for: 200, transport: transport(bench, shows: false)) { _ in false }
        #expect(files == ["p-cook-kitchen.json"])
        try await bench.unwant()
        try await bench.run(transport: transport(bench, shows: false))
        #expect(files.isEmpty)
        #expect(bench.board.log.isEmpty)
        #expect(try await bench.posting.state == .withdrawn)
    }
}
