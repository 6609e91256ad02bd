import Synchronization

/// Where what many tasks bring arrives; one task takes it, all that is there at once.
final class Inbox<Element: Sendable>: Sendable {
    private struct State: Sendable {
        var arrived: [Element] = []
        var waiting: CheckedContinuation<[Element], Never>?
    }

    private let state = Mutex(State())

    func put(_ element: Element) {
        let waiting = state.withLock { state -> CheckedContinuation<[Element], Never>? in
            guard let waiting = state.waiting else {
                state.arrived.append(element)
                return nil
            }
            state.waiting = nil
            return waiting
        }
        waiting?.resume(returning: [element])
    }

    /// Everything that has arrived; waits for the first.
    func next() async -> [Element] {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> [Element] in
                if state.arrived.isEmpty { state.waiting = continuation }
                defer { state.arrived = [] }
                return state.arrived
            }
            if !ready.isEmpty { continuation.resume(returning: ready) }
        }
    }
}
