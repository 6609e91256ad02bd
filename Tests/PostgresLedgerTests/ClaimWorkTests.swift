import Ledger
import LedgerTesting
import Testing

@testable import PostgresLedger

@Suite("The work of a claim", .timeLimit(.minutes(2)))
struct ClaimWorkTests {
    /// What a statement did, from `EXPLAIN (ANALYZE, BUFFERS)`.
    struct Work: Sendable {
        /// Rows of tables and indexes that were looked at, whether taken or not.
        var visited = 0
        /// Pages that were looked at.
        var pages = 0
        /// The server's words, for a person.
        var plan = ""

        static func + (left: Work, right: Work) -> Work {
            Work(
                visited: left.visited + right.visited,
                pages: left.pages + right.pages,
                plan: left.plan + right.plan + "\n"
            )
        }
    }

    /// When the server last counted the rows, by which it plans.
    enum Count: Sendable, CaseIterable {
        case never, beforeThereWereAny, now
    }

    @Test(
        "visits no more rows among a hundred thousand postings than among a thousand",
        arguments: [true, false],
        Count.allCases
    )
    func claims(isNamed: Bool, count: Count) async throws {
        let works = [
            try await work(among: 1_000, isNamed, count), try await work(among: 100_000, isNamed, count),
        ]
        for work in works {
            // Per account: itself, its first due posting, its memory. Per posting taken: found, locked, changed.
            #expect(work.visited <= 10 * 6 + 50 * 4, "\(work.plan)")
            #expect(work.visited >= 50)
        }
        #expect(works[1].visited == works[0].visited, "\(works[1].plan)")
        // A taller index, and rows further apart.
        #expect(works[1].pages <= 2 * works[0].pages + 100, "\(works[0].pages), \(works[1].pages)")
    }

    /// What it takes to claim 50 postings of 10 accounts when every posting is due.
    private func work(among number: Int, _ isNamed: Bool, _ count: Count) async throws -> Work {
        let ledger = try await filled(number, count)
        let accounts = (0..<10).map { "account-\($0)" }
        let claim = Claim(
            filter: PostingFilter(),
            limit: 50,
            worker: "worker",
            holder: "holder",
            now: Sample.time(10),
            lease: .seconds(60)
        )
        let find: [Cell?] = [.date(claim.now), .text("account-3"), .integer(50), .text("holder")]
        let statements = [
            isNamed
                ? Statement(ClaimStatements.namedAccounts, find + [.texts(accounts)])
                : Statement(ClaimStatements.accounts, find),
            Statement(ClaimStatements.take, claim.taking(.texts(accounts), 5)),
            PostgresLedger.firstDue(PostingFilter(accounts: isNamed ? accounts : nil)),
        ]
        return try await ledger.claimer.read { connection throws(Fault) in
            var sum = Work()
            _ = try connection.run("BEGIN")
            for statement in statements {
                let explained = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF) \(statement.sql)"
                let lines = try connection.run(explained, statement.cells).map { cells throws(Fault) in try cells.text()
                }
                sum = sum + Self.work(lines)
            }
            _ = try connection.run("ROLLBACK")
            return sum
        }
    }

    /// A ledger with so many postings on ten accounts, all of them due.
    private func filled(_ number: Int, _ count: Count) async throws -> PostgresLedger {
        let place = try await Place()
        let ledger = try await place.open()
        try place.run("ALTER TABLE posting SET (autovacuum_enabled = off)")
        _ = try await ledger.add([Sample.posting(0, account: "account-0")])
        if count == .beforeThereWereAny { try place.run("ANALYZE") }
        let columns = (PostingColumns.fixed + PostingColumns.changing)
        let copied = columns.map { column in
            switch column {
            case "reference": "'R' || n"
            case "places": "'p' || n"
            case "account": "'account-' || (n % 10)"
            case "role": "'role-' || (n / 20)"
            case "due_at": "due_at - n % 977"
            default: column
            }
        }
        try place.run(
            """
            INSERT INTO posting (\(columns.joined(separator: ", ")))
            SELECT \(copied.joined(separator: ", ")) FROM posting, generate_series(1, \(number - 1)) AS n
            """
        )
        if count == .now { try place.run("ANALYZE") }
        return ledger
    }

    private static func work(_ lines: [String]) -> Work {
        var work = Work(plan: lines.joined(separator: "\n"))
        for line in lines {
            // Nodes that read tables and indexes; the others only pass on what these have found.
            if line.contains(" Scan"), line.contains(" on "), !line.contains("CTE Scan"),
                let found = line.firstMatch(of: /actual rows=(\d+) loops=(\d+)/)
            {
                work.visited += (Int(found.1) ?? 0) * (Int(found.2) ?? 0)
            }
            if let removed = line.firstMatch(of: /Rows Removed by .*: (\d+)/) { work.visited += Int(removed.1) ?? 0 }
        }
        // The topmost node counts the pages of all.
        if let buffers = lines.first(where: { $0.contains("Buffers: shared") }) {
            for match in buffers.matches(of: /(?:hit|read)=(\d+)/) { work.pages += Int(match.1) ?? 0 }
        }
        return work
    }
}
