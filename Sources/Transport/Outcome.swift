/// How an exchange ended, as far as the transport can know.
public enum Outcome: Sendable, Hashable {
    /// A complete reply arrived, whatever its status, or one cut at the policy's limit.
    case replied(Reply)

    /// Nothing can have reached the server's application; the same request may be sent again.
    case notSent(TransportFailure)

    /// Bytes were handed over and no usable answer came back: the server may have acted, or not.
    ///
    /// A repeatable request may be sent again all the same; any other must be looked up first.
    case unknown(TransportFailure)

    /// The reply, if one arrived.
    public var reply: Reply? {
        guard case .replied(let reply) = self else { return nil }
        return reply
    }

    /// The failure, if no reply arrived.
    public var failure: TransportFailure? {
        switch self {
        case .replied: nil
        case .notSent(let failure), .unknown(let failure): failure
        }
    }
}
