import CCurl
import Testing
import Transport

@testable import CurlTransport

@Suite("What the end of a transfer means")
struct TransferEndTests {
    @Test(
        "an error before a connection was granted means that nothing was sent",
        arguments: [
            (CURLE_COULDNT_RESOLVE_HOST, TransportFailure.Code.hostUnresolved),
            (CURLE_COULDNT_CONNECT, .connectionFailed), (CURLE_SSL_CONNECT_ERROR, .tlsFailed),
            (CURLE_PEER_FAILED_VERIFICATION, .tlsFailed), (CURLE_OPERATION_TIMEDOUT, .timedOut),
            (CURLE_RECV_ERROR, .connectionFailed), (CURLE_OUT_OF_MEMORY, .transportBroken),
            (CURLE_UNSUPPORTED_PROTOCOL, .invalidRequest),
        ]
    )
    func before(code: CURLcode, expected: TransportFailure.Code) {
        guard case .notSent(let failure) = TransferEnd(code: code).verdict else {
            Issue.record("not the right class")
            return
        }
        #expect(failure.code == expected)
        #expect(failure.curlCode == Int(code.rawValue))
        #expect(failure.message.hasSuffix("nothing was sent"))
    }

    @Test(
        "the same or another error after it means that nobody knows",
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
        guard case .unknown(let failure) = end.verdict else {
            Issue.record("not the right class")
            return
        }
        #expect(failure.code == pair.1)
        #expect(failure.bytesSent == 141)
        #expect(failure.message.contains("may have acted"))
    }

    @Test("success without a final status is no reply", arguments: [0, 100, 103])
    func noStatus(_ status: Int) {
        guard case .unknown(let failure) = TransferEnd(code: CURLE_OK, status: status, isHandedOver: true).verdict else {
            Issue.record("not the right class")
            return
        }
        #expect(failure.curlCode == nil)
    }

    @Test("a complete reply, and one cut by the body limit, are replies")
    func reply() {
        #expect(TransferEnd(code: CURLE_OK, status: 500, isHandedOver: true).verdict == .replied)
        let cut = TransferEnd(code: CURLE_WRITE_ERROR, status: 200, isHandedOver: true, isBodyCapped: true)
        #expect(cut.verdict == .replied)
    }
}
