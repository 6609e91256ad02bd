import Ledger
import LedgerTesting
import Testing

@Suite("A ledger in memory")
struct InMemoryLedgerTests {
    @Test("keeps every rule for ledgers", arguments: LedgerRule.all)
    func rules(rule: LedgerRule) async {
        #expect(await rule.findings(on: InMemoryLedger()) == [])
        #expect(await rule.findings(on: InMemoryLedger(isShared: true)) == [])
    }

    @Test("fails commits as told, with nothing written")
    func failures() async throws {
        let ledger = InMemoryLedger()
        ledger.failNextCommits(with: [.diskFull(file: "memory")])
        await #expect(throws: LedgerError.diskFull(file: "memory")) { try await ledger.add([Sample.posting(1)]) }
        #expect(try await ledger.postings(PostingFilter()) == [])
        #expect(try await ledger.add([Sample.posting(1)]).map(\.id) == [1])
    }
}
