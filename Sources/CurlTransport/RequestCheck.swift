import Transport

/// Refuses requests whose method or headers would not arrive as they were meant.
///
/// libcurl sends header lines as they are, so that a line break in a value would become a header of its own.
enum RequestCheck {
    // Fields that frame the message or belong to the connection.
    private static let reservedFields: Set<String> = [
        "connection", "content-length", "expect", "host", "http2-settings", "keep-alive", "proxy-connection", "te",
        "trailer", "transfer-encoding", "upgrade",
    ]

    static func check(_ request: Request) throws(TransportFailure) {
        guard isToken(request.method), !["CONNECT", "TRACE"].contains(request.method.uppercased()) else {
            throw invalid("The method is not one that can be sent")
        }
        if request.method == "HEAD", !request.body.isEmpty { throw invalid("A HEAD request cannot have a body") }
        for header in request.headers {
            guard isToken(header.name) else {
                throw invalid("A header name is empty or has characters that are not allowed")
            }
            guard !reservedFields.contains(header.name.lowercased()) else {
                throw invalid("The header \(header.name) is set by the transport alone")
            }
            guard header.value.unicodeScalars.allSatisfy({ $0 == "\t" || ($0.value >= 0x20 && $0.value != 0x7F) })
            else {
                throw invalid("The value of the header \(header.name) contains a line break or control character")
            }
        }
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    private static func invalid(_ message: String) -> TransportFailure {
        TransportFailure(code: .invalidRequest, message: message)
    }
}
