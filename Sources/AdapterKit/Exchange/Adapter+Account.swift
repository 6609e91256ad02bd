public import Transport

extension Adapter {
    /// Writes the question for an access token; nil when calls prove who we are in another way.
    ///
    /// - Parameters:
    ///   - account: The account's input; only settings, base URL and clock are read.
    ///   - context: Credentials, clock and bounds.
    /// - Throws: ``CallFault`` when a setting or a secret is absent, or the assertion cannot be signed.
    public func tokenRequest(account: AdInput, context: CallContext) throws(CallFault) -> Request? {
        guard case .oauth2(let rule) = manifest.auth else { return nil }
        let scope = CallScope(self, account: account, context: context)
        return try TokenExchange(adapter: self, rule: rule, scope: scope).request()
    }

    /// Reads a token endpoint's answer.
    public func readToken(_ reply: Reply, account: AdInput, context: CallContext) -> TokenReading {
        guard case .oauth2(let rule) = manifest.auth else { return TokenReading(verdict: .noSuchCall("token")) }
        let scope = CallScope(self, account: account, context: context)
        return TokenExchange(adapter: self, rule: rule, scope: scope).reading(of: reply)
    }

    /// Writes the read-only request that proves the credentials; nil when a token is all the check there is, or
    /// when there is none at all.
    public func checkRequest(account: AdInput, context: CallContext) throws(CallFault) -> Request? {
        guard let call = call(resolving: "check"), !call.authOnly, let rule = call.request else { return nil }
        let scope = CallScope(self, account: account, context: context)
        return try RequestWriter(adapter: self, call: call.name, rule: rule, batch: nil, context: context)
            .request([scope])
    }

    /// Reads the reply to the check; one element, for the account.
    public func readCheck(_ reply: Reply, account: AdInput, context: CallContext) -> CallReading {
        guard let call = call(resolving: "check"), let rule = call.request else {
            return CallReading(elements: [.noSuchCall("check")])
        }
        let scope = CallScope(self, account: account, context: context)
        return ReplyReader(adapter: self, call: call, rule: rule, reply: reply, context: context).reading([scope])
    }
}
