import Delivery
import FoundationEssentials
import Synchronization

/// A machine's clock in the world: it can be set, and what it has slept through cannot.
struct VirtualClock: DeliveryClock {
    let world: World
    let process: Process

    var now: Date { (world.now + process.clockOffset).date }

    var elapsed: Duration { .microseconds(world.now) }

    func sleep(until instant: Date) async {
        guard process.isAlive else { return }
        let delay = Int64((instant.timeIntervalSince(now) * 1_000_000).rounded(.up))
        guard delay > 0 else { return }
        let sleeper = Sleeper()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard sleeper.lies(continuation) else { return continuation.resume() }
                world.after(delay) { sleeper.wake() }
            }
        } onCancel: {
            sleeper.wake()
        }
    }
}

/// Somebody who sleeps, and is woken once: by the clock or by a cancellation.
private final class Sleeper: Sendable {
    private enum State: Sendable {
        case awake
        case asleep(CheckedContinuation<Void, Never>)
        case woken
    }

    private let state = Mutex(State.awake)

    func lies(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        state.withLock { state in
            if case .woken = state { return false }
            state = .asleep(continuation)
            return true
        }
    }

    func wake() {
        let sleeping = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state = .woken }
            if case .asleep(let continuation) = state { return continuation }
            return nil
        }
        sleeping?.resume()
    }
}
