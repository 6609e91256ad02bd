import Ledger
import LedgerTesting
import Postings
import Testing

@testable import PostgresLedger

@Suite("Group commit in a database", .timeLimit(.minutes(1)))
struct GroupCommitTests {
    /// Starts calls while the writer waits for a lock, and answers what became of each once it no longer does.
    private func gathered(
        _ place: Place,
        _ ledger: PostgresLedger,
        _ calls: [[Step]]
    ) async throws -> (results: [Result<[StepResult], LedgerError>], transactions: Int) {
        let posting = try await ledger.add([Sample.posting(100_000)])[0]
        let before = ledger.group.transactions
        let other = try place.connect()
        _ = try other.run("BEGIN")
        _ = try other.run("SELECT 1 FROM posting WHERE id = $1 FOR UPDATE", [.integer(posting.id)])
        let gate = Task { try await ledger.commit([Step([.posting(posting)])]) }
        while ledger.group.transactions == before { await Task.yield() }
        let results = try await withThrowingTaskGroup(of: (Int, Result<[StepResult], LedgerError>).self) { tasks in
            for (number, steps) in calls.enumerated() {
                tasks.addTask {
                    do throws(LedgerError) { return (number, .success(try await ledger.commit(steps))) } catch {
                        return (number, .failure(error))
                    }
                }
                // In their order, so that the batches are known.
                while ledger.group.waiting <= number { await Task.yield() }
            }
            _ = try other.run("COMMIT")
            return try await tasks.reduce(into: [(Int, Result<[StepResult], LedgerError>)]()) { $0.append($1) }
        }
        _ = try await gate.value
        return (results.sorted { $0.0 < $1.0 }.map(\.1), ledger.group.transactions - before - 1)
    }

    private func call(_ number: Int) -> [Step] { [Step([.posting(Sample.posting(number))])] }

    @Test("calls that arrive during a commit share the next", arguments: [(1, 1), (50, 1), (64, 1), (65, 2), (130, 3)])
    func sharing(calls: Int, transactions: Int) async throws {
        let place = try await Place()
        let ledger = try await place.open()
        let outcome = try await gathered(place, ledger, (0..<calls).map(call))
        #expect(outcome.transactions == transactions)
        #expect(try outcome.results.flatMap { try $0.get() }.allSatisfy(\.written))
        #expect(try await ledger.postings(PostingFilter()).count == calls + 1)
    }

    @Test("a call that is refused harms none of those it shares a transaction with")
    func refusal() async throws {
        let place = try await Place()
        let ledger = try await place.open()
        let double = [Step([.secret(name: "bad", sealed: [1])]), Step([.posting(Sample.posting(1))])]
        let orphan = [Step([.secret(name: "bad", sealed: [1]), .evidence(Sample.evidence(9_999, at: 1, note: "n"))])]
        let outcome = try await gathered(place, ledger, [call(1), double, orphan, call(2)])
        #expect(throws: Never.self) { try outcome.results[0].get() }
        #expect(throws: LedgerError.self) { try outcome.results[1].get() }
        #expect(throws: LedgerError.self) { try outcome.results[2].get() }
        #expect(throws: Never.self) { try outcome.results[3].get() }
        #expect(try await ledger.postings(PostingFilter()).map(\.reference) == ["R1", "R100000", "R2"])
        #expect(try await ledger.secret("bad") == nil)
    }

    @Test("a cancelled task's commit is written all the same")
    func cancellation() async throws {
        let ledger = try await Place().open()
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await ledger.commit(call(1)).map(\.written)
        }
        #expect(try await task.value == [true])
        #expect(try await ledger.postings(PostingFilter()).count == 1)
    }

    @Test("values of any content come back as they were, and none becomes part of a statement")
    func content() async throws {
        let ledger = try await Place().open()
        let nasty = "'; DROP TABLE posting; --\u{0}\u{F8FF}0 $1 \\ \"\u{1F600}\u{7F}"
        var exchange = Exchange(id: nasty, account: nasty, call: "c", startedAt: Sample.start, request: nasty)
        exchange.reply = nasty
        let id = try await ledger.add([Sample.posting(1)])[0].id
        let evidence = Evidence(posting: id, at: Sample.start, state: .live, exchange: nasty, note: nasty)
        let window = WindowState(key: nasty, memory: "")
        _ = try await ledger.commit([Step([.exchange(exchange), .evidence(evidence), .window(window)])])
        _ = try await ledger.commit([Step([.secret(name: nasty, sealed: []), .account(AccountState(name: nasty))])])
        let timeline = try await ledger.timeline(of: id)
        #expect(timeline.exchanges == [exchange])
        #expect(timeline.evidence == [evidence])
        #expect(try await ledger.windows([nasty, "other"]) == [window])
        #expect(try await ledger.secret(nasty) == [])
        #expect(try await ledger.accounts([nasty]).map(\.name) == [nasty])
        #expect(try await ledger.postings(PostingFilter(roles: [nasty], accounts: [nasty], reference: nasty)) == [])
    }
}
