import CCurl

/// One easy handle with what must live as long as its transfer: header list and error text.
@safe final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let errorBuffer: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?
    private(set) var isSound = true

    init?() {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe curl_slist_free_all(headers)
        unsafe errorBuffer.deallocate()
    }

    /// Forgets every option, and keeps the memory for the next transfer.
    func reset() {
        unsafe curl_easy_reset(pointer)
        unsafe curl_slist_free_all(headers)
        unsafe headers = nil
        unsafe errorBuffer[0] = 0
        isSound = true
    }

    /// Sets options; ``isSound`` becomes false when libcurl refuses one.
    func set(_ option: CURLoption, _ value: Int) {
        note(unsafe ccurl_setopt_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: Bool) {
        set(option, value ? 1 : 0)
    }

    func set(_ option: CURLoption, _ value: String) {
        note(unsafe ccurl_setopt_string(pointer, option, value))
    }

    /// Switches on what older versions of libcurl do not know, and no request depends on.
    func setWhereKnown(_ option: CURLoption) {
        let code = unsafe ccurl_setopt_long(pointer, option, 1)
        if code != CURLE_UNKNOWN_OPTION { note(code) }
    }

    /// Sets a size that may exceed 32 bits.
    func set(_ option: CURLoption, size: Int) {
        note(unsafe ccurl_setopt_offset(pointer, option, curl_off_t(size)))
    }

    /// Sets a time in whole milliseconds; never zero, which would mean without end.
    func set(_ option: CURLoption, milliseconds duration: Duration) {
        set(option, max(1, Int(min(duration, .seconds(86_400)) / .milliseconds(1))))
    }

    /// Sets header lines, and room for libcurl's own description of an error.
    func set(headerLines: [String]) {
        for line in headerLines {
            guard let longer = unsafe curl_slist_append(headers, line) else {
                isSound = false
                return
            }
            unsafe headers = longer
        }
        note(unsafe ccurl_setopt_pointer(pointer, CURLOPT_HTTPHEADER, headers))
        note(unsafe ccurl_setopt_pointer(pointer, CURLOPT_ERRORBUFFER, errorBuffer))
    }

    func note(_ code: CURLcode) {
        if code != CURLE_OK { isSound = false }
    }

    /// A figure of the transfer, or 0.
    func info(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe ccurl_getinfo_long(pointer, info, &value)
        return value
    }

    /// libcurl's description of what went wrong, or its general text for the code.
    func errorText(for code: CURLcode) -> String {
        let detail = unsafe String(cString: errorBuffer)
        return detail.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : detail
    }
}
