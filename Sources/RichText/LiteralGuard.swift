/// Keeps text from being read as markup where it cannot be written as references, or where references are decoded once
/// too often.
///
/// `<` before a letter, `/`, `!` or `?`, and `&` before what reads as a reference, are followed by a space.
enum LiteralGuard {
    /// The text with the spaces it needs; equal to the given text if it is harmless.
    static func spaced(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return text }
        let scalars = text.unicodeScalars
        var result = String.UnicodeScalarView()
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            index = scalars.index(after: index)
            result.append(scalar)
            let rest = scalars[index...]
            if scalar == "<" && opensTag(rest) || scalar == "&" && opensReference(rest) { result.append(" ") }
        }
        return String(result)
    }

    private static func opensTag(_ rest: Substring.UnicodeScalarView) -> Bool {
        // At the end, what comes next is not known: it may be a letter of the next stretch.
        guard let first = rest.first else { return true }
        return switch first {
        case "a"..."z", "A"..."Z", "/", "!", "?": true
        default: false
        }
    }

    private static func opensReference(_ rest: Substring.UnicodeScalarView) -> Bool {
        guard let first = rest.first else { return true }
        if first == "#" { return true }
        guard first.isASCII, first.properties.isAlphabetic else { return false }
        let name = rest.prefix(33).prefix {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
        }
        if rest.dropFirst(name.count).first == ";" { return true }
        let word = String(name)
        return referencesWithoutSemicolon.contains { word.hasPrefix($0) }
    }
}

/// The references a browser decodes even where their semicolon is missing, those that are prefixes of others once.
private let referencesWithoutSemicolon: [String] = [
    "AElig", "AMP", "Aacute", "Acirc", "Agrave", "Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH", "Eacute", "Ecirc",
    "Egrave", "Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT", "Ntilde", "Oacute", "Ocirc", "Ograve", "Oslash",
    "Otilde", "Ouml", "QUOT", "REG", "THORN", "Uacute", "Ucirc", "Ugrave", "Uuml", "Yacute", "aacute", "acirc", "acute",
    "aelig", "agrave", "amp", "aring", "atilde", "auml", "brvbar", "ccedil", "cedil", "cent", "copy", "curren", "deg",
    "divide", "eacute", "ecirc", "egrave", "eth", "euml", "frac12", "frac14", "frac34", "gt", "iacute", "icirc",
    "iexcl",
    "igrave", "iquest", "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not", "ntilde", "oacute", "ocirc",
    "ograve", "ordf", "ordm", "oslash", "otilde", "ouml", "para", "plusmn", "pound", "quot", "raquo", "reg", "sect",
    "shy",
    "sup1", "sup2", "sup3", "szlig", "thorn", "times", "uacute", "ucirc", "ugrave", "uml", "uuml", "yacute", "yen",
    "yuml",
]

/// The text with `&`, `<`, `>` and `"` as references.
func escapedForHTML(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// The address with the characters that would end it or its quotation percent-encoded.
func quotableAddress(_ target: String) -> String {
    var result = ""
    for scalar in target.unicodeScalars {
        switch scalar {
        case "\"": result += "%22"
        case "<": result += "%3C"
        case ">": result += "%3E"
        case "`": result += "%60"
        case "|": result += "%7C"
        case "\\": result += "%5C"
        case _ where scalar.value == 0x20: result += "%20"
        case _ where scalar.isBlank || scalar.value < 0x20 || scalar.value == 0x7F: continue
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}
