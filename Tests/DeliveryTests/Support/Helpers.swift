import Synchronization
import Transport

/// Says yes once.
final class Once: Sendable {
    private let isUsed = Mutex(false)
    func first() -> Bool {
        isUsed.withLock { used in
            defer { used = true }
            return !used
        }
    }
}

/// Remembers numbers.
final class Counter: Sendable {
    private let numbers = Mutex<[Int]>([])
    var noted: [Int] { numbers.withLock { $0 } }
    func note(_ number: Int) { numbers.withLock { $0.append(number) } }
}

/// The way to the tiny board, with something that happens before each request arrives.
final class HookedTransport: Transport {
    private let board: TinyBoard
    private let hook: @Sendable (Request) async -> Void

    init(_ board: TinyBoard, _ hook: @escaping @Sendable (Request) async -> Void) {
        self.board = board
        self.hook = hook
    }

    func send(_ request: Request) async -> Outcome {
        await hook(request)
        return board.answer(request)
    }
}

extension String {
    /// The text with every occurrence of a part changed.
    func replacing(_ part: String, _ other: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}
