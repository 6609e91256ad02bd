import Documents
import Foundation
import Testing

@Suite("What a board refuses")
struct RefusalTests {
    @Test("an ad that the board refuses is rejected with the board's reason and what to do", arguments: [400, 422])
    func refused(status: Int) async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let reason = "Titles of this house begin with a verb"
        let board = try StubBoard(
            in: bench,
            [.init(to: "POST", status: status, body: reason), .init(to: "POST", body: #"{"ok":true}"#)]
        )
        defer { board.stop() }
        try bench.connectHook(to: board.url)

        let refused = try bench.runWithSecret("post", "engineer", "--to", "hook", "--json")
        #expect(refused.status == 1, "\(refused.output) \(refused.errors)")
        let posting = try refused.posting()
        #expect(posting["state"]?.text == "rejected")
        #expect(posting["error"]?["code"]?.text == "board-refused")
        #expect(posting["error"]?["message"]?.text?.contains(reason) == true, "\(refused.output)")
        #expect(posting["error"]?["remedy"]?.text?.isEmpty == false, "\(refused.output)")
        #expect(try await board.heard().count == 1)

        // A person without --json sees the same, now and later.
        let seen = try bench.run("status")
        #expect(seen.output.contains("rejected"), "\(seen.output)")
        #expect(seen.output.contains(reason), "\(seen.output)")
        #expect(seen.output.contains(posting["error"]?["remedy"]?.text ?? "-"), "\(seen.output)")

        try bench.writeRole("engineer", title: "Train our models")
        let taken = try bench.runWithSecret("post", "engineer", "--to", "hook", "--json")
        #expect(taken.status == 0, "\(taken.output) \(taken.errors)")
        #expect(try taken.posting()["reference"] == posting["reference"])
        #expect(try taken.posting()["error"] == .null)
        let heard = try await board.heard()
        #expect(heard.count == 2)
        #expect(heard.last?.body.contains("Train our models") == true)
    }

    @Test("credentials that the board refuses wait for the customer, and are not tried again before they change")
    func unauthorized() async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init(to: "POST", status: 401), .init(to: "POST")])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        let post = ["post", "engineer", "--to", "hook", "--timeout", "10s", "--json"]

        for _ in 0..<2 {
            let refused = try bench.run(post, environment: Workbench.secret)
            #expect(refused.status == 4, "\(refused.output) \(refused.errors)")
            let posting = try refused.posting()
            #expect(posting["state"]?.text == "waiting-for-customer")
            #expect(posting["error"]?["code"]?.text == "credentials")
            #expect(posting["error"]?["remedy"]?.text?.contains("secret") == true, "\(refused.output)")
            #expect(try await board.heard().count == 1)
            for shown in [refused.output, refused.errors] { #expect(!shown.contains("c2FuZGJve")) }
        }

        let changed = ["HOOK": "whsec_YW5vdGhlci1zZWNyZXQtb2YtdGhlLWhvb2stMDAwMDAw"]
        let taken = try bench.run(post, environment: changed)
        #expect(taken.status == 0, "\(taken.output) \(taken.errors)")
        #expect(try taken.states() == ["hook": "acknowledged"])
        #expect(try await board.heard().count == 2)
    }

    @Test("a server that is down leaves a posting that says why, for as long as it is down")
    func down() throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        for _ in 0..<2 {
            let outcome = try bench.runWithSecret("post", "engineer", "--to", "hook", "--timeout", "2s", "--json")
            #expect(outcome.status == 4, "\(outcome.output) \(outcome.errors)")
            let posting = try outcome.posting()
            #expect(posting["state"]?.text == "queued")
            #expect(posting["remoteID"] == .null)
            let error = try #require(posting["error"]?.object, "\(outcome.output)")
            #expect(error["message"]?.text?.contains("127.0.0.1") == true, "\(error)")
            #expect(error["remedy"]?.text?.isEmpty == false, "\(error)")
        }
    }

    @Test("a fault of the board's server is followed by the same call under the same key, and by no other")
    func fault() async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init(to: "POST", status: 502), .init(to: "POST")])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        let outcome = try bench.runWithSecret("post", "engineer", "--to", "hook", "--timeout", "30s", "--json")
        #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
        let heard = try await board.heard()
        #expect(heard.count == 2)
        #expect(Set(heard.map(\.key)).count == 1)
        #expect(heard.first?.key?.isEmpty == false)
    }
}
