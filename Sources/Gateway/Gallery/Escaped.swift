/// Text inside HTML, in content and in quoted attributes.
enum Escaped {
    /// Text with `&`, `<`, `>` and both quotation marks as character references.
    static func html(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count + text.utf8.count / 8)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // NUL is no character of HTML at all.
            case "\u{0}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// An element with an optional class, around HTML that was made here.
    static func element(_ tag: String, _ style: String? = nil, _ inside: String) -> String {
        let mark = style.map { " class=\"\($0)\"" } ?? ""
        return "<\(tag)\(mark)>\(inside)</\(tag)>"
    }
}
