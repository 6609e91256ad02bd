import Ledger
import LedgerTesting
import PostgresLedger
import Testing

@Suite("A ledger in a database")
struct PostgresLedgerTests {
    @Test("keeps every rule for ledgers", arguments: LedgerRule.all)
    func rules(rule: LedgerRule) async throws {
        // A process that has a name is one worker, and the rules speak of several.
        let ledger = try await Place().open(worker: nil)
        let findings = await rule.findings(on: ledger)
        #expect(findings == [], "\(findings.joined(separator: "\n"))")
        await ledger.close()
    }

    @Test("has everything after it was closed and opened again")
    func reopening() async throws {
        let place = try await Place()
        let first = try await place.open()
        let written = try await first.add((1...5).map { Sample.posting($0) })
        await first.close()
        let second = try await place.open()
        #expect(try await second.postings(PostingFilter()) == written)
        #expect(try await second.check() == [])
    }
}
