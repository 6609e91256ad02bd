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

    /// Makes ready for requests that are about to come, and returns at once; nothing is opened or sent.
    func prepare()
}

extension Transport {
    /// Does nothing: a transport that is always ready needs no more.
    public func prepare() {}
}
