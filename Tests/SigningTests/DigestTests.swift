import Signing
import Testing

@Suite("Digests and codes")
struct DigestTests {
    @Test(
        "SHA-256 gives the published hashes",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ]
    )
    func sha256(text: String, hash: String) {
        #expect(Digest.hex(Digest.sha256(text)) == hash)
        #expect(Digest.sha256(Array(text.utf8)) == Digest.sha256(text))
    }

    @Test("HMAC gives the published codes and refuses altered ones")
    func hmac() {
        // RFC 4231, test case 2.
        let code = HMAC.sha256("what do ya want for nothing?".utf8, key: "Jefe".utf8)
        #expect(Digest.hex(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(HMAC.isValid(code, for: "what do ya want for nothing?".utf8, key: "Jefe".utf8))
        #expect(!HMAC.isValid(code, for: "what do ya want for nothing!".utf8, key: "Jefe".utf8))
        #expect(!HMAC.isValid(code, for: "what do ya want for nothing?".utf8, key: "Jeff".utf8))
        #expect(!HMAC.isValid(code.dropLast(), for: "what do ya want for nothing?".utf8, key: "Jefe".utf8))
    }

    @Test("Base64 keeps bytes of any length", arguments: 0...17)
    func base64(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 251 &+ $0 &* 37) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.urlDecode(Base64.urlEncode(bytes)) == bytes)
        #expect(!Base64.urlEncode(bytes).contains { "+/=".contains($0) })
    }

    @Test("Base64 for URLs refuses other alphabets", arguments: ["a+b_", "a/b_", "YQ==", "a b", "ä"])
    func urlAlphabet(text: String) {
        #expect(Base64.urlDecode(text) == nil)
    }

    @Test("version 4 UUIDs carry version and variant, and depend on the generator alone")
    func uuid() {
        var zeros = Fixed(word: 0)
        #expect(UniqueID.uuid4(using: &zeros) == "00000000-0000-4000-8000-000000000000")
        var ones = Fixed(word: .max)
        #expect(UniqueID.uuid4(using: &ones) == "ffffffff-ffff-4fff-bfff-ffffffffffff")
        var system = SystemRandomNumberGenerator()
        #expect(UniqueID.uuid4(using: &system) != UniqueID.uuid4(using: &system))
    }
}

private struct Fixed: RandomNumberGenerator {
    let word: UInt64
    mutating func next() -> UInt64 { word }
}
