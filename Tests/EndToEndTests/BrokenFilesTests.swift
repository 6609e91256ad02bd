import Documents
import Foundation
import Testing

/// What is broken is found before anything is sent, and nothing is sent at all.
///
/// What an account alone lacks holds up its postings: what was asked is written down for when it is in order.
@Suite("Broken files")
struct BrokenFilesTests {
    private static let post = ["post", "engineer", "--to", "hook", "--timeout", "5s"]

    private func expectRefusal(
        naming words: [String],
        of break: (Workbench) throws -> Void,
        environment: [String: String] = Workbench.secret,
        by command: [String] = post
    ) async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init()])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        try `break`(bench)
        let outcome = try bench.run(command, environment: environment)
        #expect(outcome.status == 2, "\(outcome.output) \(outcome.errors)")
        for word in words { #expect(outcome.errors.contains(word), "\(word) is missing: \(outcome.errors)") }
        #expect(try await board.heard().isEmpty)
        // The workspace is as good as before: what was wrong is all that stood in the way.
        let told = try bench.run(command + ["--json"], environment: environment)
        #expect(told.status == 2)
        #expect(try told.json()["error"]?["message"]?.text?.isEmpty == false)
    }

    private func expectHold(
        naming words: [String],
        of break: (Workbench) throws -> Void,
        environment: [String: String] = Workbench.secret
    ) async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init()])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        try `break`(bench)
        for command in [Self.post, ["sync"], ["withdraw", "engineer"]] {
            let outcome = try bench.run(command, environment: environment)
            #expect(outcome.status == 4, "\(outcome.output) \(outcome.errors)")
            for word in words { #expect(outcome.output.contains(word), "\(word) is missing: \(outcome.output)") }
            guard command != ["withdraw", "engineer"] else { continue }
            let told = try bench.run(command + ["--json"], environment: environment)
            #expect(told.status == 4)
            #expect(try told.states() == ["hook": "waiting-for-customer"])
            #expect(try told.posting()["error"]?["message"]?.text?.isEmpty == false)
        }
        #expect(try await board.heard().isEmpty)
    }

    @Test("a role that is no YAML stops a post, with file, line and column")
    func role() async throws {
        try await expectRefusal(
            naming: ["roles/engineer.yaml:2:"],
            of: { try $0.write("schema: 1\n  id: [x\n", to: "roles/engineer.yaml") }
        )
    }

    @Test("one broken role of several stops them all")
    func oneOfSeveral() async throws {
        try await expectRefusal(
            naming: ["roles/second.yaml:3:1: error:", "\"title\""],
            of: { try $0.write("schema: 1\nid: second\ntitel: Engineer\n", to: "roles/second.yaml") },
            by: ["post", "engineer", "second", "--to", "hook", "--timeout", "5s"]
        )
    }

    @Test(
        "a workspace file that is broken is named with line and column",
        arguments: [
            ("schema: 1\naccounts: [\n", "placard.yaml:"),
            ("schema: 1\nacounts: {}\n", "placard.yaml:2:1: error:"),
        ]
    )
    func workspace(text: String, place: String) async throws {
        try await expectRefusal(naming: [place], of: { try $0.write(text, to: "placard.yaml") })
    }

    @Test("an adapter of one's own that is broken stops a post on its account, with file, line and the nearest word")
    func manifest() async throws {
        try await expectRefusal(
            naming: ["generic-webhook/manifest.yaml:3:1: error:", "\"kind\""],
            of: { bench in
                try bench.write(
                    "schema: 1\nid: generic-webhook\nkynd: api\n",
                    to: "adapters/generic-webhook/manifest.yaml"
                )
            }
        )
    }

    @Test("a secret whose environment variable is not set is named before anything is sent")
    func missingVariable() async throws {
        try await expectHold(naming: ["\"secret\"", "hook", "HOOK"], of: { _ in }, environment: ["HOOK": ""])
    }

    @Test("a secret's file that has gone is named before anything is sent")
    func missingFile() async throws {
        try await expectHold(
            naming: ["\"secret\"", "hook", "keys/hook"],
            of: { bench in
                try bench.write("whsec_c2FuZGJveC1zZWNyZXQ=\n", to: "keys/hook")
                let moved = try bench.run(
                    ["connect", "generic-webhook", "--name", "hook", "--secret", "secret=file:keys/hook"]
                )
                #expect(moved.status == 0, "\(moved.errors)")
                try FileManager.default.removeItem(atPath: "\(bench.folder)/keys/hook")
            }
        )
    }

    @Test("a ledger that is none is refused, and left as it is")
    func ledger() async throws {
        let text = String(repeating: "This is no ledger. ", count: 300)
        try await expectRefusal(
            naming: ["placard.db"],
            of: { try $0.write(text, to: "placard.db") }
        )
    }
}
