import Ledger
import LedgerTesting
import SQLiteLedger
import Testing

@Suite("A ledger in a file")
struct SQLiteLedgerTests {
    @Test("keeps every rule for ledgers", arguments: LedgerRule.all)
    func rules(rule: LedgerRule) async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        #expect(await rule.findings(on: ledger) == [])
    }

    @Test("has everything after it was closed and opened again")
    func reopening() async throws {
        let folder = try Folder()
        var first: SQLiteLedger? = try await SQLiteLedger.open(path: folder.ledger)
        let written = try await first?.add((1...5).map { Sample.posting($0) })
        first = nil
        let second = try await SQLiteLedger.open(path: folder.ledger, settings: .init(access: .tryOnce))
        #expect(try await second.postings(PostingFilter()) == written)
        #expect(try await second.check() == [])
    }
}
