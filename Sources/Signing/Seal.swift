import Crypto

import struct FoundationEssentials.Data

/// Keeps secrets at rest: encrypted and authenticated under one key of 32 bytes.
///
/// The sealed text is `v1.` and Base64 for URLs of nonce, ciphertext and tag (ChaCha20-Poly1305). A
/// secret is sealed for a purpose, such as the account and the name it belongs to, and opens for the
/// same purpose only, so that sealed texts cannot be swapped in the store.
public struct Seal: Sendable {
    private let key: SymmetricKey

    /// Creates a seal from the bytes of a key file.
    public init(key bytes: [UInt8]) throws(SigningError) {
        guard bytes.count == 32 else { throw .sealingKeyLength(bytes.count) }
        key = SymmetricKey(data: bytes)
    }

    /// Draws the 32 bytes of a new key file.
    public static func newKey() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Seals a secret.
    public func seal(_ secret: String, for purpose: String) throws(SigningError) -> String {
        do {
            let box = try ChaChaPoly.seal(Data(secret.utf8), using: key, authenticating: Data(purpose.utf8))
            return Self.prefix + Base64.urlEncode(box.combined)
        } catch {
            throw .signingFailed
        }
    }

    /// Opens a sealed secret.
    public func open(_ sealed: String, for purpose: String) throws(SigningError) -> String {
        guard sealed.hasPrefix(Self.prefix),
            let bytes = Base64.urlDecode(String(sealed.dropFirst(Self.prefix.count))),
            let box = try? ChaChaPoly.SealedBox(combined: bytes)
        else { throw .sealUnreadable }
        guard let secret = try? ChaChaPoly.open(box, using: key, authenticating: Data(purpose.utf8)) else {
            throw .sealBroken
        }
        return String(decoding: secret, as: UTF8.self)
    }

    /// Sixteen digits that are the same for the same text, and tell nothing of it to who does not have the key.
    public func fingerprint(of text: String) -> String {
        let code = Crypto.HMAC<SHA256>.authenticationCode(for: Data("fingerprint/\(text)".utf8), using: key)
        return String(Digest.hex([UInt8](code)).prefix(16))
    }

    private static let prefix = "v1."
}

extension Seal: CustomStringConvertible {
    /// Never the key.
    public var description: String { "Seal(v1)" }
}

extension Seal: CustomReflectable {
    /// Nothing to look at, so that no dump shows the key.
    public var customMirror: Mirror { Mirror(self, unlabeledChildren: [String]()) }
}
