import Delivery
import Foundation
import Synchronization
import Testing

@Suite("A clock that nobody sets")
struct SteadyClockTests {
    @Test("a step of the machine's clock changes neither the time nor a wait")
    func step() async {
        let machine = MachineClock()
        let steady = SteadyClock(machine)
        let begun = steady.now
        machine.set(by: -3_600)
        machine.pass(.seconds(5))
        #expect(steady.now == begun.addingTimeInterval(5))
        await steady.sleep(until: begun.addingTimeInterval(65))
        #expect(machine.lastWait == 60)
    }
}

/// A clock that can be set, beside one that cannot.
private final class MachineClock: DeliveryClock {
    private let state = Mutex((now: Date(timeIntervalSince1970: 1_000_000), elapsed: Duration.zero, wait: 0.0))

    var now: Date { state.withLock { $0.now } }
    var elapsed: Duration { state.withLock { $0.elapsed } }
    var lastWait: TimeInterval { state.withLock { $0.wait } }

    func set(by seconds: TimeInterval) { state.withLock { $0.now += seconds } }

    func pass(_ time: Duration) {
        state.withLock { state in
            state.now += time / .seconds(1)
            state.elapsed += time
        }
    }

    func sleep(until instant: Date) async { state.withLock { $0.wait = instant.timeIntervalSince($0.now) } }
}
