import Documents
import Foundation
import Postings
import Signing
import Testing
import Transport

@testable import AdapterKit

@Suite("Requests")
struct RequestTests {
    static func request(
        _ changes: [String: String] = [:],
        _ operation: Postings.Operation = .create,
        base: String? = nil,
        kept: Members = [:],
        settings: Members = [:]
    ) throws -> Request {
        let adapter = try CallBench.adapter(changes)
        var input = CallBench.input(kept: kept)
        input.baseURL = base
        input.settings = settings
        let ad = PreparedAd(input: input, ad: adapter.render(input, for: operation))
        return try adapter.request(for: operation, ads: [ad], context: CallBench.context)
    }

    static func create(_ request: String) -> [String: String] {
        ["create": "  create:\n    request: { \(request) }\n    repeat: never"]
    }

    @Test("method, address, headers and body are the manifest's")
    func plain() throws {
        let request = try Self.request()
        #expect(request.method == "POST")
        #expect(request.url == "https://api.board.example/v1/ads")
        #expect(request.expectedHost == "api.board.example")
        #expect(request.headers["X-Attempt"] == "a-1")
        #expect(request.headers["X-Note"] == nil)
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(request.headers["X-Key"] == CallBench.secret)
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"reference":"PL-1","title":"Cook & \"chef\""}"#)
        #expect(!request.repeatable)
    }

    @Test(
        "references are encoded for the place in which they stand",
        arguments: [
            ("method: PUT, path: \"/ads/{title}\", json: ad", "/v1/ads/Cook%20%26%20%22chef%22"),
            ("method: GET, path: /ads, query: { q: \"{title}\" }", "/v1/ads?q=Cook%20%26%20%22chef%22"),
            ("method: GET, path: \"/ads?x=1\", query: { q: a, n: \"{settings.note}\" }", "/v1/ads?x=1&q=a"),
            ("method: GET, path: /ä b", "/v1/%C3%A4%20b"),
        ]
    )
    func encoding(rule: String, path: String) throws {
        let request = try Self.request(Self.create(rule))
        #expect(request.url == "https://api.board.example" + path)
    }

    @Test("only a GET is repeatable, whatever the manifest calls safe")
    func repeatable() throws {
        #expect(try Self.request(Self.create("method: GET, path: /x")).repeatable)
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            #expect(try !Self.request(Self.create("method: \(method), path: /x, json: ad")).repeatable)
        }
    }

    @Test(
        "the account's own server stands in for scheme and host",
        arguments: ["http://127.0.0.1:8080", "http://127.0.0.1:8080/bench"]
    )
    func server(base: String) throws {
        #expect(try Self.request(base: base).url == base + "/v1/ads")
        #expect(
            try Self.request(Self.create("method: POST, path: \"https://other.example/a/b?c=d\", json: ad"), base: base)
                .url == base + "/a/b?c=d"
        )
        let http = ["http": "http:\n  base: \"https://{settings.server}\""]
        #expect(try Self.request(http, base: base).url.hasPrefix("http://127.0.0.1:8080"))
        #expect(try Self.request(http, settings: ["server": .text("b.example")]).url == "https://b.example/ads")
    }

    @Test("a reference that would reach another resource is refused", arguments: ["", ".", ".."])
    func dots(id: String) throws {
        let changes = Self.create("method: DELETE, path: \"/ads/{id}\"")
        #expect(throws: CallFault.self) { try Self.request(changes, kept: ["remoteID": .text(id)]) }
        #expect(try Self.request(changes, kept: ["remoteID": .text("../x")]).url.hasSuffix("/ads/..%2Fx"))
        #expect(throws: CallFault.self) { try Self.request(changes) }
    }

    @Test(
        "a setting cannot lead to another server",
        arguments: ["a.example/x", "u@b.example", "b.example?x", "b\\c", "b c", "%62"]
    )
    func hostile(server: String) throws {
        let http = ["http": "http:\n  base: \"https://{settings.server}\""]
        #expect(throws: CallFault.self) { try Self.request(http, settings: ["server": .text(server)]) }
    }

    @Test("every kind of credentials stands where it belongs")
    func credentials() throws {
        let basic = try Self.request(["auth": "auth: { basic: { user: me, password: key } }"])
        #expect(basic.headers["Authorization"] == "Basic " + Base64.encode(Array("me:\(CallBench.secret)".utf8)))
        let bearer = try Self.request(["auth": "auth: { bearer: key }"])
        #expect(bearer.headers["Authorization"] == "Bearer \(CallBench.secret)")
        let token = try Self.request(["auth": TokenTests.client("form")])
        #expect(token.headers["Authorization"] == "Bearer tok-12345678")
    }

    @Test("a message is signed over id, time and body with lower-case headers")
    func signature() throws {
        let adapter = try CallBench.adapter([
            "auth": "auth: { sign: { component: standard-webhooks, key: key, id: reference } }"
        ])
        var context = CallBench.context
        context.secrets = ["key": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
        let request = try adapter.request(for: .create, ads: [CallBench.ad(adapter)], context: context)
        let key = try #require(Base64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signed = Array("PL-1.1800000000.".utf8) + request.body
        #expect(
            request.headers.fields.suffix(3).map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"]
        )
        #expect(request.headers["webhook-signature"] == "v1," + Base64.encode(HMAC.sha256(signed, key: key)))
        context.secrets = ["key": "whsec_###"]
        #expect(throws: CallFault.self) {
            try adapter.request(for: .create, ads: [CallBench.ad(adapter)], context: context)
        }
    }

    @Test("a twin has its own name and the other call's request")
    func twins() throws {
        let adapter = try CallBench.adapter([
            "more": "  update: { via: create }\n  withdraw: { via: create, values: accepted }"
        ])
        let update = try #require(adapter.call(for: .update))
        #expect(update.name == "update")
        #expect(update.request == adapter.call(for: .create)?.request)
        #expect(update.proves == .acknowledged)
        #expect(update.repeats == .safe)
        #expect(adapter.call(for: .withdraw)?.proves == .withdrawing)
        #expect(adapter.call(for: .withdraw)?.usesAcceptedValues == true)
        #expect(adapter.call(for: .renew) == nil)
        #expect(throws: CallFault.self) {
            try adapter.request(for: .renew, ads: [CallBench.ad(adapter)], context: CallBench.context)
        }
    }
}
