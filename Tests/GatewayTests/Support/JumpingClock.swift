import Delivery
import FoundationEssentials
import Synchronization

/// A clock that jumps to the instant somebody waits for.
final class JumpingClock: DeliveryClock {
    private let instant = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

    var now: Date { instant.withLock { $0 } }

    func sleep(until instant: Date) async { move(to: instant) }

    /// Nobody is woken while somebody else is at work: lanes end by themselves here.
    func alarm(at instant: Date) async {}

    func move(to instant: Date) { self.instant.withLock { $0 = max($0, instant) } }

    func move(by seconds: Double) { move(to: now.addingTimeInterval(seconds)) }
}
