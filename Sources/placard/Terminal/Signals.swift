import Dispatch
import Foundation

/// Signals that are heard instead of ending the program.
struct Signals {
    private let sources: [any DispatchSourceSignal]

    /// Hears signals from the moment that this returns; one that comes before it ends the program.
    ///
    /// - Parameters:
    ///   - numbers: The signals.
    ///   - action: What each of them does, on a queue of its own.
    init(_ numbers: [Int32], action: @escaping @Sendable () -> Void) {
        sources = numbers.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            let isHeard = DispatchSemaphore(value: 0)
            source.setRegistrationHandler { isHeard.signal() }
            source.setEventHandler { action() }
            source.resume()
            // Registering takes the signal over; it does so later, on a thread of its own.
            isHeard.wait()
            return source
        }
    }

    /// Lets the signals end the program again.
    func stop() {
        for source in sources { source.cancel() }
        for source in sources { signal(Int32(source.handle), SIG_DFL) }
    }

    /// Ends the program at once with the status of Ctrl-C: what other threads hold is not waited for.
    static func end() -> Never { _exit(130) }
}
