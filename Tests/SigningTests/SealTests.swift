import Signing
import Testing

@Suite("Sealed secrets")
struct SealTests {
    @Test("a sealed secret opens for its purpose with its key only")
    func roundTrip() throws {
        let seal = try Seal(key: Seal.newKey())
        let sealed = try seal.seal("geheim ✓", for: "north/token")
        #expect(sealed.hasPrefix("v1."))
        #expect(!sealed.contains("geheim"))
        #expect(try seal.open(sealed, for: "north/token") == "geheim ✓")
        #expect(try seal.seal("geheim ✓", for: "north/token") != sealed)
        #expect(throws: SigningError.sealBroken) { try seal.open(sealed, for: "south/token") }
        let other = try Seal(key: Seal.newKey())
        #expect(throws: SigningError.sealBroken) { try other.open(sealed, for: "north/token") }
    }

    @Test("altered and foreign text is refused", arguments: ["", "v1.", "v1.AAAA", "v2.AAAA", "plain", "v1.***"])
    func unreadable(text: String) throws {
        let seal = try Seal(key: Seal.newKey())
        #expect(throws: SigningError.sealUnreadable) { try seal.open(text, for: "x") }
    }

    @Test("a key of another length is refused", arguments: [0, 16, 31, 33])
    func keyLength(count: Int) {
        #expect(throws: SigningError.sealingKeyLength(count)) {
            try Seal(key: [UInt8](repeating: 7, count: count))
        }
    }

    @Test("a fingerprint is one text's under one key")
    func fingerprint() throws {
        let (seal, other) = (try Seal(key: Seal.newKey()), try Seal(key: Seal.newKey()))
        let mark = seal.fingerprint(of: "token=a")
        #expect(mark.count == 16)
        #expect(mark == seal.fingerprint(of: "token=a"))
        #expect(mark != seal.fingerprint(of: "token=b"))
        #expect(mark != other.fingerprint(of: "token=a"))
    }

    @Test("no description shows the key")
    func silent() throws {
        let seal = try Seal(key: [UInt8](repeating: 0xAB, count: 32))
        var dumped = ""
        dump(seal, to: &dumped)
        #expect("\(seal)" == "Seal(v1)")
        #expect(!dumped.contains("171") && !dumped.lowercased().contains("ab, ab"))
    }
}
