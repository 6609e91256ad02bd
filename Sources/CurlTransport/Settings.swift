extension CurlTransport {
    /// What is the same for every request of a transport.
    public struct Settings: Sendable, Hashable {
        /// Name and version told to servers, unless a request has its own `User-Agent`.
        public var userAgent: String

        /// File of trusted certificates in PEM form, or nil for those of the machine.
        public var caFile: String?

        /// Most idle connections kept open.
        public var maximumIdleConnections: Int

        /// Longest time a connection may have been idle and still be used again.
        public var idleTimeout: Duration

        /// Creates settings.
        ///
        /// - Parameters:
        ///   - version: Version of the program, told to servers as `placard/<version>`.
        ///   - caFile: File of trusted certificates in PEM form.
        ///   - maximumIdleConnections: Most idle connections kept open.
        ///   - idleTimeout: Longest idle time of a connection that is used again.
        public init(
            version: String = "1",
            caFile: String? = nil,
            maximumIdleConnections: Int = 256,
            idleTimeout: Duration = .seconds(60)
        ) {
            userAgent = "placard/\(version)"
            self.caFile = caFile
            self.maximumIdleConnections = maximumIdleConnections
            self.idleTimeout = idleTimeout
        }
    }
}
