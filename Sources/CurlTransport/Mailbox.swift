import CCurl
import Glibc
import Synchronization
import Transport

/// A request on its way to the thread, and whoever waits for its outcome.
struct Submission: Sendable {
    /// Number by which it can be cancelled, or nil when it must be seen through.
    let id: UInt64?
    let request: Request
    let target: Target
    let continuation: CheckedContinuation<Outcome, Never>
}

/// The one place where callers and the thread meet.
///
/// `curl_multi_wakeup` is the only libcurl call made outside of the thread. It is made under the lock, so that the
/// handle it names cannot be freed meanwhile.
final class Mailbox: Sendable {
    /// What has come in since the thread last looked.
    struct Delivery: Sendable {
        var submissions: [Submission] = []
        var cancellations: [UInt64] = []
        var isClosing = false
    }

    private struct State {
        var pending = Delivery()
        var isThreadTold = false
        var thread: pthread_t?
        var hasEnded = false
        /// Why nothing is sent any more, when libcurl itself failed.
        var fault: TransportFailure?
        var waiters: [CheckedContinuation<Void, Never>] = []
        // Address of the handle to wake. A pointer may not cross threads unchecked; its address may, and it is only
        // turned back under the lock.
        var wakeableAddress: UInt?
    }

    let settings: CurlTransport.Settings
    private let state = Mutex(State())
    private let lastID = Atomic<UInt64>(0)

    init(settings: CurlTransport.Settings) {
        self.settings = settings
    }

    func nextID() -> UInt64 {
        lastID.wrappingAdd(1, ordering: .relaxed).newValue
    }

    // MARK: Callers

    func submit(_ submission: Submission) {
        let failure: TransportFailure? = state.withLock { state in
            guard !state.pending.isClosing else {
                return state.fault ?? TransportFailure(code: .shutDown, message: "The transport is shut down")
            }
            guard runs(&state) else {
                return TransportFailure(code: .transportBroken, message: "No thread could be started")
            }
            Self.post(&state) { $0.submissions.append(submission) }
            return nil
        }
        if let failure { submission.continuation.resume(returning: .notSent(failure)) }
    }

    /// Starts the thread; when that fails, the first request says so.
    func prepare() {
        state.withLock { state in
            if !state.pending.isClosing { _ = runs(&state) }
        }
    }

    /// Whether the thread runs; it is started if there is none.
    private func runs(_ state: inout State) -> Bool {
        if state.thread == nil { state.thread = startThread() }
        return state.thread != nil
    }

    func cancel(_ id: UInt64) {
        state.withLock { state in
            Self.post(&state) { $0.cancellations.append(id) }
        }
    }

    func shutDown() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                Self.post(&state) { $0.isClosing = true }
                guard state.thread != nil, !state.hasEnded else { return true }
                state.waiters.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        // The thread has nothing left to do but return.
        if let thread = takeThread() { pthread_join(thread, nil) }
    }

    /// Lets the thread finish what is under way and end by itself.
    func abandon() {
        state.withLock { state in
            Self.post(&state) { $0.isClosing = true }
        }
        if let thread = takeThread() { pthread_detach(thread) }
    }

    private func takeThread() -> pthread_t? {
        state.withLock { $0.thread.take() }
    }

    // One wake-up serves everything posted until the thread looks.
    private static func post(_ state: inout State, _ change: (inout Delivery) -> Void) {
        change(&state.pending)
        guard !state.isThreadTold, let address = state.wakeableAddress else { return }
        state.isThreadTold = true
        if let multi = unsafe UnsafeMutableRawPointer(bitPattern: address) { unsafe curl_multi_wakeup(multi) }
    }

    private func startThread() -> pthread_t? {
        let context = unsafe Unmanaged.passRetained(self)
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread,
            nil,
            { context in
                if let context = unsafe context {
                    TransferLoop.run(for: unsafe Unmanaged<Mailbox>.fromOpaque(context).takeRetainedValue())
                }
                return nil
            },
            context.toOpaque()
        )
        guard result == 0 else {
            unsafe context.release()
            return nil
        }
        return thread
    }

    // MARK: The thread

    /// Names the handle to wake; nil before it is freed.
    func setWakeable(_ multi: UnsafeMutableRawPointer?) {
        let address = unsafe multi.map { UInt(bitPattern: $0) }
        state.withLock { $0.wakeableAddress = address }
    }

    func take() -> Delivery {
        state.withLock { state in
            let delivery = state.pending
            state.pending = Delivery(isClosing: delivery.isClosing)
            state.isThreadTold = false
            return delivery
        }
    }

    /// Refuses further requests, for want of a working libcurl, and says why.
    func refuseFurther(_ fault: TransportFailure) {
        state.withLock { state in
            state.pending.isClosing = true
            state.fault = fault
        }
    }

    func end() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
