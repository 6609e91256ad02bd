import Documents
import Foundation
import Postings
import Transport

@testable import AdapterKit

/// A small board for tests of calls, with parts of its manifest replaced where a test needs it.
enum CallBench {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    /// A secret with everything in it that an encoding changes.
    static let secret = "s3cr&t/\"k+y\" <ä> 100%"

    static let parts: [(name: String, text: String)] = [
        ("auth", "auth: { header: { name: X-Key, secret: key } }"),
        (
            "http",
            "http:\n  base: https://api.board.example/v1\n  headers: { X-Attempt: \"{attempt.id}\", X-Note: \"{settings.note}\" }"
        ),
        ("create", create),
        ("more", ""), ("watches", ""), ("failures", ""), ("lookups", ""), ("values", ""),
    ]

    static let create = """
          create:
            request: { method: POST, path: /ads, json: ad }
            repeat: safe
            success: { status: [200, 201] }
            keep: { remoteID: { at: $.id, type: text }, url: { at: $.url, type: url } }
            proves: acknowledged
        """

    static func manifest(_ changes: [String: String] = [:]) -> String {
        let part = { (name: String) in changes[name] ?? parts.first { $0.name == name }?.text ?? "" }
        let lookups = part("lookups").isEmpty ? "" : "lookups:\n\(part("lookups"))\n"
        let watches = part("watches").isEmpty ? "" : "watches:\n\(part("watches"))\n"
        let failures = part("failures").isEmpty ? "" : "failures:\n\(part("failures"))\n"
        return """
            schema: 1
            id: bench
            name: CallBench
            kind: api
            docs: https://board.example/docs
            status: { stability: draft, verified: 2026-11-22, level: documented }
            settings:
              note: { type: text, title: Note, optional: true }
              server: { type: host, title: Server, optional: true, server: true }
              key: { type: secret, title: Key }
              privateKey: { type: secret, title: Private key, optional: true }
            places: { each: 1 }
            languages: each
            \(part("auth"))
            \(lookups)values:
              reference: { from: posting.wireReference, need: always }
              title: { from: title, need: always }
              id: { from: kept.remoteID }
            \(part("values"))
            bodies:
              ad: { reference: $reference, title: $title }
            \(part("http"))
            operations:
              check:
                request: { method: GET, path: /me }
                keep: { remoteID: { at: $.id, type: text } }
            \(part("create"))
            \(part("more"))
            \(watches)\(failures)limits: []
            life: { reopen: new-creation, closing: by itself }

            """
    }

    static func adapter(_ changes: [String: String] = [:]) throws -> Adapter {
        try Adapter.load(AdapterPack(id: "bench", files: ["manifest.yaml": Array(manifest(changes).utf8)]))
    }

    static var context: CallContext {
        CallContext(secrets: ["key": secret], token: "tok\u{2D}12345678", attempt: "a-1", now: now)
    }

    static func input(_ reference: String = "PL-1", kept: Members = [:]) -> AdInput {
        var input = AdInput(
            role: .object(["title": .text("Cook & \"chef\"")]),
            places: [],
            language: "en",
            reference: reference,
            account: "kitchen",
            opened: now,
            now: now
        )
        input.kept = kept
        return input
    }

    static func ad(
        _ adapter: Adapter,
        _ operation: Postings.Operation = .create,
        _ reference: String = "PL-1",
        kept: Members = [:]
    ) -> PreparedAd {
        let input = input(reference, kept: kept)
        return PreparedAd(input: input, ad: adapter.render(input, for: operation))
    }

    static func reply(_ status: Int, _ body: String = "", _ headers: Headers = []) -> Reply {
        Reply(status: status, headers: headers, body: Array(body.utf8), receivedAt: now)
    }
}
