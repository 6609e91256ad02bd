import Documents

/// A user or a password inside an address.
///
/// It would stand in the workspace's file, in records and on the terminal: it is refused, and never shown.
enum AddressSecret {
    /// Whether a text holds an address with a user or password before its host.
    static func isIn(_ text: String) -> Bool {
        text.firstMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:[\/\\]{1,2}[^\/\\?#\s]*@/) != nil
    }

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
