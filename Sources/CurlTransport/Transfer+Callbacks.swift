import CCurl
import Glibc
import Transport

// What libcurl asks and tells during a transfer. The callbacks only unpack their arguments; the methods below decide.

extension Transfer {
    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    func setCallbacks(_ context: UnsafeMutableRawPointer) {
        let easy = unsafe self.easy.pointer
        self.easy.note(
            unsafe ccurl_setopt_write(
                easy,
                { data, size, count, context in
                    unsafe Transfer.from(context)?.receive(UnsafeRawBufferPointer(start: data, count: size * count))
                        ?? 0
                },
                context
            )
        )
        self.easy.note(
            unsafe ccurl_setopt_header(
                easy,
                { data, size, count, context in
                    unsafe Transfer.from(context)?.receiveHead(UnsafeRawBufferPointer(start: data, count: size * count))
                        ?? 0
                },
                context
            )
        )
        self.easy.note(
            unsafe ccurl_setopt_read(
                easy,
                { data, size, count, context in
                    let room = unsafe UnsafeMutableRawBufferPointer(start: data, count: size * count)
                    return unsafe Transfer.from(context)?.fill(room) ?? Int(CURL_READFUNC_ABORT)
                },
                context
            )
        )
        self.easy.note(
            unsafe ccurl_setopt_rewind(
                easy,
                { context, offset, origin in
                    unsafe Transfer.from(context)?.rewind(to: Int(offset), origin: origin) ?? CURL_SEEKFUNC_FAIL
                },
                context
            )
        )
        self.easy.note(
            unsafe ccurl_setopt_opensocket(
                easy,
                { context, _, address in
                    guard let address = unsafe address, let transfer = unsafe Transfer.from(context) else {
                        return CURL_SOCKET_BAD
                    }
                    return unsafe transfer.openSocket(address)
                },
                context
            )
        )
        self.easy.note(
            unsafe ccurl_setopt_prereq(
                easy,
                { context, address, _, _, _ in
                    guard let address = unsafe address, let transfer = unsafe Transfer.from(context) else {
                        return CURL_PREREQFUNC_ABORT
                    }
                    let isGranted = transfer.grant(NetworkAddress(numeric: unsafe String(cString: address)))
                    return isGranted ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
                },
                context
            )
        )
    }

    /// Takes decoded body bytes, up to the policy's limit; taking fewer than offered ends the transfer.
    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        let room = max(0, request.policy.maximumReplyBytes - body.count)
        guard bytes.count <= room else {
            unsafe body.append(contentsOf: bytes.prefix(room))
            isBodyCapped = true
            return 0
        }
        unsafe body.append(contentsOf: bytes)
        return bytes.count
    }

    private func receiveHead(_ bytes: UnsafeRawBufferPointer) -> Int {
        let line = unsafe String(decoding: bytes, as: UTF8.self)
        return head.take(line, policy: request.policy) ? bytes.count : 0
    }

    private func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, request.body.count - bodyPosition)
        unsafe room.copyBytes(from: request.body[bodyPosition..<bodyPosition + count])
        bodyPosition += count
        return count
    }

    /// Lets libcurl rewind the body only if sending it twice is harmless.
    ///
    /// When a reused connection dies without an answer, libcurl sends the request again by itself, whatever its
    /// method. It cannot if the body cannot be rewound.
    private func rewind(to offset: Int, origin: Int32) -> Int32 {
        guard request.repeatable, origin == SEEK_SET, request.body.indices.contains(offset) else {
            isResendStopped = true
            return CURL_SEEKFUNC_FAIL
        }
        bodyPosition = offset
        return CURL_SEEKFUNC_OK
    }

    /// Opens a socket unless the policy refuses the address the name resolved to.
    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        guard isAllowed(unsafe NetworkAddress(address)) else { return CURL_SOCKET_BAD }
        let type = unsafe address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = unsafe socket(address.pointee.family, type, address.pointee.protocol)
        if descriptor >= 0 { hasOpenedSocket = true }
        return descriptor
    }

    /// Judges the connection libcurl is about to send the request on, new or reused.
    ///
    /// A reused connection may have been opened for another account with a wider policy. A second call for a request
    /// that has already left means that libcurl is about to send it again.
    private func grant(_ address: NetworkAddress?) -> Bool {
        guard isAllowed(address) else { return false }
        if !request.repeatable, bytesSent > 0 {
            isResendStopped = true
            return false
        }
        grants += 1
        return true
    }

    private func isAllowed(_ address: NetworkAddress?) -> Bool {
        guard let address else {
            refusal = "its address is of an unknown kind"
            return false
        }
        guard let reason = request.policy.refusal(of: address, scheme: target.scheme) else { return true }
        refusal = reason
        return false
    }
}
