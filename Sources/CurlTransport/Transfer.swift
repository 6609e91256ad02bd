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
        let end = TransferEnd(
            code: code,
            status: easy.info(CURLINFO_RESPONSE_CODE),
            isHandedOver: grants > 0,
            bytesSent: bytesSent,
            detail: easy.errorText(for: code),
            place: target.place,
            timeout: request.timeout,
            refusal: hasOpenedSocket || grants > 0 ? nil : refusal,
            isResendStopped: isResendStopped,
            isCancelled: isCancelled,
            isBodyCapped: isBodyCapped,
            isHeadTooLong: head.isTooLong
        )
        continuation.resume(returning: outcome(of: end))
    }

    private func outcome(of end: TransferEnd) -> Outcome {
        switch end.verdict {
        case .replied:
            .replied(
                Reply(
                    status: end.status,
                    headers: Headers(head.fields),
                    body: body,
                    truncated: isBodyCapped,
                    receivedAt: Date()
                )
            )
        case .notSent(let failure): .notSent(failure.redacted(request.secrets))
        case .unknown(let failure): .unknown(failure.redacted(request.secrets))
        }
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
