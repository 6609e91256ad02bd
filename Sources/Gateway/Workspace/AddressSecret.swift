import Documents

/// A user or a password inside an address.
///
/// It would stand in the workspace's file, in records and on the terminal: it is refused, and never shown.
enum AddressSecret {
    /// Whether a text holds an address with a user or password before its host.
    static func isIn(_ text: String) -> Bool {
        // By hand: every account of every command is looked at, and hardly one holds an @.
        let bytes = Array(text.utf8)
        return bytes.indices.contains { bytes[$0] == UInt8(ascii: "@") && follows(scheme: bytes[..<$0]) }
    }

    /// Whether the last part of a text, up to a slash, a question mark, a number sign or a space, follows `SCHEME:/`.
    private static func follows(scheme text: ArraySlice<UInt8>) -> Bool {
        guard let mark = text.lastIndex(where: { "/\\?# \t\r\n".utf8.contains($0) }), isSlash(text[mark]) else {
            return false
        }
        var end = mark
        if end > text.startIndex, isSlash(text[end - 1]) { end -= 1 }
        guard end > text.startIndex + 1, text[end - 1] == UInt8(ascii: ":") else { return false }
        let last = text[end - 2]
        return isLetter(last) || (0x30...0x39).contains(last) || "+.-".utf8.contains(last)
    }

    private static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// Whether a value does, or one of a list.
    static func isIn(_ value: Value) -> Bool {
        (value.list ?? [value]).contains { $0.scalarText.map(isIn) ?? false }
    }

    /// Whether something that should be a server or an address has a user or password, with or without its `https://`.
    static func isInServer(_ text: String) -> Bool {
        isIn(text) || (text.split { "/\\?#".contains($0) }.first?.contains("@") ?? false)
    }

    static let remedy =
        "Leave it out of the address: a secret is named by its place, with --secret KEY=env:NAME or "
        + "KEY=file:PATH, where the board asks for one."

    /// The refusal of a part of a command or file.
    static func refusal(of place: String) -> GatewayError {
        GatewayError(code: "secret-in-address", "\(place) holds a user name or a password.", remedy: remedy)
    }
}
