import Signing
import Testing

@Suite("Signed tokens")
struct JWTTests {
    static let keys = Result { try TestKeys() }
    private let header = #"{"alg":"RS256","typ":"JWT"}"#
    private let payload = #"{"iss":"a","aud":"b","exp":1}"#

    @Test("a token that was signed is read back")
    func roundTrip() throws {
        let keys = try Self.keys.get()
        let token = try JWT.rs256(header: header, payload: payload, privateKeyPEM: keys.privateKeyPEM)
        let parts = try #require(try JWT.verify(token, publicKeyPEM: keys.publicKeyPEM))
        #expect(parts.header == header)
        #expect(parts.payload == payload)
        #expect(keys.privateKeyPEM.hasPrefix("-----BEGIN PRIVATE KEY-----"))
    }

    @Test("an altered token, a foreign key and other text are refused")
    func refused() throws {
        let keys = try Self.keys.get()
        let token = try JWT.rs256(header: header, payload: payload, privateKeyPEM: keys.privateKeyPEM)
        let parts = token.split(separator: ".").map(String.init)
        let forged = [parts[0], Base64.urlEncode(#"{"iss":"z"}"#.utf8), parts[2]].joined(separator: ".")
        #expect(try JWT.verify(forged, publicKeyPEM: keys.publicKeyPEM) == nil)
        #expect(try JWT.verify(parts[0] + "." + parts[1] + ".", publicKeyPEM: keys.publicKeyPEM) == nil)
        #expect(try JWT.verify("none", publicKeyPEM: keys.publicKeyPEM) == nil)
        #expect(try JWT.verify(token, publicKeyPEM: TestKeys().publicKeyPEM) == nil)
    }

    @Test("an unreadable key is named without being shown")
    func badKey() throws {
        #expect(throws: SigningError.privateKeyUnreadable) {
            try JWT.rs256(header: header, payload: payload, privateKeyPEM: "geheim")
        }
        #expect(throws: SigningError.publicKeyUnreadable) { try JWT.verify("a.b.c", publicKeyPEM: "geheim") }
        #expect(!"\(SigningError.privateKeyUnreadable)".contains("geheim"))
        #expect(!"\(try Self.keys.get())".contains("PRIVATE"))
    }
}
