import Documents
import Foundation
import Ledger
import LedgerTesting
import Postings
import Testing

@testable import Gateway

@Suite("Ends of ads")
struct EndingTests {
    @Test("what was never sent and is withdrawn has nothing left to mend")
    func neverSent() async throws {
        let bench = try Bench(["main": "plain"])
        defer { bench.remove() }
        _ = try await bench.post()
        try await bench.alter("main") { posting in
            posting.state = .needsEdit
            posting.observed = .none
            posting.phase = .parked
            posting.dueAt = nil
            posting.error = PostingError(code: "too-long", message: "The title is too long.", remedy: "Shorten it.")
            posting.findings = [
                Finding(.error, code: "too-long", field: "title", "The title is too long."),
                Finding(.note, code: "note", field: "title", "A note."),
            ]
        }
        let report = try await bench.gateway.withdraw(["cook"], to: [], waits: false)
        let posting = try await bench.posting("main")
        #expect(posting.state == .withdrawn)
        #expect(posting.error == nil)
        #expect(posting.findings.map(\.severity) == [.note])
        #expect(report.postings.first?.error == nil)
        #expect(report.exitStatus == 0)
    }

    @Test("nobody claims that an ad is up which a person was asked to put there and never spoke of")
    func unresolved() async throws {
        let bench = try Bench(["hand": "byhand"])
        defer { bench.remove() }
        _ = try await bench.post()
        _ = try await bench.gateway.withdraw(["cook"], to: [], waits: false)
        let error = try #require(try await bench.posting("hand").error)
        #expect(error.message.contains("if you have put it up, take it down"), "\(error.message)")
        #expect(!error.message.contains("a person put it there"))
    }

    @Test("an ad that a person has put up is to be taken down")
    func resolved() async throws {
        let bench = try Bench(["hand": "byhand"])
        defer { bench.remove() }
        _ = try await bench.post()
        let reference = try await bench.posting("hand").reference
        _ = try await bench.gateway.resolve(reference, .live(url: "https://board.example/1"))
        _ = try await bench.gateway.withdraw(["cook"], to: [], waits: false)
        let error = try #require(try await bench.posting("hand").error)
        #expect(error.message.contains("a person put it there and has to take it down"), "\(error.message)")
    }

    @Test("an end that nothing can see is told as the receiver's word")
    func byWord() async throws {
        let told = Manifests.plain(id: "told")
            .replacing("proves: withdrawing\n    then: ad", with: "proves: withdrawn")
            .replacing("state: withdrawn, witness: board, unlessWanted: removed", with: "state: in-review")
        let bench = try Bench(["blind": "told", "main": "plain"], manifests: ["told": told])
        defer { bench.remove() }
        _ = try await bench.post(waits: true)
        let report = try await bench.gateway.withdraw(["cook"], to: [], waits: true)
        #expect(report.postings.map(\.state) == [.withdrawn, .withdrawn])
        #expect(report.postings.map(\.witness) == [.board, .board])
        #expect(report.postings.map { report.isByWordAlone($0) } == [true, false])
        let status = try await bench.gateway.status([])
        #expect(status.postings.map { status.isByWordAlone($0) } == [true, false])
    }
}
