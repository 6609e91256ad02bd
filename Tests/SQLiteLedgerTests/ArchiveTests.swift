import Ledger
import LedgerTesting
import SQLiteLedger
import Testing

@Suite("A ledger's file that is copied whole")
struct ArchiveTests {
    @Test("keeps every rule for that", arguments: ArchiveRule.all)
    func rules(rule: ArchiveRule) async throws {
        let findings = await rule.findings(on: FilePlace(folder: try Folder()))
        #expect(findings == [], "\(findings.joined(separator: "\n"))")
    }
}

/// A ledger in a folder of its own.
private struct FilePlace: LedgerPlace {
    let folder: Folder

    func archive() async throws -> any LedgerArchive {
        try await SQLiteLedger.archive(path: folder.ledger, settings: .init(access: .tryOnce))
    }

    func withLedger(_ body: @Sendable (any Ledger) async throws -> Void) async throws {
        let ledger = try await SQLiteLedger.open(path: folder.ledger, settings: .init(access: .tryOnce))
        try await body(ledger)
        ledger.close()
    }
}
