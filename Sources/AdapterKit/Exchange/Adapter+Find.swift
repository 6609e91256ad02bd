import Postings
public import Transport

extension Adapter {
    /// Writes the request that looks for one ad by our reference; nil when the board offers no such look-up.
    public func findRequest(for ad: PreparedAd, context: CallContext) throws(CallFault) -> Request? {
        guard call(for: .find)?.request != nil else { return nil }
        return try request(for: .find, ads: [ad], context: context)
    }

    /// Reads what the look showed.
    ///
    /// Unless the manifest says otherwise, an answer that is itself the ad shows it by any 2xx status, and its
    /// absence by 404 or 410.
    public func readFind(_ reply: Reply, for ad: PreparedAd, context: CallContext) -> FindReading {
        guard let call = call(for: .find), let rule = call.request else {
            return FindReading(result: nil, verdict: .noSuchCall("find"))
        }
        let scope = CallScope(self, prepared: ad, operation: .find, context: context)
        return ReplyReader(adapter: self, call: call, rule: rule, reply: reply, context: context).findReading([scope])
    }
}
