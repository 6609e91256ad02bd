import Foundation
import Gateway
import Ledger
import Postings
import Synchronization

/// What a command does meanwhile, on standard error: a bar per posting on a terminal; elsewhere a line whenever it
/// waits for something else.
final class Progress: Sendable {
    private struct State {
        var postings: [Int64: Posting] = [:]
        var order: [Int64] = []
        var drawn = 0
        var waits: [Int64: Wait] = [:]
        var told: [String] = []
    }

    private let state = Mutex(State())
    private let isShown: Bool
    private let isTold: Bool

    /// Creates a display; `isShown` false keeps it silent, as with `--json`.
    init(isShown: Bool) {
        self.isShown = isShown && Terminal.isError
        isTold = isShown && !Terminal.isError
    }

    /// Takes what is waited for while nothing can be done at once.
    func wait(_ postings: [Posting], _ waits: [Int64: Wait]) {
        state.withLock { state in
            state.waits = waits
            if isShown { return redraw(&state) }
            let lines = postings.compactMap { posting in
                waits[posting.id].map { wait in
                    let which = [posting.placeLabel, posting.key.language, posting.reference].compactMap(\.self)
                    let head = "waiting for \(posting.key.account) (\(which.joined(separator: ", ")))"
                    let words = ["\(head): \(wait.reason.asSentence)", wait.next].compactMap(\.self)
                    return Terminal.oneLine(words.joined(separator: " "))
                }
            }
            let news = lines.filter { !state.told.contains($0) }
            state.told = lines
            guard isTold else { return }
            for line in news { Terminal.complain(line) }
        }
    }

    /// Takes news of a posting.
    func update(_ posting: Posting) {
        guard isShown else { return }
        state.withLock { state in
            if state.postings.updateValue(posting, forKey: posting.id) == nil { state.order.append(posting.id) }
            state.waits[posting.id] = nil
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
            let until = state.waits[id]?.until.map { ", next \($0.formatted(.iso8601))" } ?? ""
            text += "\u{1B}[2K  \(Terminal.padded(posting.key.account, width))  \(Self.bar(posting.state)) "
            text += "\(posting.state.rawValue)\(until)\n"
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
