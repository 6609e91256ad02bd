import Documents
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Delivery

@Suite("A secret that the board tells with an ad")
struct ToldSecretTests {
    static let adapter = TinyAdapter.text()
        .replacing("remoteID: { at: $.id, type: text }", "remoteID: { at: $.id }, pass: { at: $.pass, type: secret }")
        .replacing(
            "remoteID: { at: it.id, type: text }",
            "remoteID: { at: it.id }, pass: { at: it.pass, type: secret }"
        )
        .replacing("request: { method: DELETE,", "request: { method: DELETE, headers: { X-Pass: \"{kept.pass}\" },")

    /// Everything that the ledger shows of the posting and its account.
    private func record(_ bench: Bench) async throws -> String {
        let rows = try await bench.store.postings(PostingFilter())
        return "\(try await bench.timeline()) \(rows) \(try await bench.store.accounts(["kitchen"]))"
    }

    private func up(_ bench: Bench, _ board: PassBoard) async throws {
        try await bench.want("Cook")
        try await bench.run(transport: board, until: areLive)
    }

    @Test("is sealed, opened for the call that needs it, and stands in no record", arguments: [false, true])
    func life(answerIsLost: Bool) async throws {
        var bench = try Bench(Self.adapter)
        bench.vault = MirrorVault()
        let board = PassBoard(bench.board)
        if answerIsLost { bench.board.fail("POST", .losesAnswer) }
        try await up(bench, board)
        #expect(try await bench.posting.kept["pass"]?.object?["sealed"]?.text?.contains("emases-nepo") == true)
        try await bench.unwant()
        try await bench.run(transport: board, until: areGone)
        #expect(board.passes == [PassBoard.pass])
        let record = try await record(bench)
        #expect(!record.contains(PassBoard.pass))
        let exchanges = try await bench.timeline().exchanges
        #expect(exchanges.contains { $0.reply?.contains(#""pass":"••••""#) == true })
        #expect(exchanges.contains { $0.request.contains("X-Pass: ••••") })
    }

    @Test("that cannot be sealed is missed aloud, and the call that needs it is not made")
    func unsealed() async throws {
        var bench = try Bench(Self.adapter)
        bench.vault = BrokenVault()
        let board = PassBoard(bench.board)
        try await up(bench, board)
        // Seen live, which explains nothing away.
        #expect(try await bench.posting.error?.code == "not-sealed")
        try await bench.unwant()
        try await bench.run(transport: board)
        #expect(board.passes.isEmpty)
        let posting = try await bench.posting
        #expect(posting.state == .waitingForCustomer && posting.phase == .parked)
        #expect(posting.error?.remedy.contains("placard resolve \(posting.reference) --absent") == true)
        #expect(!(try await record(bench)).contains(PassBoard.pass))
    }

    @Test("that nothing could keep is not asked for: the ad is not sent without a key, and goes out with one")
    func noVault() async throws {
        var bench = try Bench(Self.adapter)
        let board = PassBoard(bench.board)
        try await bench.want("Cook")
        try await bench.run(transport: board)
        #expect(bench.board.log.isEmpty)
        let posting = try await bench.posting
        #expect(posting.state == .waitingForCustomer && posting.phase == .parked)
        #expect(posting.error?.code == "no-key")
        bench.vault = MirrorVault()
        try await bench.unwant()
        try await up(bench, board)
        #expect(try await bench.posting.state == .live)
    }

    @Test("sealed with another key waits for that key, and goes out when it is back")
    func otherKey() async throws {
        var bench = try Bench(Self.adapter)
        bench.vault = MirrorVault()
        let board = PassBoard(bench.board)
        try await up(bench, board)
        bench.vault = MirrorVault(key: "other")
        try await bench.unwant()
        try await bench.run(transport: board)
        #expect(board.passes.isEmpty)
        #expect(try await bench.posting.error?.code == "seal-broken")
        bench.vault = MirrorVault()
        try await bench.unwant()
        try await bench.run(transport: board, until: areGone)
        #expect(board.passes == [PassBoard.pass])
    }
}

/// A vault that cannot seal.
private struct BrokenVault: TokenVault {
    func seal(_ token: String, account: String) -> [UInt8]? { nil }
    func open(_ sealed: [UInt8], account: String) -> String? { nil }
}
