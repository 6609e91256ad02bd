import CurlTransport
import Transport

extension NetworkPolicy {
    /// What a test against the own machine needs.
    static let loopback = NetworkPolicy(allowsPrivateNetwork: true)
}

extension Request {
    static func loopback(
        _ method: String,
        _ url: String,
        headers: Headers = [],
        body: String = "",
        repeatable: Bool? = nil,
        timeout: Duration = .seconds(30)
    ) -> Request {
        Request(
            method: method,
            url: url,
            headers: headers,
            body: Array(body.utf8),
            repeatable: repeatable,
            policy: .loopback,
            timeout: timeout
        )
    }
}

extension Outcome {
    /// Code of the failure when nothing was sent.
    var notSentCode: TransportFailure.Code? {
        guard case .notSent(let failure) = self else { return nil }
        return failure.code
    }

    /// Code of the failure when the outcome is unknown.
    var unknownCode: TransportFailure.Code? {
        guard case .unknown(let failure) = self else { return nil }
        return failure.code
    }
}
