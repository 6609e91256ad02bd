import Testing
import Transport

@Suite("Redaction")
struct RedactionTests {
    static let secret = #"p@ss/w+rd "ü" <&>=1"#

    /// The secret in each form, made by other software than the code under test.
    static let encodings: [(String, String)] = [
        ("as it is", secret),
        ("percent-encoded", "p%40ss%2Fw%2Brd%20%22%C3%BC%22%20%3C%26%3E%3D1"),
        ("percent-encoded in small letters", "p%40ss%2fw%2brd%20%22%c3%bc%22%20%3c%26%3e%3d1"),
        ("percent-encoded where a query needs it", "p@ss/w%2Brd%20%22%C3%BC%22%20%3C%26%3E=1"),
        ("form-encoded", "p%40ss%2Fw%2Brd+%22%C3%BC%22+%3C%26%3E%3D1"),
        ("in JSON", #"p@ss/w+rd \"ü\" <&>=1"#),
        ("in JSON with slashes escaped", #"p@ss\/w+rd \"ü\" <&>=1"#),
        ("in JSON of ASCII only", #"p@ss/w+rd \"\u00fc\" \u003C\u0026\u003E=1"#),
        ("in XML", "p@ss/w+rd &quot;ü&quot; &lt;&amp;&gt;=1"),
        ("in XML by number", "p@ss/w+rd &#34;&#xFC;&#34; &#60;&#38;&#x3e;=1"),
        ("in Base64", "cEBzcy93K3JkICLDvCIgPCY+PTE="),
        ("in Base64 for URLs", "cEBzcy93K3JkICLDvCIgPCY-PTE"),
        ("in Base64, percent-encoded", "cEBzcy93K3JkICLDvCIgPCY%2BPTE%3D"),
    ]

    @Test("a secret is replaced in every encoding", arguments: encodings)
    func encoding(name: String, text: String) {
        let redacted = Redaction(secrets: [Self.secret]).redact("before \(text) after")
        #expect(redacted.hasPrefix("before ••••"), "\(redacted)")
        #expect(
            redacted.replacing("•", with: "").replacing("=", with: "").replacing("%3D", with: "") == "before  after"
        )
    }

    // User names of three lengths put the password at each offset within a group of three bytes.
    @Test(
        "Basic credentials hide the password at every offset",
        arguments: [
            ("u", "dTpzM2NyZXQta2V5LTEyMw=="), ("us", "dXM6czNjcmV0LWtleS0xMjM="),
            ("use", "dXNlOnMzY3JldC1rZXktMTIz"),
        ]
    )
    func basicCredentials(user: String, encoded: String) throws {
        let redacted = Redaction(secrets: ["s3cret-key-123"]).redact("Basic \(encoded);")
        let kept = try #require(redacted.split(separator: "•").first).dropFirst("Basic ".count)
        #expect(encoded.hasPrefix(kept))
        #expect(redacted.contains(Redaction.dots))
        // Less is kept than the user name takes, rounded down to whole characters.
        #expect(kept.count <= (user.utf8.count + 1) * 8 / 6)
        #expect(!redacted.contains("M2NyZXQ") && !redacted.contains("zNjcmV0") && !redacted.contains("MzY3JldC"))
    }

    @Test("Basic credentials hide a secret that was form-encoded first")
    func formEncodedCredentials() {
        // "id:p%40ss+w" in Base64
        let redacted = Redaction(secrets: ["p@ss w"]).redact("aWQ6cCU0MHNzK3c=")
        #expect(redacted == "aWQ6••••=")
    }

    @Test("overlapping and nested secrets become one run of dots")
    func overlap() {
        let redaction = Redaction(secrets: ["abcd", "cdef", "abcdefgh", "", "abcd"])
        #expect(redaction.redact("-abcdef-abcd-abcdefgh-") == "-••••-••••-••••-")
    }

    @Test("text without secrets stays as it is", arguments: ["", "nothing here", "abc%", "\\u00", "&#", "100% of ab"])
    func untouched(text: String) {
        #expect(Redaction(secrets: ["abcd", "ü€𝄞"]).redact(text) == text)
        #expect(Redaction(secrets: []).redact(text) == text)
    }

    @Test("a character outside of the basic plane is found as two escapes")
    func surrogates() {
        #expect(Redaction(secrets: ["a𝄞b"]).redact(#"a\ud834\uDD1Eb"#) == Redaction.dots)
    }

    @Test("bytes around a secret survive even if they are not text")
    func bytes() {
        let bytes: [UInt8] = [0xFF, 0x00] + Array("token".utf8) + [0xFE]
        #expect(Redaction(secrets: ["token"]).redact(bytes) == [0xFF, 0x00] + Array("••••".utf8) + [0xFE])
    }
}
