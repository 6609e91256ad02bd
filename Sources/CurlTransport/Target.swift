import CCurl
import Transport

/// Where a request goes, as libcurl itself reads the URL.
///
/// Nothing else parses URLs here: two parsers that disagree on the host are how checks are got around.
struct Target: Sendable, Hashable {
    let url: String
    let scheme: NetworkPolicy.Scheme
    let host: String
    let port: String

    /// Host and port for messages.
    var place: String { "\(host):\(port)" }

    /// Checks everything about a request that can be checked before a name is resolved.
    init(of request: Request) throws(TransportFailure) {
        try RequestCheck.check(request)
        try self.init(url: request.url)
        guard request.policy.schemes.contains(scheme) else {
            throw TransportFailure(
                code: .addressRefused,
                message: "The URL of \(host) begins with \(scheme.rawValue), which is only allowed to a private network"
            )
        }
        if let expected = request.expectedHost, expected.lowercased() != host.lowercased() {
            throw TransportFailure(
                code: .invalidRequest,
                message: "The URL names the host \(host) where \(expected) is expected"
            )
        }
    }

    private init(url text: String) throws(TransportFailure) {
        guard !text.utf8.contains(0) else { throw Self.invalid("it contains a zero byte") }
        if let fault = TransportFailure.libraryIsMissing { throw fault }
        guard let handle = unsafe curl_url() else {
            throw TransportFailure(code: .transportBroken, message: "libcurl has no memory for a URL")
        }
        defer { unsafe curl_url_cleanup(handle) }
        let code = unsafe curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER))
        guard code == CURLUE_OK else { throw Self.invalid(unsafe String(cString: curl_url_strerror(code))) }
        guard let name = unsafe Self.part(CURLUPART_SCHEME, of: handle),
            let host = unsafe Self.part(CURLUPART_HOST, of: handle),
            let port = unsafe Self.part(CURLUPART_PORT, of: handle, UInt32(CURLU_DEFAULT_PORT)),
            let url = unsafe Self.part(CURLUPART_URL, of: handle)
        else { throw Self.invalid("it names no host") }
        guard let scheme = NetworkPolicy.Scheme(rawValue: name) else {
            throw Self.invalid("its scheme \(name) is neither https nor http")
        }
        self.url = url
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer, _ flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe ccurl_url_get(handle, part, &text, flags) == CURLUE_OK, let text = unsafe text else { return nil }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }

    // The URL itself stays out of the message: its path and query may hold a secret.
    private static func invalid(_ reason: String) -> TransportFailure {
        TransportFailure(code: .invalidRequest, message: "The URL cannot be used: \(reason)")
    }
}
