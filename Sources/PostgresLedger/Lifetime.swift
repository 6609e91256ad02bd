import Dispatch
import Synchronization

/// Whether a ledger is still open; waits end when it is not.
final class Lifetime: Sendable {
    private struct State {
        var isOver = false
        var waiting = 0
    }

    private let state = Mutex(State())
    private let end = DispatchSemaphore(value: 0)

    /// Whether the ledger was closed.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// Ends it.
    func finish() {
        let waiting = state.withLock { state in
            state.isOver = true
            return state.waiting
        }
        for _ in 0..<waiting { end.signal() }
    }

    /// Keeps the calling thread for a while; less when the lifetime ends meanwhile.
    func pause(_ time: Duration) {
        let isOver = state.withLock { state in
            if !state.isOver { state.waiting += 1 }
            return state.isOver
        }
        guard !isOver else { return }
        _ = end.wait(timeout: .now() + .microseconds(Int(time / .microseconds(1))))
        state.withLock { $0.waiting -= 1 }
    }
}
