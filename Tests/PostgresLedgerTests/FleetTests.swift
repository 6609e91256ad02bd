import Ledger
import PostgresLedger
import Postings
import Testing

@Suite("Several workers that deliver", .timeLimit(.minutes(2)))
struct FleetTests {
    @Test("share the accounts, never speak for one at the same time, and make every ad once")
    func delivery() async throws {
        let place = try await Place()
        let kitchen = try Kitchen(accounts: (0..<100).map { "account-\($0)" })
        var ledgers: [PostgresLedger] = []
        for number in 0..<3 { ledgers.append(try await place.open(worker: "w\(number)")) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for (number, ledger) in ledgers.enumerated() {
                tasks.addTask { try await kitchen.run("w\(number)", on: ledger, until: 100 * 8) }
            }
            // What is wanted comes little by little, and each time there is something new for everybody.
            tasks.addTask { [ledgers] in try await kitchen.want(8, in: ledgers[0]) }
            try await tasks.waitForAll()
        }
        #expect(kitchen.log.meetings == [])
        #expect(kitchen.log.made.count == 100 * 8)
        #expect(kitchen.log.made.values.allSatisfy { $0 == 1 })
        let postings = try await ledgers[0].postings(PostingFilter())
        #expect(postings.allSatisfy { $0.state == .acknowledged && $0.phase == .idle })
        #expect(kitchen.log.shares.count > 1, "\(kitchen.log.shares)")
        // All of it was given back.
        #expect(try place.run("SELECT account FROM account_lease WHERE ends > clock_timestamp()") == [])
        for ledger in ledgers { await ledger.close() }
    }
}
