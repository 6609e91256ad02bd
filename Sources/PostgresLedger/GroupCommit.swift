import Ledger
import Synchronization

/// Writes the steps of many callers in few durable transactions.
///
/// A call that finds the writer idle is written at once. Calls that arrive while a transaction runs wait
/// for the next one and share it. A call returns when its transaction is on the server's disk.
final class GroupCommit: Sendable {
    /// One transaction takes calls until it has this many steps, so that a long queue does not delay its first caller.
    static let steps = 64

    fileprivate struct Call: Sendable {
        let steps: [Step]
        let answer: CheckedContinuation<Result<[StepResult], LedgerError>, Never>
    }

    fileprivate struct Queue: Sendable {
        var waiting: [Call] = []
        var isBusy = false
        var transactions = 0
    }

    private let session: Session
    private let failures: Failures
    private let channel: String
    private let queue = Mutex(Queue())

    init(session: Session, failures: Failures, channel: String) {
        self.session = session
        self.failures = failures
        self.channel = channel
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
            if isFirst { Task { await writeAll() } }
        }
        return try result.get()
    }

    /// Writes batches until nobody waits any more.
    private func writeAll() async {
        repeat {
            let batch = queue.withLock { $0.takeBatch() }
            let results = await write(batch.map(\.steps))
            for (call, result) in zip(batch, results) { call.answer.resume(returning: result) }
        } while queue.withLock { queue in
            queue.isBusy = !queue.waiting.isEmpty
            return queue.isBusy
        }
    }

    /// Writes calls in one transaction: each whole or not at all, and none when the transaction fails.
    private func write(_ calls: [[Step]]) async -> [Result<[StepResult], LedgerError>] {
        do throws(Fault) {
            return try await transaction(calls)
        } catch .server(let error) where error.isConfined && calls.count > 1 {
            // Nothing was written. By itself, each call fails or succeeds on its own account.
            var results: [Result<[StepResult], LedgerError>] = []
            for call in calls { results += await write([call]) }
            return results
        } catch {
            let failure = failures.ledgerError(error)
            return calls.map { _ in .failure(failure) }
        }
    }

    private func transaction(_ calls: [[Step]]) async throws(Fault) -> [Result<[StepResult], LedgerError>] {
        let needs = StepNeeds(calls.joined())
        let channel = channel
        return try await session.transaction { transaction throws(Fault) in
            var plan = try StepPlan(answers: transaction.run(needs.statements), needs: needs)
            let results = calls.map { plan.add($0) }
            let hint = plan.awakens ? [Statement("SELECT pg_notify($1, '')", [.text(channel)])] : []
            return (plan.statements + hint, results)
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
        transactions += 1
        return batch
    }
}
