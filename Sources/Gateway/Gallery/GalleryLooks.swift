import RichText

/// Plain text in which addresses are set apart, as networks and chats show them.
enum Addresses {
    static func html(_ text: String) -> String {
        var result = ""
        var start = text.startIndex
        for address in webAddresses(in: text) {
            result += Escaped.html(String(text[start..<address.lowerBound]))
            result += Escaped.element("u", nil, Escaped.html(String(text[address])))
            start = address.upperBound
        }
        return result + Escaped.html(String(text[start...]))
    }
}

/// JSON with line breaks for people; keys stay in their order, other text as it is.
enum JSONLook {
    static func html(_ text: String) -> String {
        guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else {
            return Escaped.html(text)
        }
        return pieces(text).map { $0.isText ? Escaped.element("i", nil, Escaped.html($0.text)) : Escaped.html($0.text) }
            .joined()
    }

    private static func pieces(_ json: String) -> [(text: String, isText: Bool)] {
        var pieces: [(text: String, isText: Bool)] = []
        var plain = ""
        var depth = 0
        var rest = json.unicodeScalars[...]
        func newline() -> String { "\n" + String(repeating: "  ", count: max(0, depth)) }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"":
                pieces.append((plain, false))
                pieces.append(("\"" + quoted(&rest), true))
                plain = ""
            case "{", "[":
                let close: Unicode.Scalar = scalar == "{" ? "}" : "]"
                rest = rest.drop { $0.properties.isWhitespace }
                if rest.first == close {
                    rest.removeFirst()
                    plain += scalar == "{" ? "{}" : "[]"
                } else {
                    depth += 1
                    plain += String(scalar) + newline()
                }
            case "}", "]":
                depth -= 1
                plain += newline() + String(scalar)
            case ",": plain += "," + newline()
            case ":": plain += ": "
            case " ", "\n", "\r", "\t": continue
            default: plain.unicodeScalars.append(scalar)
            }
        }
        return pieces + [(plain, false)]
    }

    /// The rest of a text up to its closing quotation mark.
    private static func quoted(_ rest: inout Substring.UnicodeScalarView) -> String {
        var text = ""
        while let scalar = rest.popFirst() {
            text.unicodeScalars.append(scalar)
            if scalar == "\"" { break }
            if scalar == "\\", let next = rest.popFirst() { text.unicodeScalars.append(next) }
        }
        return text
    }
}
