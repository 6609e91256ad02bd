import Documents
import Foundation
import Postings
import Signing
import Testing
import Transport

@testable import AdapterKit

@Suite("Tokens")
struct TokenTests {
    static func client(_ encoding: String) -> String {
        """
        auth:
          oauth2: { grant: client-credentials, token: "https://login.board.example/token", encoding: \(encoding), client: me,
                    secret: key, scope: post, extra: { audience: "{http.base}" }, access: $.access_token, expires: $.expires_in }
        """
    }

    @Test("client and secret are sent as a form or as JSON")
    func question() throws {
        let form = try #require(
            try CallBench.adapter(["auth": Self.client("form")]).tokenRequest(
                account: CallBench.input(),
                context: CallBench.context
            )
        )
        let text = String(decoding: form.body, as: UTF8.self)
        #expect(text.hasPrefix("grant_type=client_credentials&client_id=me&client_secret=s3cr%26t"))
        #expect(form.url == "https://login.board.example/token")
        #expect(!form.redacted().contains("s3cr"))
        let json = try #require(
            try CallBench.adapter(["auth": Self.client("json")]).tokenRequest(
                account: CallBench.input(),
                context: CallBench.context
            )
        )
        #expect(JSON.parse(json.body)?["client_secret"]?.text == CallBench.secret)
        #expect(JSON.parse(json.body)?["audience"]?.text?.hasPrefix("https://api.board.example") == true)
        #expect(try CallBench.adapter().tokenRequest(account: CallBench.input(), context: CallBench.context) == nil)
    }

    @Test("the token endpoint moves with the account's own server")
    func server() throws {
        var account = CallBench.input()
        account.baseURL = "http://127.0.0.1:9/b"
        let request = try CallBench.adapter(["auth": Self.client("form")]).tokenRequest(
            account: account,
            context: CallBench.context
        )
        #expect(request?.url == "http://127.0.0.1:9/b/token")
    }

    @Test("an assertion is signed with the account's key, its line breaks restored")
    func assertion() throws {
        let keys = try TestKeys()
        let auth = """
            auth:
              oauth2: { grant: jwt-bearer, token: "https://login.board.example/token", issuer: me, key: privateKey, scope: post,
                        life: 1h, encoding: form, access: $.access_token, expires: $.expires_in }
            """
        let adapter = try CallBench.adapter(["auth": auth])
        var context = CallBench.context
        context.secrets["privateKey"] = keys.privateKeyPEM.replacing("\n", with: "\\n")
        let request = try #require(try adapter.tokenRequest(account: CallBench.input(), context: context))
        let body = String(decoding: request.body, as: UTF8.self)
        let assertion = try #require(body.split(separator: "assertion=").last.map(String.init))
        let parts = try #require(try JWT.verify(assertion, publicKeyPEM: keys.publicKeyPEM))
        let claims = try #require(JSON.parse(parts.payload.utf8))
        #expect(claims["aud"]?.text == "https://login.board.example/token")
        #expect(claims["exp"]?.number == 1_800_003_600)
        #expect(!request.redacted().contains(assertion))
        context.secrets["privateKey"] = "no key \(CallBench.secret)"
        let fault = #expect(throws: CallFault.self) {
            try adapter.tokenRequest(account: CallBench.input(), context: context)
        }
        #expect(fault?.code == .notSigned)
        #expect(fault?.description.contains("s3cr") == false)
    }

    @Test(
        "an answer is a token, or says whose turn it is",
        arguments: [
            (200, #"{"access_token":"t","expires_in":60}"#, "accepted", 60.0 as Double?),
            (200, #"{"access_token":"t","expires_in":"60"}"#, "accepted", 60),
            (200, #"{"access_token":"t"}"#, "accepted", 3600),
            (200, #"{"access_token":"t","expires_in":-9}"#, "accepted", 0),
            (200, #"{"access_token":""}"#, "transient", nil),
            (200, "<html>", "transient", nil),
            (400, #"{"error":"invalid_grant"}"#, "credentials", nil),
            (401, "", "credentials", nil),
            (404, "", "credentials", nil),
            (429, "", "transient", nil),
            (503, "", "transient", nil),
            (302, "", "refused", nil),
        ]
    )
    func answer(status: Int, body: String, label: String, seconds: Double?) throws {
        let adapter = try CallBench.adapter(["auth": Self.client("form")])
        let reading = adapter.readToken(
            CallBench.reply(status, body),
            account: CallBench.input(),
            context: CallBench.context
        )
        #expect(reading.verdict.label == label)
        #expect(reading.expiresAt?.timeIntervalSince(CallBench.now) == seconds)
        #expect((reading.token != nil) == (label == "accepted"))
    }

    @Test("a refused token asks for a fresh one")
    func refresh() throws {
        let adapter = try CallBench.adapter(["auth": Self.client("form")])
        let ads = [CallBench.ad(adapter)]
        #expect(adapter.read(CallBench.reply(401), for: .create, ads: ads, context: CallBench.context).wantsFreshToken)
        #expect(!adapter.read(CallBench.reply(403), for: .create, ads: ads, context: CallBench.context).wantsFreshToken)
        var context = CallBench.context
        context.token = nil
        #expect(throws: CallFault.self) { try adapter.request(for: .create, ads: ads, context: context) }
    }
}
