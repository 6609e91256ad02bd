import CCurl
import FoundationEssentials
import Transport

/// One exchange under way: what libcurl's callbacks need to know, and what they found out.
final class Transfer {
    let id: UInt64?
    let request: Request
    let target: Target
    let easy: EasyHandle
    private let continuation: CheckedContinuation<Outcome, Never>

    /// Body bytes that libcurl has taken.
    var bodyPosition = 0
    /// How often a connection was granted to the request; after the first time its bytes may be on their way.
    var grants = 0
    /// Whether a socket was opened for the request.
    var hasOpenedSocket = false
    /// Why an address was turned down.
    var refusal: String?
    /// Whether libcurl was kept from sending the request a second time.
    var isResendStopped = false
    var isCancelled = false
    var head = ReplyHead()
    var body: [UInt8] = []
    var isBodyCapped = false

    init(_ submission: Submission, easy: EasyHandle) {
        id = submission.id
        request = submission.request
        target = submission.target
        continuation = submission.continuation
        self.easy = easy
    }

    /// Head and body bytes handed to the connection.
    var bytesSent: Int { grants == 0 ? 0 : easy.info(CURLINFO_REQUEST_SIZE) + bodyPosition }

    /// Reports the outcome to whoever waits for it.
    func finish(code: CURLcode) {
        let status = easy.info(CURLINFO_RESPONSE_CODE)
        if TransferEnd.isReply(code: code, status: status, isBodyCapped: isBodyCapped) {
            continuation.resume(returning: .replied(reply(status: status)))
        } else {
            continuation.resume(returning: failed(code: code, status: status))
        }
    }

    private func reply(status: Int) -> Reply {
        Reply(
            status: status,
            headers: Headers(head.fields),
            body: body,
            truncated: isBodyCapped,
            receivedAt: Date()
        )
    }

    private func failed(code: CURLcode, status: Int) -> Outcome {
        let end = TransferEnd(
            code: code,
            status: status,
            isHandedOver: grants > 0,
            bytesSent: bytesSent,
            detail: easy.errorText(for: code),
            place: target.place,
            timeout: request.timeout,
            refusal: hasOpenedSocket || grants > 0 ? nil : refusal,
            isResendStopped: isResendStopped,
            isCancelled: isCancelled,
            isHeadTooLong: head.isTooLong
        )
        let failure = end.failure.redacted(request.secrets)
        return end.isHandedOver ? .unknown(failure) : .notSent(failure)
    }
}

extension TransportFailure {
    /// The same failure with secrets replaced by dots; a host name can be one.
    func redacted(_ secrets: [String]) -> TransportFailure {
        TransportFailure(
            code: code,
            message: Redaction(secrets: secrets).redact(message),
            remedy: remedy,
            curlCode: curlCode,
            bytesSent: bytesSent
        )
    }
}
