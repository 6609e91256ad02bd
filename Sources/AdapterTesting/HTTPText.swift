import FoundationEssentials
import Transport

/// Reads a reply from text as HTTP/1.1 writes it, with line feeds or with carriage returns before them.
enum HTTPText {
    /// The reply; nil when the text is none.
    ///
    /// A line feed at the very end belongs to the file and not to the body. `X-Fixture-Truncated: true` among the
    /// headers marks a reply that was cut.
    static func reply(_ bytes: [UInt8], receivedAt: Date) -> Reply? {
        var lines: [String] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            let text = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            if text.isEmpty { return reply(lines, Array(rest), receivedAt) }
            lines.append(text)
        }
        if !rest.isEmpty { lines.append(String(decoding: rest, as: UTF8.self)) }
        return reply(lines, [], receivedAt)
    }

    private static func reply(_ lines: [String], _ body: [UInt8], _ receivedAt: Date) -> Reply? {
        let start = lines.first?.split(separator: " ", maxSplits: 2) ?? []
        guard start.count >= 2, start[0].hasPrefix("HTTP/"), let status = Int(start[1]), (100...999).contains(status)
        else {
            return nil
        }
        var headers = Headers()
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers.add(Header(String(line[..<colon]), String(value)))
        }
        var body = body
        if body.last == 0x0A { body.removeLast() }
        let isCut = headers["X-Fixture-Truncated"] == "true"
        return Reply(status: status, headers: headers, body: body, truncated: isCut, receivedAt: receivedAt)
    }
}
