import Delivery
import FoundationEssentials
import Synchronization

/// A clock that jumps to the instant somebody waits for, and is moved by hand.
///
/// An alarm rings when the time has come by other means: while somebody is at work, time stands still.
final class HandClock: DeliveryClock {
    private struct State: Sendable {
        var now = Date(timeIntervalSince1970: 1_800_000_000)
        var sleeps = 0
        var alarms: [Int: (at: Date, waiting: CheckedContinuation<Void, Never>)] = [:]
        var alarmsSet = 0

        mutating func move(to instant: Date) -> [CheckedContinuation<Void, Never>] {
            now = max(now, instant)
            let ringing = alarms.filter { $0.value.at <= now }
            for key in ringing.keys { alarms[key] = nil }
            return ringing.values.map(\.waiting)
        }
    }

    private let state = Mutex(State())

    var now: Date { state.withLock { $0.now } }

    /// How often somebody waited.
    var sleeps: Int { state.withLock { $0.sleeps } }

    func sleep(until instant: Date) async {
        let ringing = state.withLock { state in
            state.sleeps += 1
            return state.move(to: instant)
        }
        for alarm in ringing { alarm.resume() }
    }

    func alarm(at instant: Date) async {
        let number = state.withLock { state in
            state.alarmsSet += 1
            return state.alarmsSet
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiting in
                let isDue = state.withLock { state in
                    guard state.now < instant, !Task.isCancelled else { return true }
                    state.alarms[number] = (instant, waiting)
                    return false
                }
                if isDue { waiting.resume() }
            }
        } onCancel: {
            state.withLock { $0.alarms.removeValue(forKey: number) }?.waiting.resume()
        }
    }

    func move(by seconds: Double) {
        let ringing = state.withLock { $0.move(to: $0.now.addingTimeInterval(seconds)) }
        for alarm in ringing { alarm.resume() }
    }
}
