import CCurl
import Testing
import Transport

@testable import CurlTransport

@Suite("What the end of a transfer means")
struct TransferEndTests {
    @Test(
        "an error before a connection was granted is named, and said to have sent nothing",
        arguments: [
            (CURLE_COULDNT_RESOLVE_HOST, TransportFailure.Code.hostUnresolved),
            (CURLE_COULDNT_CONNECT, .connectionFailed), (CURLE_SSL_CONNECT_ERROR, .tlsFailed),
            (CURLE_PEER_FAILED_VERIFICATION, .tlsFailed), (CURLE_OPERATION_TIMEDOUT, .timedOut),
            (CURLE_RECV_ERROR, .connectionFailed), (CURLE_OUT_OF_MEMORY, .transportBroken),
            (CURLE_UNSUPPORTED_PROTOCOL, .invalidRequest),
        ]
    )
    func before(code: CURLcode, expected: TransportFailure.Code) {
        let failure = TransferEnd(code: code).failure
        #expect(failure.code == expected)
        #expect(failure.curlCode == Int(code.rawValue))
        #expect(failure.message.hasSuffix("nothing was sent"))
    }

    @Test(
        "the same or another error after it is named, and said to be doubtful",
        arguments: [
            (CURLE_OPERATION_TIMEDOUT, TransportFailure.Code.timedOut), (CURLE_GOT_NOTHING, .connectionLost),
            (CURLE_SEND_ERROR, .connectionLost), (CURLE_RECV_ERROR, .connectionLost),
            (CURLE_SEND_FAIL_REWIND, .connectionLost), (CURLE_HTTP2, .connectionLost),
            (CURLE_HTTP2_STREAM, .connectionLost), (CURLE_PARTIAL_FILE, .connectionLost),
            (CURLE_WRITE_ERROR, .connectionLost), (CURLE_BAD_CONTENT_ENCODING, .invalidReply),
            (CURLE_UNSUPPORTED_PROTOCOL, .invalidReply), (CURLE_FAILED_INIT, .transportBroken),
        ],
        [0, 200]
    )
    func after(pair: (CURLcode, TransportFailure.Code), status: Int) {
        let end = TransferEnd(code: pair.0, status: status, isHandedOver: true, bytesSent: 141)
        let failure = end.failure
        #expect(failure.code == pair.1)
        #expect(failure.bytesSent == 141)
        #expect(failure.message.contains("may have acted"))
    }

    @Test(
        "only a final status with a whole or deliberately cut body is a reply",
        arguments: [
            (CURLE_OK, 200, false, true), (CURLE_OK, 500, false, true), (CURLE_WRITE_ERROR, 200, true, true),
            (CURLE_OK, 0, false, false), (CURLE_OK, 103, false, false), (CURLE_WRITE_ERROR, 200, false, false),
            (CURLE_PARTIAL_FILE, 200, false, false), (CURLE_PARTIAL_FILE, 200, true, false),
        ]
    )
    func reply(code: CURLcode, status: Int, isBodyCapped: Bool, isReply: Bool) {
        #expect(TransferEnd.isReply(code: code, status: status, isBodyCapped: isBodyCapped) == isReply)
    }
}
