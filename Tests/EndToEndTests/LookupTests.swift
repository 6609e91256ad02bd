import Documents
import Foundation
import Testing

@Suite("A board's own lists")
struct LookupTests {
    private static let terms = #"[{"id":7,"name":"Berlin"},{"id":8,"name":"Bern"}]"#

    @Test(
        "a look-up without an answer holds the ad back, and says so; with the answer the ad goes out whole",
        arguments: [
            StubBoard.Answer(to: "GET /terms", status: 503, body: "Down for maintenance"),
            StubBoard.Answer(to: "GET /terms", status: 429, headers: [("Retry-After", "1")]),
            StubBoard.Answer(to: "GET /terms", status: 200, body: "<!doctype html><title>Just a moment</title>"),
        ]
    )
    func waits(busy: StubBoard.Answer) async throws {
        let (bench, board) = try hiring([
            busy, busy, .init(to: "GET /terms", body: Self.terms),
            .init(to: "POST /ads", status: 201, body: #"{"id":"41"}"#),
        ])
        defer {
            board.stop()
            bench.remove()
        }
        let waiting = try bench.run("post", "engineer", "--to", "board", "--timeout", "1s", "--json")
        #expect(waiting.status == 4, "\(waiting.output) \(waiting.errors)")
        let posting = try waiting.posting()
        #expect(posting["state"]?.text == "queued")
        #expect(posting["error"]?["message"]?.text?.isEmpty == false, "\(waiting.output)")
        #expect(posting["error"]?["remedy"]?.text?.isEmpty == false, "\(waiting.output)")
        let early = try await board.heard()
        #expect(!early.isEmpty)
        #expect(early.allSatisfy { $0.line.hasPrefix("GET /terms") }, "\(early)")

        let done = try bench.run("post", "engineer", "--to", "board", "--timeout", "60s", "--json")
        #expect(done.status == 0, "\(done.output) \(done.errors)")
        #expect(try done.posting()["reference"] == posting["reference"])
        let sent = try await board.heard().filter { $0.line.hasPrefix("POST") }
        #expect(sent.map(\.body) == [#"{"title":"Machine Learning Engineer","place":7}"#])
    }

    @Test("a look-up that the board refuses sends no ad without its answer", arguments: [403, 400])
    func refused(status: Int) async throws {
        let (bench, board) = try hiring([
            .init(to: "GET /terms", status: status, body: "No"),
            .init(to: "POST /ads", status: 201, body: #"{"id":"41"}"#),
        ])
        defer {
            board.stop()
            bench.remove()
        }
        let outcome = try bench.run("post", "engineer", "--to", "board", "--timeout", "5s", "--json")
        #expect(outcome.status != 0, "\(outcome.output)")
        let posting = try outcome.posting()
        #expect(posting["error"]?["message"]?.text?.isEmpty == false, "\(outcome.output)")
        #expect(posting["error"]?["remedy"]?.text?.isEmpty == false, "\(outcome.output)")
        #expect(try await board.heard().allSatisfy { $0.line.hasPrefix("GET") })
    }

    @Test("credentials refused at a look-up wait for the customer, also where the ad could do without the answer")
    func unauthorized() async throws {
        let (bench, board) = try hiring(
            [.init(to: "GET /terms", status: 401), .init(to: "POST /ads", status: 201, body: #"{"id":"41"}"#)],
            manifest: Self.manifest.replacingOccurrences(of: "as: [number], need: always", with: "as: [number]")
        )
        defer {
            board.stop()
            bench.remove()
        }
        for _ in 0..<2 {
            let outcome = try bench.run("post", "engineer", "--to", "board", "--timeout", "5s", "--json")
            #expect(outcome.status == 4, "\(outcome.output)")
            let posting = try outcome.posting()
            #expect(posting["state"]?.text == "waiting-for-customer")
            #expect(posting["error"]?["code"]?.text == "credentials", "\(outcome.output)")
            #expect(posting["error"]?["remedy"]?.text?.isEmpty == false, "\(outcome.output)")
            #expect(try await board.heard().map(\.line) == ["GET /terms?name=Berlin"])
        }
    }

    @Test("lint, preview and post agree on what the board has to settle; all of it is told at once, with the choices")
    func choices() async throws {
        let many = (1...12).map { "{\"id\":\($0),\"name\":\"Branch \($0)\"}" }.joined(separator: ",")
        let chosen = Self.manifest
            .replacingOccurrences(
                of: "lookups:\n",
                with: """
                    facets: { branch: { type: text, title: Branch, optional: true } }
                    lookups:
                      branches:
                        request: { method: GET, path: /branches }
                        items: $
                        id: it.id
                        label: it.name
                        pick: person-unless-one
                        cache: 1d

                    """
            )
            .replacingOccurrences(
                of: "bodies:\n",
                with: """
                      branch: { lookup: branches, pinned: facets.branch, as: [number], need: always, unverified: true }
                    bodies:

                    """
            )
            .replacingOccurrences(of: "place: $spot", with: "place: $spot, branch: $branch")
        let (bench, board) = try hiring(
            [
                .init(to: "GET /branches", body: "[\(many)]"),
                .init(to: "GET /terms", body: #"[{"id":7,"name":"Bonn"},{"id":8,"name":"Bern"}]"#),
            ],
            manifest: chosen
        )
        defer {
            board.stop()
            bench.remove()
        }
        let lint = try bench.run("lint", "engineer", "--json")
        #expect(lint.status == 1)
        let found = try lint.json()["findings"]?.list?.filter { $0["code"]?.text == "unresolved" } ?? []
        #expect(found.map { $0["field"]?.text } == ["branch", "spot"])
        #expect(found.map { $0["severity"]?.text } == ["error", "note"])
        let preview = try bench.run("preview", "engineer")
        #expect(preview.output.contains("only when the board has settled branch"), "\(preview.output)")
        #expect(!preview.output.contains("nothing in the way"))
        let gallery = try bench.run("preview", "engineer", "--format", "html")
        #expect(gallery.output.contains("The board is asked first"))
        #expect(!gallery.output.contains("Nothing keeps"))

        let post = try bench.run("post", "engineer", "--to", "board", "--json")
        #expect(post.status == 1)
        let error = try post.posting()["error"]
        #expect(error?["message"]?.text?.contains("branch: ") == true, "\(post.output)")
        #expect(error?["message"]?.text?.contains("spot: ") == true, "\(post.output)")
        // A line for each value that is missing, in the table too.
        let lines = try bench.run("status").output.split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        for name in ["branch: The board", "spot: The board"] {
            #expect(lines.contains { $0.hasPrefix(name) }, "\(lines)")
        }
        #expect(error?["remedy"]?.text?.contains("boards: { board: { facets: { branch: ID } } }") == true)
        #expect(error?["remedy"]?.text?.contains("10 (Branch 10), and 2 more.") == true, "\(post.output)")
        #expect(error?["remedy"]?.text?.contains("\"Bonn\"") == true, "\(post.output)")
    }

    private func hiring(_ answers: [StubBoard.Answer], manifest: String = Self.manifest) throws -> (
        Workbench, StubBoard
    ) {
        let bench = try Workbench()
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        let board = try StubBoard(in: bench, answers)
        try bench.write(manifest, to: "adapters/lister/manifest.yaml")
        let connected = try bench.run(
            "connect",
            "lister",
            "--name",
            "board",
            "--base-url",
            board.url,
            "--allow-private-network"
        )
        #expect(connected.status == 0, "\(connected.errors)")
        return (bench, board)
    }

    /// A board that knows places by numbers of its own, which it has to be asked for.
    private static let manifest = """
        schema: 1
        id: lister
        name: A board with lists of its own
        kind: api
        docs: https://lister.example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings: {}
        places: { each: 1 }
        languages: one
        auth: none
        lookups:
          towns:
            request: { method: GET, path: /terms, query: { name: "{town}" } }
            items: $
            id: it.id
            label: it.name
            pick: { label: place.city }
            cache: 1d
        values:
          title: { from: title, need: always, size: { max: 90 }, unverified: true }
          town:  { from: place.city }
          spot:  { lookup: towns, when: [{ present: town }], as: [number], need: always, unverified: true }
        bodies:
          ad: { title: $title, place: $spot }
        http: { base: "https://lister.example" }
        operations:
          create:
            request: { method: POST, path: /ads, json: ad }
            repeat: never
            keep: { remoteID: { at: $.id, type: text } }
            proves: acknowledged
        failures: []
        limits: []
        life: { reopen: new-creation, closing: by itself }

        """
}
