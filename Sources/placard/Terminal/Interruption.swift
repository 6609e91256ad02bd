import ArgumentParser
import Foundation
import Gateway
import Ledger
import Synchronization

/// Runs an action that Ctrl-C, TERM and the end of its terminal end gently: what is in flight is finished and recorded first.
enum Interruption {
    /// Runs an action as a task that the first signal cancels.
    ///
    /// - Returns: The action's result, and whether a signal came.
    static func guarded<Result: Sendable>(
        _ action: @escaping @Sendable () async throws -> Result
    ) async throws -> (Result, wasInterrupted: Bool) {
        let task = Task { try await action() }
        let interrupted = Flag()
        // Who is to outlive its terminal, as under nohup, is told to by being deaf to this signal.
        let signals = isDeaf(to: SIGHUP) ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
        let heard = Signals(signals) {
            if interrupted.raise() {
                Terminal.complain("Finishing what is in flight; press Ctrl-C again to stop at once.")
                task.cancel()
            } else {
                // What was on the wire is found by the next command, and looked up before anything is resent.
                Signals.end()
            }
        }
        defer { heard.stop() }
        do {
            return (try await task.value, interrupted.isRaised)
        } catch LedgerError.busy(holder: _) where interrupted.isRaised {
            // Interrupted while another process held the ledger: nothing was begun.
            throw ExitCode(130)
        }
    }

    private static func isDeaf(to number: Int32) -> Bool {
        let before = signal(number, SIG_IGN)
        defer { signal(number, before) }
        return unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private final class Flag: Sendable {
        private let raised = Mutex(false)
        var isRaised: Bool { raised.withLock { $0 } }

        /// Raises the flag; false when it was raised before.
        func raise() -> Bool {
            raised.withLock { flag in
                defer { flag = true }
                return !flag
            }
        }
    }
}
