import GRDB
import Ledger
import Synchronization

/// Writes the steps of many callers in few durable transactions.
///
/// A call that finds the writer idle is written at once. Calls that arrive while a transaction runs wait
/// for the next one and share it. A call returns when its transaction is on the disk.
final class GroupCommit: Sendable {
    /// One transaction takes calls until it has this many steps, so that a long queue does not delay its first caller.
    static let steps = 64

    /// So many changes go into the write-ahead log before it is copied into the ledger, between two transactions.
    static let changesPerCheckpoint = 500

    fileprivate struct Call: Sendable {
        let steps: [Step]
        let answer: CheckedContinuation<Result<[StepResult], LedgerError>, Never>
    }

    fileprivate struct Queue: Sendable {
        var waiting: [Call] = []
        var isBusy = false
        var changesInLog = 0
        var transactions = 0
    }

    private let writer: DatabaseQueue
    private let statements: WriteStatements
    private let failures: Failures
    private let queue = Mutex(Queue())

    init(writer: DatabaseQueue, statements: WriteStatements, failures: Failures) {
        self.writer = writer
        self.statements = statements
        self.failures = failures
    }

    /// Transactions so far.
    var transactions: Int { queue.withLock { $0.transactions } }

    /// Calls that wait for their transaction to begin.
    var waiting: Int { queue.withLock { $0.waiting.count } }

    func commit(_ steps: [Step]) async throws(LedgerError) -> [StepResult] {
        let result = await withCheckedContinuation { answer in
            let isFirst = queue.withLock { queue in
                queue.waiting.append(Call(steps: steps, answer: answer))
                defer { queue.isBusy = true }
                return !queue.isBusy
            }
            if isFirst { writer.asyncWriteWithoutTransaction(writeBatch) }
        }
        return try result.get()
    }

    private func writeBatch(_ db: Database) {
        let batch = queue.withLock { $0.takeBatch() }
        let results = write(batch.map(\.steps), db)
        for (call, result) in zip(batch, results) { call.answer.resume(returning: result) }
        // The callers have their answers: the copying delays none of them.
        if queue.withLock({ $0.startsCheckpoint() }) {
            // What could not be copied stays in the log and is copied next time.
            _ = try? db.checkpoint(.passive)
        }
        let isMore = queue.withLock { queue in
            queue.isBusy = !queue.waiting.isEmpty
            return queue.isBusy
        }
        if isMore { writer.asyncWriteWithoutTransaction(writeBatch) }
    }

    /// Writes calls in one transaction: each whole or not at all, and none when the transaction fails.
    private func write(_ calls: [[Step]], _ db: Database) -> [Result<[StepResult], LedgerError>] {
        do {
            try statements.run(.begin, db)
            let writer = StepWriter(db: db, statements: statements)
            // A call that is alone in its transaction needs no other way to be undone.
            let results =
                calls.count == 1
                ? [.success(try calls[0].map(writer.write))] : try calls.map { try write($0, with: writer) }
            try statements.run(.commit, db)
            return results
        } catch {
            // A full disk may have ended the transaction already.
            if WriteStatements.isInTransaction(db) { _ = try? statements.run(.rollBack, db) }
            let failure = failures.ledgerError(error)
            return calls.map { _ in .failure(failure) }
        }
    }

    private func write(_ steps: [Step], with writer: StepWriter) throws -> Result<[StepResult], LedgerError> {
        try statements.run(.save, writer.db)
        do {
            let results = try steps.map(writer.write)
            try statements.run(.release, writer.db)
            return .success(results)
        } catch  where Failures.isConfined(error) && WriteStatements.isInTransaction(writer.db) {
            try statements.run(.undo, writer.db)
            try statements.run(.release, writer.db)
            return .failure(failures.ledgerError(error))
        }
    }
}

extension GroupCommit.Queue {
    /// The calls of the next transaction, at least one.
    fileprivate mutating func takeBatch() -> [GroupCommit.Call] {
        var (count, steps) = (0, 0)
        for call in waiting {
            if count > 0, steps + call.steps.count > GroupCommit.steps { break }
            count += 1
            steps += call.steps.count
        }
        let batch = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        changesInLog += batch.reduce(0) { $0 + $1.steps.reduce(0) { $0 + $1.changes.count } }
        transactions += 1
        return batch
    }

    /// Whether it is time to copy the log; if so, counting starts anew.
    fileprivate mutating func startsCheckpoint() -> Bool {
        guard changesInLog >= GroupCommit.changesPerCheckpoint else { return false }
        changesInLog = 0
        return true
    }
}
