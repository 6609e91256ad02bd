import Ledger
import LedgerTesting
import Testing

@testable import PostgresLedger

@Suite("The check of a ledger in a database")
struct CheckTests {
    private static let attempt =
        "INSERT INTO attempt (id, posting, epoch, operation, generation, exchange, started_at, ending) "

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
                "UPDATE posting SET state = 'live', phase = 'idle', desired_present = FALSE",
                "The posting R1 is to end, is live, and nothing"
            ),
            (
                attempt + "SELECT 'a', id, 0, 'create', 9, 'x', 0, 'ended' FROM posting",
                "The attempt a was made for a generation"
            ),
            (
                attempt + "SELECT 'a', id, 0, 'create', 1, 'x', 0, 'sending' FROM posting",
                "The attempt a is under way, and nobody holds its posting"
            ),
            (
                "INSERT INTO evidence (posting, at, state, exchange, note) SELECT id, 0, 'live', 'x', 'n' FROM posting",
                "A piece of evidence of the posting R1 points to an exchange"
            ),
            (
                "INSERT INTO watch (owner, name, posting, account, generation, readings, started_at, kept) "
                    + "SELECT 'posting:1', 'w', id, 'other', 1, 0, 0, '{}' FROM posting",
                "A watch of the posting R1 is read through another account"
            ),
            (
                "UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = 'posting_key'::regclass",
                "The index posting_key"
            ),
            (
                attempt + "SELECT 'a', id, 3, 'create', 1, 'x', 0, 'sending' FROM posting",
                "The attempt a was made under"
            ),
            (attempt + "SELECT 'a', id, 0, 'create', 1, 'x', 0, 'sending' FROM posting", "The attempt a points to an"),
            (attempt + "SELECT 'a', id, 0, 'create', 1, 'x', 0, 'ended' FROM posting", "The attempt a has ended and"),
        ]
    )
    func findings(damage: String, sentence: String) async throws {
        let place = try await Place()
        let ledger = try await place.open()
        _ = try await ledger.add([Sample.posting(1)])
        try place.run(damage)
        let found = try await ledger.check()
        #expect(found.contains { $0.message.hasPrefix(sentence) && !$0.remedy.isEmpty }, "\(found)")
        await ledger.close()
    }

    @Test(
        "a value that the program does not know is damage, and is named",
        arguments: [
            ("state = 'flying'", "`flying`"), ("kept = '{'", "no JSON"), ("findings = '[[1]]'", "finding is not whole"),
        ]
    )
    func unknown(damage: String, words: String) async throws {
        let place = try await Place()
        let ledger = try await place.open()
        _ = try await ledger.add([Sample.posting(1)])
        try place.run("UPDATE posting SET \(damage)")
        let error = await #expect(throws: LedgerError.self) { try await ledger.postings(PostingFilter()) }
        #expect(error?.code == "ledger-damaged")
        #expect(error?.description.contains(words) == true)
        await ledger.close()
    }
}
