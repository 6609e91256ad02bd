import Ledger
import Postings
import Synchronization

/// One line per posting on standard error while a command runs, only on a terminal.
final class Progress: Sendable {
    private struct State {
        var postings: [Int64: Posting] = [:]
        var order: [Int64] = []
        var drawn = 0
    }

    private let state = Mutex(State())
    private let isShown: Bool

    /// Creates a display; `isShown` false keeps it silent, as with `--json`.
    init(isShown: Bool) {
        self.isShown = isShown && Terminal.isError
    }

    /// Takes news of a posting.
    func update(_ posting: Posting) {
        guard isShown else { return }
        state.withLock { state in
            if state.postings.updateValue(posting, forKey: posting.id) == nil { state.order.append(posting.id) }
            redraw(&state)
        }
    }

    /// Takes the display away before the result is printed.
    func clear() {
        guard isShown else { return }
        state.withLock { state in
            if state.drawn > 0 { Terminal.draw("\u{1B}[\(state.drawn)A\u{1B}[J") }
            state.drawn = 0
        }
    }

    private func redraw(_ state: inout State) {
        var text = state.drawn > 0 ? "\u{1B}[\(state.drawn)A" : ""
        let width = state.postings.values.map { $0.key.account.count }.max() ?? 0
        for id in state.order {
            guard let posting = state.postings[id] else { continue }
            text +=
                "\u{1B}[2K  \(Terminal.padded(posting.key.account, width))  \(Self.bar(posting.state)) \(posting.state.rawValue)\n"
        }
        state.drawn = state.order.count
        Terminal.draw(text)
    }

    /// How far a posting is on its way, as a bar of ten.
    private static func bar(_ state: PostingState) -> String {
        let filled: Int =
            switch state {
            case .draft, .scheduled: 0
            case .queued: 1
            case .sending: 3
            case .handedOver, .withdrawing: 5
            case .acknowledged: 6
            case .inReview: 8
            default: 10
            }
        return String(repeating: "█", count: filled) + String(repeating: "░", count: 10 - filled)
    }
}
