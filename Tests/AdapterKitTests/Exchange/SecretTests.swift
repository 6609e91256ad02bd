import Documents
import Postings
import Signing
import Testing
import Transport

@testable import AdapterKit

@Suite("Secrets in calls")
struct SecretTests {
    /// The secret in every form in which a message could carry it.
    static let forms: [String] = {
        let secret = CallBench.secret
        let json = JSON.text(.text(secret)).dropFirst().dropLast()
        let xml = secret.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        let base64 = Base64.encode(Array(secret.utf8)).filter { $0 != "=" }
        return [
            secret, AddressWriter.encoded(secret), AddressWriter.encoded(secret).replacing("%20", with: "+"),
            String(json), xml,
            xml.replacing("\"", with: "&quot;"), String(base64),
            String(base64).replacing("+", with: "-").replacing("/", with: "_"),
        ]
    }()

    static func leaks(_ text: String) -> [String] {
        forms.filter(text.contains) + (text.contains("s3cr") ? ["s3cr"] : [])
    }

    @Test(
        "no text of a request shows one, wherever it stands",
        arguments: [
            "method: POST, path: /ads, json: { k: $secrets.key, l: [$secrets.key] }",
            "method: POST, path: /ads, form: { k: $secrets.key, l: \"x{secrets.key}y\" }",
            "method: POST, path: \"/ads/{secrets.key}\", json: ad",
            "method: GET, path: /ads, query: { k: \"{secrets.key}\" }",
            "method: GET, path: /ads, headers: { X-Other: \"pre {secrets.key}\" }",
        ]
    )
    func request(rule: String) throws {
        for auth in [
            "none", "{ basic: { user: me, password: key } }", "{ bearer: key }",
            "{ header: { name: X-Key, secret: key } }",
        ] {
            let request = try RequestTests.request(RequestTests.create(rule).merging(["auth": "auth: \(auth)"]) { $1 })
            #expect(Self.leaks(request.redacted()) == [])
            #expect(Self.leaks("\(request) \(String(reflecting: request))") == [])
            #expect(Self.leaks(String(decoding: request.redactedBody(), as: UTF8.self)) == [])
        }
    }

    @Test("a board that echoes one does not get it into a verdict", arguments: forms)
    func echo(form: String) throws {
        let failures = "  - { when: [{ status: [400] }], verdict: refused, reason: body }"
        for changes in [[:], ["failures": failures]] {
            let adapter = try CallBench.adapter(changes)
            for status in [200, 302, 400, 401, 429, 500] {
                let reply = CallBench.reply(
                    status,
                    "<p>your key \(form) is bad</p>",
                    ["Location": "https://x.example/\(form)"]
                )
                let reading = adapter.read(
                    reply,
                    for: .create,
                    ads: [CallBench.ad(adapter)],
                    context: CallBench.context
                )
                #expect(Self.leaks("\(reading)") == [], "status \(status)")
            }
        }
    }

    @Test("neither fault nor context nor token reading shows one")
    func descriptions() throws {
        let changes = RequestTests.create("method: GET, path: \"/ads/{settings.note}/{secrets.key}\"")
        let fault = #expect(throws: CallFault.self) { try RequestTests.request(changes) }
        #expect(Self.leaks("\(try #require(fault))") == [])
        #expect(Self.leaks("\(CallBench.context) \(String(reflecting: CallBench.context))") == [])
        let reading = TokenReading(verdict: Verdict(.accepted), token: CallBench.secret)
        #expect(Self.leaks("\(reading) \(String(reflecting: reading))") == [])
    }

    @Test("what the board told us to seal is hidden in later calls")
    func sealed() throws {
        let create = """
              create:
                request: { method: POST, path: /ads, json: { pass: $kept.pass, title: $title } }
                repeat: safe
                keep: { pass: { at: $.pass, type: secret } }
            """
        let request = try RequestTests.request(["create": create], kept: ["pass": .text("hidden-pass-1")])
        #expect(String(decoding: request.body, as: UTF8.self).contains("hidden-pass-1"))
        #expect(!request.redacted().contains("hidden-pass-1"))
    }
}
