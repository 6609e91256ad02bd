public import Transport

/// A transport on libcurl: one thread owns every connection, and callers wait without blocking.
///
/// The thread starts with the first request, or before it when the caller says so. Requests are sent as soon as they
/// arrive: how many may be under way is decided by the caller. A request that is not repeatable is sent at most once,
/// also when a reused connection dies.
public final class CurlTransport: Transport {
    private let mailbox: Mailbox

    /// Creates a transport; nothing is opened before the first request, and nothing started before ``prepare()``.
    public init(_ settings: Settings = Settings()) {
        mailbox = Mailbox(settings: settings)
    }

    deinit { mailbox.abandon() }

    /// Starts the thread, which loads libcurl while the caller still makes its requests.
    public func prepare() { mailbox.prepare() }

    /// Sends a request and waits for the end of the exchange.
    public func send(_ request: Request) async -> Outcome {
        let target: Target
        do {
            target = try Target(of: request)
        } catch {
            return .notSent(error.redacted(request.secrets))
        }
        guard !Task.isCancelled else {
            return .notSent(TransportFailure(code: .cancelled, message: "The request was cancelled before it was sent"))
        }
        guard request.repeatable else { return await exchange(request, target, id: nil) }
        let id = mailbox.nextID()
        return await withTaskCancellationHandler {
            await exchange(request, target, id: id)
        } onCancel: { [mailbox] in
            mailbox.cancel(id)
        }
    }

    private func exchange(_ request: Request, _ target: Target, id: UInt64?) async -> Outcome {
        await withCheckedContinuation { continuation in
            mailbox.submit(Submission(id: id, request: request, target: target, continuation: continuation))
            // A cancellation that came before the submission found nothing to cancel.
            if let id, Task.isCancelled { mailbox.cancel(id) }
        }
    }

    /// Refuses further requests, waits for those under way, and ends the thread.
    public func shutDown() async {
        await mailbox.shutDown()
    }
}

/// Runs a closure with a transport, and shuts the transport down when the closure is done.
///
/// - Parameters:
///   - settings: Settings of the transport.
///   - body: Work to do with it. Requests it left under way are waited for.
/// - Returns: What the closure returns.
public func withCurlTransport<Result, Failure: Error>(
    _ settings: CurlTransport.Settings = CurlTransport.Settings(),
    _ body: (CurlTransport) async throws(Failure) -> Result
) async throws(Failure) -> Result {
    let transport = CurlTransport(settings)
    do {
        let result = try await body(transport)
        await transport.shutDown()
        return result
    } catch {
        await transport.shutDown()
        throw error
    }
}
