public import Postings
public import Transport

extension Adapter {
    /// Writes a look-up's question for one posting.
    ///
    /// - Throws: ``CallFault`` when the look-up needs a value that is absent, such as another look-up's answer.
    public func lookupRequest(
        _ name: String,
        for input: AdInput,
        operation: Operation = .create,
        context: CallContext
    ) throws(CallFault) -> LookupQuestion {
        guard let lookup = lookup(named: name) else { throw .noRequest(adapter: manifest.id, call: name) }
        let scope = CallScope(self, input: input, operation: operation, context: context)
        let writer = RequestWriter(adapter: self, call: name, rule: lookup.request, batch: nil, context: context)
        return try writer.question([scope], cache: lookup.cache)
    }

    /// Reads a look-up's answer.
    public func readLookup(
        _ name: String,
        _ reply: Reply,
        for input: AdInput,
        operation: Operation = .create,
        context: CallContext
    ) -> LookupReading {
        guard let lookup = lookup(named: name) else { return LookupReading(verdict: .noSuchCall(name)) }
        let scope = CallScope(self, input: input, operation: operation, context: context)
        let reader = ReplyReader(
            adapter: self,
            call: Call(reading: name),
            rule: lookup.request,
            reply: reply,
            context: context
        )
        return reader.lookupReading(lookup, scope)
    }

    /// Chooses among a look-up's candidates as the manifest says.
    ///
    /// What a person pinned wins, by id or by label. Otherwise the manifest's rule decides, and where it does not,
    /// a person must.
    public func choose(
        _ name: String,
        among candidates: [Candidate],
        for input: AdInput,
        operation: Operation = .create,
        context: CallContext
    ) -> LookupChoice {
        guard let lookup = lookup(named: name) else {
            return .none(message: "The adapter has no look-up \"\(name)\".", remedy: "Check the adapter's files.")
        }
        let scope = CallScope(self, input: input, operation: operation, context: context)
        return Choosing(adapter: self, lookup: lookup, scope: scope).choice(among: candidates)
    }
}
