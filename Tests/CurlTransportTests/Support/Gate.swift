import Dispatch
import Synchronization

/// Holds threads back until so many of them have come.
final class Gate: Sendable {
    private let missing: Mutex<Int>
    private let opened = DispatchSemaphore(value: 0)
    private let total: Int

    init(count: Int) {
        missing = Mutex(count)
        total = count
    }

    /// Comes to the gate and waits for the others; false when they did not come in time.
    func pass() -> Bool {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if isLast { for _ in 0..<total { opened.signal() } }
        return opened.wait(timeout: .now() + .seconds(30)) == .success
    }

    /// Opens the gate for one.
    func open() { opened.signal() }
}
