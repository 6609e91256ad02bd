import Crypto
import CryptoExtras

import struct FoundationEssentials.Data

/// JSON Web Tokens signed with RSA and SHA-256 (`RS256`).
public enum JWT: Sendable {
    /// A token split into its texts.
    public struct Parts: Sendable, Hashable {
        /// JSON text of the header.
        public let header: String

        /// JSON text of the claims.
        public let payload: String
    }

    /// Signs a token.
    ///
    /// - Parameters:
    ///   - header: JSON text of the header; it must name `RS256` itself.
    ///   - payload: JSON text of the claims.
    ///   - privateKeyPEM: RSA key, PKCS#8 in PEM form.
    /// - Returns: `header.payload.signature`, each part Base64 for URLs.
    public static func rs256(
        header: String,
        payload: String,
        privateKeyPEM: String
    ) throws(SigningError) -> String {
        let key: _RSA.Signing.PrivateKey
        do {
            key = try _RSA.Signing.PrivateKey(pemRepresentation: privateKeyPEM)
        } catch {
            throw .privateKeyUnreadable
        }
        let signed = Base64.urlEncode(header.utf8) + "." + Base64.urlEncode(payload.utf8)
        do {
            let signature = try key.signature(for: Data(signed.utf8), padding: .insecurePKCS1v1_5)
            return signed + "." + Base64.urlEncode(signature.rawRepresentation)
        } catch {
            throw .signingFailed
        }
    }

    /// Reads a token whose signature is right; nil for any other text.
    ///
    /// The claims are not judged: the caller checks issuer, audience and times. The header is not
    /// believed either: a token that names another algorithm still has to carry this signature.
    public static func verify(_ token: String, publicKeyPEM: String) throws(SigningError) -> Parts? {
        let key: _RSA.Signing.PublicKey
        do {
            key = try _RSA.Signing.PublicKey(pemRepresentation: publicKeyPEM)
        } catch {
            throw .publicKeyUnreadable
        }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Base64.urlDecode(parts[0]), let payload = Base64.urlDecode(parts[1]),
            let signature = Base64.urlDecode(parts[2])
        else { return nil }
        let isValid = key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature),
            for: Data((parts[0] + "." + parts[1]).utf8),
            padding: .insecurePKCS1v1_5
        )
        guard isValid else { return nil }
        return Parts(header: String(decoding: header, as: UTF8.self), payload: String(decoding: payload, as: UTF8.self))
    }
}
