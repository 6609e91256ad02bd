import CCurl
import Transport

/// The facts of a transfer that brought no reply, and the failure they amount to.
struct TransferEnd {
    /// libcurl's result.
    var code: CURLcode
    /// Status of the reply that broke off, 0 when none began.
    var status = 0
    /// Whether a connection was given to the request, after which its bytes may have left.
    var isHandedOver = false
    var bytesSent = 0
    /// libcurl's own words.
    var detail = ""
    /// Host and port.
    var place = ""
    var timeout: Duration = .zero
    /// Why the address was turned down, when that is what ended the transfer.
    var refusal: String?
    var isResendStopped = false
    var isCancelled = false
    var isHeadTooLong = false

    /// Whether a transfer ended with a reply: a whole one, or one cut where the policy says.
    ///
    /// Older versions of libcurl reported success for a connection that closed without an answer, so that a final
    /// status is asked for too.
    static func isReply(code: CURLcode, status: Int, isBodyCapped: Bool) -> Bool {
        status >= 200 && (code == CURLE_OK || (code == CURLE_WRITE_ERROR && isBodyCapped))
    }

    /// The failure in plain language.
    var failure: TransportFailure {
        TransportFailure(
            code: failureCode,
            message: message,
            curlCode: code == CURLE_OK ? nil : Int(code.rawValue),
            bytesSent: bytesSent
        )
    }

    private var failureCode: TransportFailure.Code {
        if isCancelled { return .cancelled }
        if refusal != nil { return .addressRefused }
        if isHeadTooLong { return .invalidReply }
        if isResendStopped { return .connectionLost }
        switch code {
        case CURLE_URL_MALFORMAT: return .invalidRequest
        // After the request has left, this is libcurl's word for an answer that is not HTTP.
        case CURLE_UNSUPPORTED_PROTOCOL: return isHandedOver ? .invalidReply : .invalidRequest
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .hostUnresolved
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tlsFailed
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            return .invalidReply
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: return .transportBroken
        default: return isHandedOver ? .connectionLost : .connectionFailed
        }
    }

    private var message: String {
        let lost = isHandedOver ? "; the server may have acted on the request or not" : "; nothing was sent"
        return what + lost
    }

    private var what: String {
        switch failureCode {
        case .cancelled: "The request to \(place) was cancelled"
        case .addressRefused: "\(place) was not contacted: \(refusal ?? detail)"
        case .hostUnresolved: "The host of \(place) has no address (\(detail))"
        case .timedOut where isHandedOver: "\(place) gave no complete answer within \(timeout)"
        case .timedOut: "No connection to \(place) could be made in time"
        case .tlsFailed: "No trusted connection to \(place) could be made (\(detail))"
        case .connectionLost where status > 0:
            "The connection to \(place) broke in the middle of an answer with status \(status) (\(detail))"
        case .connectionLost: "The connection to \(place) broke before an answer came (\(detail))"
        case .invalidReply where isHeadTooLong: "The head of the answer from \(place) is longer than allowed"
        case .invalidReply: "The answer from \(place) cannot be read (\(detail))"
        case .connectionFailed: "No connection to \(place) could be made (\(detail))"
        default: "The request to \(place) failed (\(detail))"
        }
    }
}
