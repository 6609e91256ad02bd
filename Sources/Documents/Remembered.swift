import Synchronization

/// Answers that were found lately, so that a question asked again and again is answered once.
///
/// Only for answers that depend on their question alone: nobody can see whether one was remembered. Questions are
/// compared and not hashed, since two long texts differ, or are one and the same, long before their last byte.
public final class Remembered<Question: Equatable & Sendable, Answer: Sendable>: Sendable {
    private let capacity: Int
    private let known = Mutex<[(question: Question, answer: Answer)]>([])

    /// Creates an empty memory.
    ///
    /// - Parameter capacity: How many answers are remembered; the oldest makes room.
    public init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The answer to a question, or nil when it is not remembered.
    public func recall(_ question: Question) -> Answer? {
        // Compared outside of the lock: a deep comparison holds up nobody.
        let known = known.withLock { $0 }
        return known.last { $0.question == question }?.answer
    }

    /// Remembers an answer.
    public func keep(_ answer: Answer, to question: Question) {
        known.withLock { known in
            if known.count >= capacity { known.removeFirst(known.count - capacity + 1) }
            known.append((question, answer))
        }
    }

    /// The answer to a question, found by the closure unless it is remembered.
    public func answer(_ question: Question, _ find: () -> Answer) -> Answer {
        if let answer = recall(question) { return answer }
        let answer = find()
        keep(answer, to: question)
        return answer
    }
}
