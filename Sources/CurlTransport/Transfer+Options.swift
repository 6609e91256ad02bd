import CCurl
import Transport

extension Transfer {
    /// Sets every option of the transfer; false when libcurl refuses one, in which case nothing may be sent.
    func prepare(_ settings: CurlTransport.Settings) -> Bool {
        setLimits(settings)
        setSecurity(settings)
        setMessage(settings)
        unsafe setCallbacks(Unmanaged.passUnretained(self).toOpaque())
        return easy.isSound
    }

    private func setLimits(_ settings: CurlTransport.Settings) {
        easy.set(CURLOPT_NOSIGNAL, true)
        // A transfer whose time is over while the machine's name service hangs would otherwise wait for the thread that
        // asks it, and every other transfer of this thread with it (curl#8515, curl#9999). Since 7.87.
        easy.setWhereKnown(CURLOPT_QUICK_EXIT)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds: min(request.policy.connectTimeout, request.timeout))
        easy.set(CURLOPT_TIMEOUT_MS, milliseconds: request.timeout)
        easy.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        easy.set(CURLOPT_LOW_SPEED_TIME, max(1, Int(request.policy.stallTimeout / .seconds(1))))
        easy.set(CURLOPT_MAXAGE_CONN, max(1, Int(settings.idleTimeout / .seconds(1))))
        easy.set(CURLOPT_MAXLIFETIME_CONN, 900)
    }

    private func setSecurity(_ settings: CurlTransport.Settings) {
        easy.set(CURLOPT_PROTOCOLS_STR, target.scheme.rawValue)
        easy.set(CURLOPT_FOLLOWLOCATION, false)
        easy.set(CURLOPT_DISALLOW_USERNAME_IN_URL, true)
        easy.set(CURLOPT_PROXY, "")  // none, whatever the environment says
        easy.set(CURLOPT_NETRC, false)
        easy.set(CURLOPT_SSL_VERIFYPEER, true)
        easy.set(CURLOPT_SSL_VERIFYHOST, 2)
        easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let caFile = settings.caFile { easy.set(CURLOPT_CAINFO, caFile) }
    }

    private func setMessage(_ settings: CurlTransport.Settings) {
        easy.set(CURLOPT_URL, target.url)
        easy.set(CURLOPT_USERAGENT, settings.userAgent)
        easy.set(CURLOPT_ACCEPT_ENCODING, "")  // every compression libcurl knows
        easy.set(CURLOPT_HTTP_TRANSFER_DECODING, true)
        // Without TLS nothing tells before the first reply whether connections can be shared, and waiting for
        // that would send requests one after the other.
        let mayShare = target.scheme == .https
        easy.set(CURLOPT_HTTP_VERSION, mayShare ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
        easy.set(CURLOPT_PIPEWAIT, mayShare)
        if request.method == "HEAD" { easy.set(CURLOPT_NOBODY, true) } else { setBody() }
        easy.set(headerLines: headerLines)
    }

    private func setBody() {
        if request.body.isEmpty {
            easy.set(CURLOPT_HTTPGET, true)
            // A request without a body has nothing to rewind, so that libcurl would send it again when a reused
            // connection dies. On a fresh connection it does not.
            easy.set(CURLOPT_FRESH_CONNECT, !request.repeatable)
        } else {
            easy.set(CURLOPT_UPLOAD, true)
            easy.set(CURLOPT_INFILESIZE_LARGE, size: request.body.count)
            // libcurl sets aside 64 KiB for every upload; most bodies are far smaller.
            if request.body.count <= 16_384 { easy.set(CURLOPT_UPLOAD_BUFFERSIZE, 16_384) }
        }
        easy.set(CURLOPT_CUSTOMREQUEST, request.method)
    }

    private var headerLines: [String] {
        var lines = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        lines.append("Expect:")
        if request.body.isEmpty, ["POST", "PUT", "PATCH"].contains(request.method) {
            lines.append("Content-Length: 0")
        }
        return lines
    }
}
