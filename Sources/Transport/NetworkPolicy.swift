/// What a request may reach and how much it may bring back.
///
/// The address is judged after resolution and again when a connection is used a second time, so that neither a
/// name that resolves to an inner address nor a connection opened under a wider policy gets around it.
public struct NetworkPolicy: Sendable, Hashable {
    /// A URL scheme that can be sent to.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// HTTP over TLS.
        case https
        /// HTTP in the clear.
        case http
    }

    /// Whether loopback and private addresses may be reached, and plain `http` to them alone.
    ///
    /// Link-local, metadata, multicast and reserved addresses stay refused.
    public var allowsPrivateNetwork: Bool

    /// Longest body kept of a reply, counted after decompression; the rest is cut.
    public var maximumReplyBytes: Int

    /// Longest head accepted of a reply, in bytes of names and values together.
    public var maximumHeaderBytes: Int

    /// Most header fields accepted in a reply.
    public var maximumHeaderCount: Int

    /// Longest wait for name, connection and TLS handshake together.
    public var connectTimeout: Duration

    /// Longest stretch in which not one byte moves.
    public var stallTimeout: Duration

    /// Creates a policy; unless said, `https` to public addresses only, 4 MiB, 5 s to connect.
    public init(
        allowsPrivateNetwork: Bool = false,
        maximumReplyBytes: Int = 4 << 20,
        maximumHeaderBytes: Int = 64 << 10,
        maximumHeaderCount: Int = 200,
        connectTimeout: Duration = .seconds(5),
        stallTimeout: Duration = .seconds(15)
    ) {
        self.allowsPrivateNetwork = allowsPrivateNetwork
        self.maximumReplyBytes = maximumReplyBytes
        self.maximumHeaderBytes = maximumHeaderBytes
        self.maximumHeaderCount = maximumHeaderCount
        self.connectTimeout = connectTimeout
        self.stallTimeout = stallTimeout
    }

    /// Schemes that a URL may have: `https`, and `http` where private addresses are allowed.
    public var schemes: Set<Scheme> { allowsPrivateNetwork ? [.https, .http] : [.https] }

    /// Judges an address that a host name resolved to.
    ///
    /// - Returns: Why it may not be contacted, in plain language, or nil when it may.
    public func refusal(of address: NetworkAddress, scheme: Scheme) -> String? {
        switch (address.reach, scheme) {
        case (.publicNetwork, .https): nil
        case (.publicNetwork, .http): "\(address) is a public address, and plain http never leaves the private network"
        case (.loopback, _), (.privateNetwork, _):
            allowsPrivateNetwork ? nil : "\(address) is \(address.reach.words), which this account does not allow"
        case (.reserved, _): "\(address) is \(address.reach.words), which is never contacted"
        }
    }
}
