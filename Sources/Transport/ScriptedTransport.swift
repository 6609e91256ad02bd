import Synchronization

/// A transport for tests: answers from a closure and remembers what it was asked.
public final class ScriptedTransport: Transport {
    private let answer: @Sendable (Request) async -> Outcome
    private let received = Mutex<[Request]>([])

    /// Creates a transport that answers each request with what the closure makes of it.
    public init(_ answer: @escaping @Sendable (Request) async -> Outcome) {
        self.answer = answer
    }

    /// Creates a transport that gives the outcomes in order, and after the last one says that it is shut down.
    public convenience init(_ outcomes: [Outcome]) {
        let remaining = Remaining(outcomes)
        self.init { _ in remaining.next() }
    }

    /// The requests so far, in order of arrival.
    public var requests: [Request] { received.withLock { $0 } }

    /// Answers from the script.
    public func send(_ request: Request) async -> Outcome {
        received.withLock { $0.append(request) }
        return await answer(request)
    }

    private final class Remaining: Sendable {
        private let outcomes: Mutex<ArraySlice<Outcome>>

        init(_ outcomes: [Outcome]) {
            self.outcomes = Mutex(outcomes[...])
        }

        func next() -> Outcome {
            outcomes.withLock { $0.popFirst() }
                ?? .notSent(TransportFailure(code: .shutDown, message: "The script has no further outcome"))
        }
    }
}
