import ArgumentParser
import Dispatch
import Foundation
import Gateway
import Synchronization

/// Runs an action that Ctrl-C and TERM end gently: what is in flight is finished and recorded first.
enum Interruption {
    /// Runs an action as a task that the first signal cancels.
    ///
    /// - Returns: The action's result, and whether a signal came.
    static func guarded<Result: Sendable>(
        _ action: @escaping @Sendable () async throws -> Result
    ) async throws -> (Result, wasInterrupted: Bool) {
        let task = Task { try await action() }
        let interrupted = Flag()
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if interrupted.raise() {
                    Terminal.complain("Finishing what is in flight; press Ctrl-C again to stop at once.")
                    task.cancel()
                } else {
                    // What was on the wire is found by the next command, and looked up before anything is resent.
                    Foundation.exit(130)
                }
            }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        let result = try await task.value
        return (result, interrupted.isRaised)
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
