public import Postings
public import Transport

extension Adapter {
    /// The call that performs an operation, its twin resolved; nil when the board offers none.
    ///
    /// A twin keeps its own name and what it says itself, and takes the rest from the call it names. A call
    /// that replaces has no request: it stands for a withdrawal and a creation.
    public func call(for operation: Operation) -> Call? { call(resolving: operation.rawValue) }

    /// Writes the request of an operation.
    ///
    /// - Parameters:
    ///   - operation: What is asked of the board.
    ///   - ads: The postings, one unless the call takes a batch; at most as many as it takes.
    ///   - context: Credentials, clock and bounds.
    /// - Returns: The request, with every secret of the account marked for redaction.
    /// - Throws: ``CallFault`` when the call has no request or something it needs is absent.
    public func request(
        for operation: Operation,
        ads: [PreparedAd],
        context: CallContext
    ) throws(CallFault) -> Request {
        guard let call = call(for: operation), let rule = call.request else {
            throw .noRequest(adapter: manifest.id, call: operation.rawValue)
        }
        let scopes = ads.map { CallScope(self, prepared: $0, operation: operation, context: context) }
        return try RequestWriter(adapter: self, call: call.name, rule: rule, batch: call.batch, context: context)
            .request(scopes)
    }

    /// Reads the reply to an operation's request, one element per posting in the request's order.
    public func read(
        _ reply: Reply,
        for operation: Operation,
        ads: [PreparedAd],
        context: CallContext
    ) -> CallReading {
        let scopes = ads.map { CallScope(self, prepared: $0, operation: operation, context: context) }
        guard let call = call(for: operation), let rule = call.request else {
            return CallReading(elements: ads.map { _ in .noSuchCall(operation.rawValue) })
        }
        let reader = ReplyReader(adapter: self, call: call, rule: rule, reply: reply, context: context)
        guard operation != .find else { return reader.findReading(scopes).asCallReading }
        return reader.reading(scopes)
    }

    /// Reads how an operation's exchange ended, with or without a reply.
    public func read(
        _ outcome: Outcome,
        for operation: Operation,
        ads: [PreparedAd],
        context: CallContext
    ) -> CallReading {
        if let reply = outcome.reply { return read(reply, for: operation, ads: ads, context: context) }
        let isRepeatable = call(for: operation)?.request?.isRepeatable ?? false
        let verdict = outcome.verdictWithoutReply(isRepeatable: isRepeatable) ?? Verdict(.unknown)
        return CallReading(elements: ads.map { _ in ElementReading(verdict: verdict) })
    }
}
