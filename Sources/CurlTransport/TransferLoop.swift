import CCurl
import Glibc
import Transport

/// What the transport's thread does: starts transfers, moves bytes, hands outcomes back.
///
/// Everything here belongs to that thread.
@safe final class TransferLoop {
    private let mailbox: Mailbox
    private let multi: UnsafeMutableRawPointer
    private var active: [UnsafeMutableRawPointer: Transfer] = unsafe [:]
    private var spare: [EasyHandle] = []

    private static let maximumSpareHandles = 128
    private static let longestSleep: Int32 = 60_000

    // Done once for the process: libcurl's own start, and a write to a closed connection must be an error, not a
    // signal that ends the program. TLS libraries write without MSG_NOSIGNAL.
    private static let isLibraryReady: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_SSL | CURL_GLOBAL_WIN32)) == CURLE_OK
    }()

    /// Runs until the mailbox closes and the last transfer has ended.
    static func run(for mailbox: Mailbox) {
        if isLibraryReady, let loop = TransferLoop(mailbox: mailbox) {
            loop.run()
        } else {
            let failure =
                TransportFailure.libraryIsMissing
                ?? TransportFailure(code: .transportBroken, message: "libcurl could not be started")
            mailbox.refuseFurther(failure)
            for submission in mailbox.take().submissions {
                submission.continuation.resume(returning: .notSent(failure))
            }
        }
        mailbox.end()
    }

    private init?(mailbox: Mailbox) {
        guard let multi = unsafe curl_multi_init() else { return nil }
        self.mailbox = mailbox
        unsafe self.multi = multi
        unsafe ccurl_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, mailbox.settings.maximumIdleConnections)
        unsafe ccurl_multi_setopt_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        unsafe mailbox.setWakeable(multi)
    }

    deinit {
        unsafe mailbox.setWakeable(nil)
        spare.removeAll()
        unsafe curl_multi_cleanup(multi)
    }

    private func run() {
        while true {
            let delivery = mailbox.take()
            for submission in delivery.submissions { start(submission) }
            for id in delivery.cancellations { cancel(id) }
            var running: Int32 = 0
            guard unsafe curl_multi_perform(multi, &running) == CURLM_OK else { return breakDown() }
            collect()
            if delivery.isClosing, unsafe active.isEmpty { return }
            guard unsafe curl_multi_poll(multi, nil, 0, Self.longestSleep, nil) == CURLM_OK else { return breakDown() }
        }
    }

    private func start(_ submission: Submission) {
        guard let easy = spare.popLast() ?? EasyHandle() else {
            let failure = TransportFailure(code: .transportBroken, message: "libcurl has no further handle")
            submission.continuation.resume(returning: .notSent(failure))
            return
        }
        let transfer = Transfer(submission, easy: easy)
        guard transfer.prepare(mailbox.settings), unsafe curl_multi_add_handle(multi, easy.pointer) == CURLM_OK else {
            transfer.finish(code: CURLE_FAILED_INIT)
            return
        }
        unsafe active[easy.pointer] = transfer
    }

    private func cancel(_ id: UInt64) {
        guard let transfer = unsafe active.values.first(where: { $0.id == id }) else { return }
        transfer.isCancelled = true
        end(transfer, code: CURLE_ABORTED_BY_CALLBACK)
    }

    private func collect() {
        var remaining: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &remaining) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle,
                let transfer = unsafe active[easy]
            else { continue }
            end(transfer, code: unsafe ccurl_message_result(message))
        }
    }

    private func end(_ transfer: Transfer, code: CURLcode) {
        let easy = transfer.easy
        unsafe active.removeValue(forKey: easy.pointer)
        // Figures are read before the handle is removed, which may reset them.
        transfer.finish(code: code)
        unsafe curl_multi_remove_handle(multi, easy.pointer)
        easy.reset()
        if spare.count < Self.maximumSpareHandles { spare.append(easy) }
    }

    // libcurl gave up on the whole set of transfers: none of them will ever end by itself.
    private func breakDown() {
        let failure = TransportFailure(code: .transportBroken, message: "libcurl broke down")
        mailbox.refuseFurther(failure)
        while let transfer = unsafe active.first?.value { end(transfer, code: CURLE_FAILED_INIT) }
        for submission in mailbox.take().submissions { submission.continuation.resume(returning: .notSent(failure)) }
    }
}
