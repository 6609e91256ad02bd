/// HTML seen as tags and text, as far as a board's filter needs it.
enum Markings {
    /// One piece of HTML.
    enum Piece: Equatable {
        case text(String)
        case tag(name: String, closing: Bool, attributes: [(name: String, value: String)], source: String)
        case comment

        static func == (left: Piece, right: Piece) -> Bool {
            switch (left, right) {
            case (.text(let one), .text(let other)): one == other
            case (.tag(_, _, _, let one), .tag(_, _, _, let other)): one == other
            case (.comment, .comment): true
            default: false
            }
        }
    }

    static func escape(_ text: String) -> String {
        text.reduce(into: "") { out, character in
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.append(character)
            }
        }
    }

    /// Splits HTML of any quality; what is no tag is text.
    static func pieces(of html: String) -> [Piece] {
        var pieces: [Piece] = []
        var text = ""
        var rest = Substring(html)
        while let character = rest.first {
            guard character == "<", let (piece, after) = tag(in: rest) else {
                text.append(character)
                rest = rest.dropFirst()
                continue
            }
            if !text.isEmpty { pieces.append(.text(text)) }
            text = ""
            pieces.append(piece)
            rest = after
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        return pieces
    }

    private static func tag(in rest: Substring) -> (Piece, Substring)? {
        if rest.hasPrefix("<!--") {
            var end = rest.startIndex
            while end < rest.endIndex, !rest[end...].hasPrefix("-->") { end = rest.index(after: end) }
            return (.comment, end < rest.endIndex ? rest[end...].dropFirst(3) : rest[rest.endIndex...])
        }
        let form = /<(\/?)([A-Za-z][A-Za-z0-9:-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/
        guard let match = rest.prefixMatch(of: form) else { return nil }
        let attributes = match.output.3.matches(
            of: /([A-Za-z][A-Za-z0-9:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/
        )
        let pairs = attributes.map { found in
            let value = found.output.2 ?? found.output.3 ?? found.output.4 ?? ""
            return (name: found.output.1.lowercased(), value: unescape(String(value)))
        }
        let piece = Piece.tag(
            name: match.output.2.lowercased(),
            closing: !match.output.1.isEmpty,
            attributes: pairs,
            source: String(match.output.0)
        )
        return (piece, rest[match.range.upperBound...])
    }

    /// The text alone, common entities resolved.
    static func text(of html: String) -> String {
        unescape(
            pieces(of: html).reduce(into: "") { text, piece in
                switch piece {
                case .text(let part): text += part
                case .tag(let name, _, _, _) where ["br", "p", "li", "div", "tr"].contains(name):
                    if let last = text.last, !last.isWhitespace { text += "\n" }
                case .tag, .comment: break
                }
            }
        )
        .trimmed
    }

    /// Names of the tags used.
    static func tags(in html: String) -> [String] {
        pieces(of: html).compactMap { if case .tag(let name, _, _, _) = $0 { name } else { nil } }
    }

    /// Removes tags that are not allowed and attributes that are not allowed; their text stays.
    ///
    /// - Parameter attributes: Allowed attributes by tag; nil leaves them all.
    static func keeping(_ allowed: Set<String>, attributes: [String: [String]]? = nil, in html: String) -> String {
        pieces(of: html).reduce(into: "") { out, piece in
            switch piece {
            case .text(let text): out += text
            case .comment: break
            case .tag(let name, let closing, let found, let source):
                guard allowed.contains(name) else { return }
                guard let attributes, !closing else { return out += source }
                let kept = found.filter { attributes[name]?.contains($0.name) ?? false }
                out += "<\(name)" + kept.map { " \($0.name)=\"\(escape($0.value))\"" }.joined() + ">"
            }
        }
    }

    /// HTML that a page may show whoever wrote it: simple tags, web links, text.
    static func safe(_ html: String) -> String {
        let simple: Set<String> = [
            "p", "br", "ul", "ol", "li", "b", "strong", "i", "em", "u", "h1", "h2", "h3", "h4", "h5", "h6", "a", "div",
            "span", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "code", "pre",
        ]
        return pieces(of: html).reduce(into: "") { out, piece in
            switch piece {
            // Entities stay as they are; a stray `<` is no tag here and must not become one in a browser.
            case .text(let text):
                out += text.map { $0 == "<" ? "&lt;" : $0 == ">" ? "&gt;" : String($0) }.joined()
            case .comment: break
            case .tag(let name, let closing, let attributes, _):
                guard simple.contains(name) else { return }
                let link = name == "a" ? attributes.first { $0.name == "href" }?.value : nil
                let isWeb = link.map { $0.hasPrefix("https://") || $0.hasPrefix("http://") || $0.hasPrefix("mailto:") }
                let target = isWeb == true && !closing ? " rel=\"nofollow\" href=\"\(escape(link ?? ""))\"" : ""
                out += "<\(closing ? "/" : "")\(name)\(target)>"
            }
        }
    }

    static func unescape(_ text: String) -> String {
        guard text.contains("&") else { return text }
        let named = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}"]
        return text.replacing(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]+));/) { match in
            let number = match.output.1.flatMap { UInt32($0) } ?? match.output.2.flatMap { UInt32($0, radix: 16) }
            if let number { return Unicode.Scalar(number).map { String(Character($0)) } ?? "\u{FFFD}" }
            return named[String(match.output.3 ?? "")] ?? String(match.output.0)
        }
    }
}
