import Crypto

/// Message authentication with a shared secret.
public enum HMAC: Sendable {
    /// The HMAC-SHA-256 of a message under a key: 32 bytes.
    public static func sha256(_ message: some Sequence<UInt8>, key: some Sequence<UInt8>) -> [UInt8] {
        Array(Crypto.HMAC<SHA256>.authenticationCode(for: Array(message), using: SymmetricKey(data: Array(key))))
    }

    /// Whether a code is the HMAC-SHA-256 of a message, compared in constant time.
    public static func isValid(
        _ code: some Sequence<UInt8>,
        for message: some Sequence<UInt8>,
        key: some Sequence<UInt8>
    ) -> Bool {
        Crypto.HMAC<SHA256>.isValidAuthenticationCode(
            Array(code),
            authenticating: Array(message),
            using: SymmetricKey(data: Array(key))
        )
    }
}
