public import Transport

extension Adapter {
    /// Writes the request for a public page.
    ///
    /// - Throws: ``CallFault`` when the address is no `http` or `https` address.
    public func pageRequest(
        _ address: String,
        account: AdInput,
        context: CallContext
    ) throws(CallFault) -> Request {
        let scope = CallScope(self, account: account, context: context)
        return try PageExchange(adapter: self, scope: scope).request(address: address)
    }

    /// Reads a public page.
    ///
    /// - Parameters:
    ///   - reply: The page.
    ///   - shows: Texts that the page must show to a reader; mark-up in them and runs of blanks do not count.
    ///   - gone: Statuses that mean gone.
    /// - Returns: Shown only for status 200 with every text in the page's visible text.
    public static func readPage(_ reply: Reply, shows: [String], gone: [Int] = [404, 410]) -> PageReading {
        PageText.reading(of: reply, shows: shows, gone: gone)
    }
}
