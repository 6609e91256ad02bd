import CryptoExtras

/// A fresh RSA key pair for the sandbox and for tests.
public struct TestKeys: Sendable {
    /// PKCS#8, PEM.
    public let privateKeyPEM: String

    /// PEM.
    public let publicKeyPEM: String

    /// Draws a key pair of 2048 bits; takes some tenths of a second.
    public init() throws(SigningError) {
        do {
            let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            privateKeyPEM = key.pkcs8PEMRepresentation
            publicKeyPEM = key.publicKey.pemRepresentation
        } catch {
            throw .signingFailed
        }
    }
}

extension TestKeys: CustomStringConvertible {
    /// The public half only.
    public var description: String { publicKeyPEM }
}
