import Delivery
import FoundationEssentials
import Synchronization

/// A clock that a sleep moves: waiting takes no time, and every wait is counted.
final class HandClock: DeliveryClock {
    private struct State: Sendable {
        var now = Date(timeIntervalSince1970: 1_800_000_000)
        var sleeps = 0
    }

    private let state = Mutex(State())

    var now: Date { state.withLock { $0.now } }

    /// How often somebody waited.
    var sleeps: Int { state.withLock { $0.sleeps } }

    func sleep(until instant: Date) async {
        state.withLock { state in
            state.now = max(state.now, instant)
            state.sleeps += 1
        }
    }

    func move(by seconds: Double) { state.withLock { $0.now += seconds } }
}
