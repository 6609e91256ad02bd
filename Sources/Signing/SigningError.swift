/// Why something could not be signed, sealed or opened; says nothing about the secret itself.
public enum SigningError: Error, Sendable, Hashable {
    /// The text is no RSA private key in PEM form (PKCS#8) of at least 2048 bits.
    case privateKeyUnreadable

    /// The text is no RSA public key in PEM form.
    case publicKeyUnreadable

    /// The key exists but refused to sign.
    case signingFailed

    /// A sealing key must be 32 bytes long; this many were given.
    case sealingKeyLength(Int)

    /// The text was not written by this version of the seal.
    case sealUnreadable

    /// The seal was broken: another key, another purpose, or altered text.
    case sealBroken
}

extension SigningError: CustomStringConvertible {
    /// What happened and what to do, in words.
    public var description: String {
        switch self {
        case .privateKeyUnreadable:
            "The private key could not be read. Give an RSA key of at least 2048 bits in PEM form "
                + "(BEGIN PRIVATE KEY), without a passphrase."
        case .publicKeyUnreadable: "The public key could not be read. Give an RSA key in PEM form (BEGIN PUBLIC KEY)."
        case .signingFailed: "The private key could not sign. Check that the key is complete."
        case .sealingKeyLength(let count): "The key file holds \(count) bytes. It must hold exactly 32."
        case .sealUnreadable: "The sealed secret could not be read. Enter the secret again."
        case .sealBroken: "The sealed secret does not open with this key. Use the key file it was sealed with."
        }
    }
}
