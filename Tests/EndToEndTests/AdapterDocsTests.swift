import Documents
import Foundation
import Testing

@Suite("What adapters say of themselves")
struct AdapterDocsTests {
    private static let ids =
        (try? FileManager.default.contentsOfDirectory(atPath: Workbench.repository + "/Adapters"))?.sorted() ?? []

    @Test("without a name, the reference of manifests is printed as it stands in the repository")
    func vocabulary() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let reference = try String(
            contentsOfFile: Workbench.repository + "/docs/manifest-reference.md",
            encoding: .utf8
        )
        let shown = try bench.run("adapter", "docs")
        #expect(shown.status == 0)
        #expect(shown.output == reference + "\n")
        let json = try bench.run("adapter", "docs", "--json").json()
        #expect(json["reference"]?.text == reference)
        #expect(json.at(["schema", "properties", "values"]) != nil)
    }

    @Test("each bundled adapter has a page with every setting, operation, limit and field's source", arguments: ids)
    func bundled(id: String) throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let shown = try bench.run("adapter", "docs", id)
        #expect(shown.status == 0, "\(shown.errors)")
        let document = try #require(try bench.run("adapter", "docs", id, "--json").json()["adapters"]?.list?.first)
        #expect(document["markdown"]?.text.map { $0 + "\n" } == shown.output)
        for heading in ["How it is connected", "What it does", "Fields", "Rate limits", "What it can never tell"] {
            #expect(shown.output.contains("\n## \(heading)\n"), "no \(heading)")
        }
        for key in ["settings", "facets", "operations", "fields"] {
            for item in document[key]?.list ?? [] {
                let name = try #require(item["name"]?.text)
                #expect(shown.output.contains("| `\(name)`"), "\(key) \(name)")
                if let source = item["source"]?.text { #expect(shown.output.contains(source)) }
            }
        }
        for step in document["acknowledge"]?.list ?? [] {
            #expect(shown.output.contains("`\(step["id"]?.text ?? "?")`: \(step["title"]?.text ?? "?")"))
        }
        for limit in document["limits"]?.list ?? [] {
            let line = "- \(limit["text"]?.text ?? "?")" + (limit["source"]?.text.map { " [source: \($0)]" } ?? "")
            #expect(shown.output.contains(line))
        }
        let columns = shown.output.split(separator: "\n").filter { $0.hasPrefix("|") }
            .map { $0.replacing("\\|", with: "").count { $0 == "|" } }
        #expect(columns.allSatisfy { $0 >= 4 })
    }

    @Test("a page says what is seen of an ad, by whom, and what is not")
    func sights() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        try bench.write(Self.manifest, to: "northern/manifest.yaml")
        let shown = try bench.run("adapter", "docs", "northern")
        #expect(shown.status == 0, "\(shown.errors)")
        for line in [
            "| `token` | secret | needed | Token. Under Settings |", "- `signed`: The contract is signed",
            "| `create` | `POST /{settings.site}/ads` | nothing is sent; a person decides | the ad is acknowledged; then `ad` is read |",
            "| `title` (Job title) | always | at most 40 characters; beyond it: cut at a word | https://north.example/rules |",
            "- 5 requests in 1 minute, for each account (create) [source: https://north.example/limits]",
            "- live: the board says so (`GET /ads/{kept.remoteID}`, first after 5 seconds, then every 1 hour)",
            "- Whether people can see the ad: no public page is read.",
            "- Whether an ad is gone after it was withdrawn.",
            "- Whether a creation took effect whose answer was lost: the posting is outcome-unknown.",
        ] {
            #expect(shown.output.contains(line), "no \(line) in \(shown.output)")
        }
    }

    @Test("a page and a board's sheet say what the board is asked for, and which bounds nobody could verify")
    func doubts() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let asked = "`placard post` asks the board for its categories"
        let manifest = Self.manifest
            .replacing(
                "acknowledge:\n",
                with: "facets: { category: { type: choice, choices: categories } }\nacknowledge:\n"
            )
            .replacing(
                "src: https://north.example/rules }",
                with: "unverified: true, src: https://north.example/rules }"
            )
            .replacing("bodies:\n", with: "  category: { lookup: categories, pinned: facets.category }\nbodies:\n")
            .replacing("{ title: $title }", with: "{ title: $title, category: $category }")
            .replacing(
                "operations:\n",
                with: """
                    lookups:
                      categories: { request: { method: GET, path: /categories }, items: $, id: it.id, label: it.name, pick: person, cache: 1d }
                    operations:

                    """
            )
        try bench.write(manifest, to: "adapters/northern/manifest.yaml")
        let page = try bench.run("adapter", "docs", "northern", "--adapters", "adapters")
        #expect(page.output.contains(asked), "\(page.output)\(page.errors)")
        #expect(page.output.contains("| https://north.example/rules (not verified) |"), "\(page.output)")
        let sheet = try bench.run("boards", "show", "northern", "--adapters", "adapters")
        #expect(
            sheet.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(asked),
            "\(sheet.errors)"
        )
        let json = try bench.run("boards", "show", "northern", "--adapters", "adapters", "--json").json()
        #expect(json["board"]?["facets"]?.list?.first?["choices"]?.text == "categories")
    }

    @Test("what is no adapter is refused with a remedy, and a broken manifest with its place")
    func refused() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let unknown = try bench.run("adapter", "docs", "mastodn")
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains("mastodon"))
        try bench.write(Self.manifest + "odd: 1\n", to: "northern/manifest.yaml")
        let broken = try bench.run("adapter", "docs", "northern")
        #expect(broken.status == 2)
        #expect(broken.errors.contains("manifest.yaml:"), "\(broken.errors)")
    }

    private static let manifest = """
        schema: 1
        id: northern
        name: Northern Jobs
        kind: api
        docs: https://north.example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings:
          site: { type: text, title: Site, example: main }
          token: { type: secret, title: Token, hint: Under Settings }
        acknowledge:
          - { id: signed, title: The contract is signed }
        places: { each: 1 }
        languages: one
        auth: { bearer: token }
        values:
          title: { from: title, need: always, size: { max: 40 }, overflow: word, title: Job title, src: https://north.example/rules }
        bodies:
          ad: { title: $title }
        http: { base: "https://north.example" }
        operations:
          create:
            request: { method: POST, path: "/{settings.site}/ads", json: ad }
            repeat: never
            keep: { remoteID: { at: $.id, type: text } }
            proves: acknowledged
            then: ad
        watches:
          ad:
            scope: posting
            request: { method: GET, path: "/ads/{kept.remoteID}" }
            every: { first: 5s, then: 1h }
            states:
              - { when: [{ status: [200] }], state: live, witness: board }
        failures: []
        limits:
          - { unit: requests, count: 5, per: 1m, of: account, during: [create], src: https://north.example/limits }
        life: { reopen: new-creation, closing: by itself }

        """
}
