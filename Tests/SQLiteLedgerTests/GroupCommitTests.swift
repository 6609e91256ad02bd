import GRDB
import Ledger
import LedgerTesting
import Testing

@testable import SQLiteLedger

@Suite("Group commit", .timeLimit(.minutes(1)))
struct GroupCommitTests {
    /// Starts calls while the writer is busy, and answers what became of each once it no longer is.
    private func gathered(
        _ ledger: SQLiteLedger,
        _ calls: [[Step]]
    ) async throws -> (results: [Result<[StepResult], LedgerError>], transactions: Int) {
        let group = try ledger.writable().group
        let before = group.transactions
        let gate = Gate()
        let results = try await gate.hold(ledger) {
            await withTaskGroup(of: (Int, Result<[StepResult], LedgerError>).self) { tasks in
                for (number, steps) in calls.enumerated() {
                    tasks.addTask {
                        do throws(LedgerError) { return (number, .success(try await ledger.commit(steps))) } catch {
                            return (number, .failure(error))
                        }
                    }
                    // In their order, so that the batches are known.
                    while group.waiting <= number { await Task.yield() }
                }
                gate.open()
                return await tasks.reduce(into: [(Int, Result<[StepResult], LedgerError>)]()) { $0.append($1) }
            }
        }
        return (results.sorted { $0.0 < $1.0 }.map(\.1), group.transactions - before)
    }

    private func call(_ number: Int) -> [Step] { [Step([.posting(Sample.posting(number))])] }

    @Test("calls that arrive during a commit share the next", arguments: [(1, 1), (50, 1), (64, 1), (65, 2), (130, 3)])
    func sharing(calls: Int, transactions: Int) async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let outcome = try await gathered(ledger, (0..<calls).map(call))
        #expect(outcome.transactions == transactions)
        #expect(try outcome.results.flatMap { try $0.get() }.allSatisfy(\.written))
        #expect(try await ledger.postings(PostingFilter()).count == calls)
    }

    @Test("a call of any size is one transaction")
    func large() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let outcome = try await gathered(ledger, [call(0), (1...200).flatMap(call), call(201)])
        #expect(outcome.transactions == 3)
        #expect(try await ledger.postings(PostingFilter()).count == 202)
    }

    @Test("a lone commit waits for nobody")
    func alone() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        for number in 0..<3 { _ = try await ledger.commit(call(number)) }
        #expect(try ledger.writable().group.transactions == 3)
    }

    @Test("a call that is refused harms none of those it shares a transaction with")
    func refusal() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let bad = [Step([.secret(name: "bad", sealed: [1])]), Step([.posting(Sample.posting(1))])]
        let outcome = try await gathered(ledger, [call(1), bad, call(2)])
        #expect(outcome.transactions == 1)
        #expect(throws: Never.self) { try outcome.results[0].get() }
        #expect(throws: LedgerError.self) { try outcome.results[1].get() }
        #expect(throws: Never.self) { try outcome.results[2].get() }
        #expect(try await ledger.postings(PostingFilter()).map(\.reference) == ["R1", "R2"])
        #expect(try await ledger.secret("bad") == nil)
    }

    @Test("a full disk fails every call of the transaction with nothing of it written, and writing goes on after")
    func fullDisk() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let before = try await ledger.add([Sample.posting(0)])
        try await ledger.write { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        let large = Change.revision(
            hash: "big",
            role: "r",
            content: Array(repeating: 7, count: 60_000),
            at: Sample.start
        )
        let outcome = try await gathered(ledger, [call(1), [Step([large])], call(2)])
        #expect(outcome.results == Array(repeating: .failure(.diskFull(file: folder.ledger)), count: 3))
        #expect(try await ledger.postings(PostingFilter()) == before)
        try await ledger.write { db in _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = 100000") }
        #expect(try await gathered(ledger, [call(1), [Step([large])], call(2)]).transactions == 1)
        #expect(try await ledger.postings(PostingFilter()).count == 3)
        #expect(try await ledger.check().filter { !$0.message.contains("revision") } == [])
    }

    @Test("a cancelled task's commit is written all the same")
    func cancellation() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await ledger.commit(call(1)).map(\.written)
        }
        #expect(try await task.value == [true])
        #expect(try await ledger.postings(PostingFilter()).count == 1)
    }

    @Test("a read does not wait for a write under way, and sees nothing of it")
    func reading() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        let other = try await SQLiteLedger.open(path: folder.ledger, settings: .init(access: .readOnly))
        let seen = try await Gate().hold(ledger) { [try await ledger.secret("gate"), try await other.secret("gate")] }
        #expect(seen == [nil, nil])
        #expect(try await other.secret("gate") == [0])
    }

    @Test("the log is copied into the ledger between commits and does not grow for ever")
    func checkpoints() async throws {
        let folder = try Folder()
        let ledger = try await SQLiteLedger.open(path: folder.ledger)
        var sizes: [Int] = []
        for round in 0..<20 {
            let steps = (0..<GroupCommit.changesPerCheckpoint).map { number in
                Step([.window(WindowState(key: "w\(number)", memory: "\(round)"))])
            }
            _ = try await ledger.commit(steps)
            sizes.append(try folder.size(folder.ledger + "-wal"))
        }
        // Always the same rows, from the start of the log each time but for the first, which made the tables.
        #expect(Set(sizes.dropFirst()).count == 1, "\(sizes)")
    }
}
