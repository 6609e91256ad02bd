import AdapterKit
import Delivery
import Documents
import FoundationEssentials
import Ledger
import Postings

@testable import Gateway

/// Drafts made of whatever a test wants a page to show.
struct SampleDraft {
    var title = "Night Baker"
    var body = "<p>Bread <strong>and</strong> rolls.</p>"
    var board = "Sample Board"
    var kind = "api"
    var place = "Graz, AT"
    var findings: [Finding] = []
    var payload = Draft.Payload(media: "message/http", text: "POST /ads HTTP/1.1\n\n{\"title\":\"Night Baker\"}")
    var accepted: Members?
    var language = "en"
    /// The kind of work, as the board writes it.
    var work: String?

    func draft() throws -> Draft {
        let adapter = try adapter()
        let key = PostingKey(role: "night-baker", account: "main", places: "graz", language: language)
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        var posting: Posting?
        if let accepted {
            var known = Posting(
                reference: "p1",
                key: key,
                adapter: "sample",
                placeLabel: place,
                desire: .present(revision: "r"),
                opened: now
            )
            known.observed = .present
            known.accepted = AcceptedAd(revision: "r", contentHash: "old", values: accepted, at: now)
            posting = known
        }
        return Draft(
            file: "roles/night-baker.yaml",
            account: "main",
            adapter: adapter,
            key: key,
            placeLabel: place,
            input: AdInput(
                role: .object(["title": .text(title)]),
                places: [],
                language: language,
                reference: "p1",
                account: "main",
                opened: now,
                now: now
            ),
            ad: ad,
            posting: posting,
            intention: posting == nil
                ? Intention(.perform(.create), "it is not on the board yet")
                : Intention(.perform(.update), "its content has changed"),
            payload: payload
        )
    }

    private var ad: Ad {
        Ad(
            operation: accepted == nil ? .create : .update,
            values: ["title": .text(title), "body": .text(body), "address": .text("https://night.example/p1.html")],
            fields: [
                AdField(
                    name: "title",
                    title: "Job title",
                    shows: .title,
                    text: title,
                    isHTML: false,
                    length: title.count,
                    limit: 75,
                    unit: .characters
                ),
                AdField(name: "body", title: "Text", shows: .body, text: body, isHTML: true),
            ]
                + (work.map { [AdField(name: "shift", title: "Kind of work", shows: .kind, text: $0, isHTML: false)] }
                    ?? []),
            findings: findings,
            contentHash: "new"
        )
    }

    private func adapter() throws -> Adapter {
        let call = "{ method: POST, path: /ads, json: ad }"
        let operations =
            kind == "manual"
            ? "document: { scope: posting, media: text/plain, body: ad }\noperations: { create: { document: publish } }"
            : kind == "page"
                ? "document: { scope: posting, media: text/html, body: ad, url: \"https://night.example/{posting.reference}.html\" }\noperations: { create: { document: publish } }"
                : "operations: { create: { request: \(call), repeat: never }, withdraw: { request: \(call), repeat: safe } }"
        let bodies =
            ["manual", "page"].contains(kind) ? "ad: { text: \"{title}\" }" : "ad: { title: $title, body: $body }"
        let text = """
            schema: 1
            id: sample
            name: \(JSON.text(.text(board)))
            kind: \(kind)
            docs: https://board.example/docs
            status: { stability: alpha, verified: 2026-11-22, level: documented }
            places: { each: 1 }
            languages: one
            auth: none
            http: { base: "https://board.example" }
            \(operations)
            values:
              title: { from: title, shows: title, title: Job title, size: { max: 75, unit: characters }, overflow: reject }
              body: { rich: { from: description, format: html, tags: [p, strong] }, shows: body, title: Text }
              address: { text: "https://night.example/{posting.reference}.html" }
              shift: { from: hours, title: Kind of work }
            bodies:
              \(bodies)
            life: { reopen: new-creation, closing: The ad is taken down by hand. }
            """
        return try Adapter.load(AdapterPack(id: "sample", files: ["manifest.yaml": [UInt8](text.utf8)]))
    }
}

/// Files beside the tests and in the package.
enum GalleryFiles {
    static let small = "<h1>{{role}}</h1><p>{{summary}}</p><p>{{made}}</p>{{{totals}}}{{{index}}}{{{cards}}}"

    static func bundled(_ file: String = #filePath) throws -> String {
        let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try text(root.appending(path: "Templates/pages/gallery.html").path())
    }

    static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    static func page(_ samples: [SampleDraft], template: String = small) throws -> String {
        let drafts = try samples.map { try $0.draft() }
        return Gallery(
            drafts,
            at: Date(timeIntervalSince1970: 1_795_000_000),
            zone: "Europe/Vienna",
            template: template
        ).html
    }
}
