/// Sends requests.
///
/// Whether a request may be sent, when, and how often is decided elsewhere; a transport sends it once and says
/// honestly what became of it.
public protocol Transport: Sendable {
    /// Sends a request and waits for the end of the exchange.
    ///
    /// Cancelling the task stops a repeatable request. Any other is seen through, so that its outcome is known.
    ///
    /// - Returns: What became of the request; a failure is an outcome too.
    func send(_ request: Request) async -> Outcome
}
