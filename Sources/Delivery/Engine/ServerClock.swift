import Ledger
import Synchronization

import struct FoundationEssentials.Date

/// The time of the server that several workers share, so that a wrong clock of one's machine does not matter.
///
/// It goes on by the clock that nobody sets, and is compared with the server's now and then.
final class ServerClock: DeliveryClock {
    private struct State: Sendable {
        /// The server's time at a moment, by the clock that is never set.
        var anchor: (time: Date, at: Duration)
        /// The latest time that was told.
        var told = Date.distantPast
        var isAnchored = false
    }

    private let base: any DeliveryClock
    private let state: Mutex<State>

    /// How often the server is asked at the most: the fastest answer says best at what time it was given.
    private static let questions = 4
    /// An answer that need not be bettered.
    private static let promptAnswer = Duration.milliseconds(1)
    /// A slower answer says little about the time at which it was given.
    private static let longestAnswer = Duration.seconds(1)
    /// Seconds by which the clocks of two workers may differ.
    static let doubt = 0.1
    /// Seconds by which the time stands still rather than go back.
    private static let smallStep = 1.0

    /// Creates a clock that agrees with another one until it is anchored.
    init(_ base: any DeliveryClock) {
        self.base = base
        state = Mutex(State(anchor: (base.now, base.elapsed)))
    }

    /// Asks the server for its time; a ledger that has none leaves the clock as it is.
    func anchor(to ledger: any Ledger) async throws(LedgerError) {
        var best: (time: Date, at: Duration, took: Duration)?
        for _ in 0..<Self.questions {
            let asked = base.elapsed
            guard let time = try await ledger.serverNow() else { return }
            let took = base.elapsed - asked
            if took < best?.took ?? .seconds(Int64.max) { best = (time, asked + took / 2, took) }
            if took <= Self.promptAnswer { break }
        }
        guard let best else { return }
        state.withLock { state in
            guard !state.isAnchored || best.took <= Self.longestAnswer else { return }
            state.anchor = (best.time, best.at)
            state.isAnchored = true
        }
    }

    var now: Date {
        let elapsed = base.elapsed
        return state.withLock { state in
            let time = state.anchor.time.addingTimeInterval((elapsed - state.anchor.at) / .seconds(1))
            let back = state.told.timeIntervalSince(time)
            // What was told is not taken back for the little by which two comparisons differ.
            if back <= 0 || back > Self.smallStep { state.told = time }
            return state.told
        }
    }

    var elapsed: Duration { base.elapsed }

    func sleep(until instant: Date) async {
        await base.sleep(until: base.now.addingTimeInterval(instant.timeIntervalSince(now)))
    }

    func alarm(at instant: Date) async {
        await base.alarm(at: base.now.addingTimeInterval(instant.timeIntervalSince(now)))
    }
}

extension Environment {
    /// The same by the time of the ledger's server, where several workers share one.
    func anchored() async throws(LedgerError) -> Environment {
        guard ledger.isShared else { return self }
        let clock = ServerClock(clock)
        try await clock.anchor(to: ledger)
        var environment = self
        environment.clock = clock
        return environment
    }
}
