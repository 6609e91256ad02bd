import GRDB
import Ledger
import LedgerTesting
import Testing

@testable import SQLiteLedger

@Suite("The check of a ledger")
struct CheckTests {
    @Test(
        "says what is wrong with which row",
        arguments: [
            ("UPDATE posting SET phase = 'leased'", "The posting R1 is leased and has no owner"),
            ("UPDATE posting SET due_at = NULL", "The posting R1 waits to be claimed"),
            ("UPDATE posting SET desired_revision = NULL", "The posting R1 should be on the board and has no revision"),
            ("UPDATE posting SET desired_revision = 'gone'", "The posting R1 points to a revision that is not kept"),
            ("UPDATE posting SET accepted_hash = 'h'", "The posting R1 has an accepted ad that is not recorded whole"),
            ("UPDATE posting SET sent_hash = 'h'", "The posting R1 has an ad on its way that is not recorded whole"),
            ("UPDATE posting SET phase = 'ambiguous'", "The posting R1 is ambiguous and does not say which call"),
            ("UPDATE posting SET unknown_operation = 'create'", "The posting R1 has an unanswered call of which no"),
            ("UPDATE posting SET observed = 'unknown'", "The posting R1 has an unanswered call and is neither held"),
            ("UPDATE posting SET applied_generation = 9", "The posting R1 applied a generation"),
            ("UPDATE posting SET renewals_done = 9", "The posting R1 was renewed more often"),
            ("UPDATE posting SET state = 'live'", "The posting R1 says it is live, and is not on its board"),
            (
                "UPDATE posting SET state = 'live', observed = 'present'",
                "The posting R1 says it is live, and no evidence of it is kept"
            ),
            (
                "UPDATE posting SET state = 'withdrawn', observed = 'present'",
                "The posting R1 says it has ended, and is on its board"
            ),
            (
                "UPDATE posting SET state = 'live', phase = 'idle', desired_present = 0",
                "The posting R1 is to end, is live, and nothing"
            ),
            (
                "INSERT INTO attempt VALUES ('a', 1, 0, 'create', 9, 'x', NULL, NULL, 0, 'ended', 0, NULL, NULL)",
                "The attempt a was made for a generation"
            ),
            (
                "INSERT INTO attempt VALUES ('a', 1, 0, 'create', 1, 'x', NULL, NULL, 0, 'sending', NULL, NULL, NULL)",
                "The attempt a is under way, and nobody holds its posting"
            ),
            (
                "INSERT INTO evidence VALUES (1, 1, 0, 'live', NULL, 'x', NULL, NULL, 'n')",
                "A piece of evidence of the posting R1 points to an exchange"
            ),
            (
                "INSERT INTO watch VALUES ('posting:1', 'w', 1, 'other', NULL, 1, NULL, 0, 0, NULL, '{}')",
                "A watch of the posting R1 is read through another account"
            ),
            (
                "INSERT INTO attempt VALUES ('a', 1, 3, 'create', 1, 'x', NULL, NULL, 0, 'sending', NULL, NULL, NULL)",
                "The attempt a was made under an epoch"
            ),
            (
                "INSERT INTO attempt VALUES ('a', 1, 0, 'create', 1, 'x', NULL, NULL, 0, 'sending', NULL, NULL, NULL)",
                "The attempt a points to an exchange that is not kept"
            ),
            (
                "INSERT INTO attempt VALUES ('a', 1, 0, 'create', 1, 'x', NULL, NULL, 0, 'ended', NULL, NULL, NULL)",
                "The attempt a has ended and does not say when"
            ),
        ]
    )
    func findings(damage: String, sentence: String) async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        _ = try await ledger.add([Sample.posting(1)])
        try await ledger.write { try $0.execute(sql: damage) }
        let found = try await ledger.check()
        #expect(found.contains { $0.message.hasPrefix(sentence) && !$0.remedy.isEmpty }, "\(found)")
    }

    @Test("finds rows that belong to no posting")
    func orphans() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let other = DatabaseQueueWithoutKeys(path: folder.ledger)
        try other.execute("INSERT INTO evidence VALUES (1, 77, 0, 'live', NULL, NULL, NULL, NULL, 'n')")
        #expect(try await ledger.check().map(\.message) == ["A row of `evidence`, number 1, belongs to no posting."])
    }

    @Test("a word that the program does not know is damage, and is named")
    func unknownWord() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        _ = try await ledger.add([Sample.posting(1)])
        try await ledger.write { try $0.execute(sql: "UPDATE posting SET state = 'flying'") }
        let error = await #expect(throws: LedgerError.self) { try await ledger.postings(PostingFilter()) }
        #expect(error?.description.contains("`flying`") == true)
    }
}

/// Writes past the foreign keys, as a foreign tool would.
private struct DatabaseQueueWithoutKeys {
    let path: String

    func execute(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        try DatabaseQueue(path: path, configuration: configuration).inDatabase { try $0.execute(sql: sql) }
    }
}
