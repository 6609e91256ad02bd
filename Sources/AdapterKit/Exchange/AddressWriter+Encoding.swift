extension AddressWriter {
    /// Percent-encodes everything but letters, digits and `-._~`, as UTF-8.
    static func encoded(_ text: String) -> String {
        percentEncoded(text) { isUnreserved($0) }
    }

    /// Percent-encodes what may stand nowhere in an address and leaves the rest as it is.
    static func encodingIllegal(_ text: String) -> String {
        percentEncoded(text) { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
    }

    static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    /// Whether a text is an `http` or `https` address.
    static func isAbsolute(_ text: String) -> Bool { afterScheme(text) != nil }

    /// The place behind `http://` or `https://`.
    static func afterScheme(_ text: String) -> String.Index? {
        let head = text.prefix(8).lowercased()
        for scheme in ["https://", "http://"] where head.hasPrefix(scheme) {
            return text.index(text.startIndex, offsetBy: scheme.count)
        }
        return nil
    }

    /// Server and port of an address, as written.
    static func authority(of url: String) -> String? {
        afterScheme(url).map { String(url[$0...].prefix { !"/?#".contains($0) }) }
    }

    /// Server name of an address without its port, in lower case.
    static func host(of url: String) -> String? {
        guard let authority = authority(of: url) else { return nil }
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }).lowercased() }
        return String(authority.prefix { $0 != ":" }).lowercased()
    }

    static func trimmed(_ base: String) -> String { base.hasSuffix("/") ? String(base.dropLast()) : base }

    private static func percentEncoded(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            guard !isKept(byte) else {
                result.append(byte)
                continue
            }
            let digits = Array("0123456789ABCDEF".utf8)
            result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension Source {
    /// The reference as a manifest spells it.
    var spelling: String {
        switch self {
        case .value(let name): name
        case .path(let path): path.joined(separator: ".")
        }
    }

    /// What to do when it is absent.
    var remedy: String {
        guard case .path(let path) = self else { return "Give the role or the account what this value is made of." }
        switch path.first {
        case "settings": return "Set \"\(path.dropFirst().joined(separator: "."))\" on the account."
        case "secrets": return "Give the account its secret \"\(path.dropFirst().joined(separator: "."))\"."
        case "kept": return "The board never told us; look the ad up first."
        case "lookups": return "Answer the look-up first."
        default: return "Give the role or the account what this value is made of."
        }
    }
}
