import Documents
import RichText
import Transport

/// Fetches a public page, as any reader would: without credentials.
struct PageExchange {
    let adapter: Adapter
    let scope: CallScope

    func request(_ address: Template) throws(CallFault) -> Request {
        request(url: try AddressWriter(scope: scope, call: "fetch").address(address))
    }

    func request(address: String) throws(CallFault) -> Request {
        request(url: try AddressWriter(scope: scope, call: "fetch").address(absolute: address))
    }

    private func request(url: String) -> Request {
        Request(
            method: "GET",
            url: url,
            headers: [Header("Accept", "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.1")],
            repeatable: true,
            policy: scope.context.policy,
            timeout: scope.context.timeout,
            expectedHost: AddressWriter.host(of: url),
            secrets: scope.allSecrets
        )
    }
}

/// What a page shows to a reader.
enum PageText {
    static func reading(of reply: Reply, shows: [String], gone: [Int]) -> PageReading {
        if gone.contains(reply.status) { return .gone }
        guard reply.status == 200 else { return .other }
        let page = visible(reply)
        // Texts to be shown may be mark-up themselves; what counts is what a reader sees of them.
        let isShown = shows.allSatisfy { text in
            let wanted = folded(RichText(html: text).plainText)
            return !wanted.isEmpty && (page.contains(wanted) || page.contains(folded(text)))
        }
        return isShown ? .shown : .other
    }

    private static func visible(_ reply: Reply) -> String {
        let text = String(decoding: reply.body, as: UTF8.self)
        let media = reply.headers["Content-Type"]?.lowercased() ?? "text/html"
        guard media.contains("html") || media.contains("xml") else { return folded(text) }
        return folded(RichText(html: text).plainText)
    }

    /// The text with every run of blanks as one space, and without characters that nobody sees.
    static func folded(_ text: String) -> String {
        let seen = text.unicodeScalars.filter { scalar in
            scalar != "\u{AD}" && scalar.properties.generalCategory != .format
        }
        return String(String.UnicodeScalarView(seen))
            .split { $0.isWhitespace || $0 == "\u{A0}" }
            .joined(separator: " ")
    }
}
