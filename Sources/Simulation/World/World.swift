import FoundationEssentials
import Synchronization

/// Time, tasks and chance of one simulation: everything runs on the thread that calls ``run(until:)``.
///
/// Time stands still while anything is ready to run, and then jumps to what is planned next.
final class World: Sendable {
    /// A job that is ready, and whose it is.
    struct Ready: Sendable {
        let process: Process
        let job: UnownedJob
    }

    private struct State: Sendable {
        var now: Int64 = 0
        var agenda = Agenda()
        var ready: [Ready] = []
        var dice: SplitMix
    }

    private let state: Mutex<State>
    let trace: Trace

    /// Microseconds since 1970 at which every simulation begins.
    static let start: Int64 = 1_800_000_000_000_000

    init(seed: UInt64, keepsTrace: Bool) {
        state = Mutex(State(dice: SplitMix(seed, 1)))
        trace = Trace(keepsLines: keepsTrace)
    }

    /// Microseconds since the beginning.
    var now: Int64 { state.withLock { $0.now } }

    /// Plans something.
    func after(_ delay: Int64, _ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.agenda.add(at: $0.now + max(0, delay), action) }
    }

    /// Waits.
    func sleep(_ delay: Int64) async {
        guard delay > 0 else { return }
        await withCheckedContinuation { continuation in after(delay) { continuation.resume() } }
    }

    func note(_ text: @autoclosure () -> String) { trace.add(text(), at: now) }

    // MARK: Running

    func enqueue(_ ready: Ready) { state.withLock { $0.ready.append(ready) } }

    func enqueue(_ many: [Ready]) { state.withLock { $0.ready += many } }

    /// Takes out the ready jobs of a process.
    func withdraw(_ process: Process) -> [Ready] {
        state.withLock { state in
            let own = state.ready.filter { $0.process === process }
            state.ready.removeAll { $0.process === process }
            return own
        }
    }

    /// Runs what is ready, in an order that the seed draws, then what is planned, until an instant or a verdict.
    func run(until end: Int64, while goesOn: () -> Bool = { true }) {
        while true {
            while let next = nextReady() { next.process.run(next.job) }
            guard goesOn() else { return }
            let action = state.withLock { state -> (@Sendable () -> Void)? in
                guard let first = state.agenda.first, first.time <= end else { return nil }
                state.now = max(state.now, first.time)
                return state.agenda.popFirst()?.action
            }
            guard let action else { break }
            action()
        }
        state.withLock { $0.now = max($0.now, end == .max ? $0.now : end) }
    }

    private func nextReady() -> Ready? {
        state.withLock { state in
            guard !state.ready.isEmpty else { return nil }
            guard state.ready.count > 1 else { return state.ready.removeLast() }
            return state.ready.remove(at: Int(state.dice.next() % UInt64(state.ready.count)))
        }
    }
}

extension Int64 {
    static let second: Int64 = 1_000_000
    static let minute: Int64 = 60_000_000
    static let hour: Int64 = 3_600_000_000

    /// Microseconds of simulated time as seconds for people.
    var inSeconds: String {
        let milliseconds = magnitude / 1000
        let rest = String(milliseconds % 1000)
        let sign = self < 0 && milliseconds > 0 ? "-" : ""
        return "\(sign)\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }

    /// The instant of the world's own clock.
    var date: Date { Date(timeIntervalSince1970: Double(World.start + self) / 1_000_000) }
}
