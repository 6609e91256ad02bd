import Synchronization

/// Lets few lanes compute at a time, those nearest to the wire first.
///
/// Without it every lane would render before any request left, all answers would arrive at once, and nothing of
/// their reading would overlap with the waiting. Only computing happens at the bench: who waits for a board or for
/// the ledger keeps no place.
final class Workbench: Sendable {
    /// What is computed; later stages go first.
    enum Stage: Int, Sendable, CaseIterable {
        /// Rendering the ad.
        case render
        /// Writing the request.
        case write
        /// Reading the answer.
        case read
    }

    private struct State: Sendable {
        var free: Int
        var waiting: [[CheckedContinuation<Void, Never>]] = Stage.allCases.map { _ in [] }
    }

    private let state: Mutex<State>

    /// Creates a bench with a number of places.
    init(places: Int) { state = Mutex(State(free: max(1, places))) }

    /// Computes when a place is free.
    func at<Result>(_ stage: Stage, _ compute: () -> Result) async -> Result {
        await take(stage)
        defer { leave() }
        // Those who come at the same time are to stand in line before the first one computes: only then can who is
        // nearer to the wire be preferred.
        if stage == .render { await Task.yield() }
        return compute()
    }

    private func take(_ stage: Stage) async {
        await withCheckedContinuation { turn in
            let isFree = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting[stage.rawValue].append(turn)
                    return false
                }
                state.free -= 1
                return true
            }
            if isFree { turn.resume() }
        }
    }

    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            for stage in Stage.allCases.reversed() where !state.waiting[stage.rawValue].isEmpty {
                return state.waiting[stage.rawValue].removeFirst()
            }
            state.free += 1
            return nil
        }
        next?.resume()
    }
}
