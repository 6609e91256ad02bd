import Documents
import Foundation
import PostgresTesting
import Testing

@Suite("Looking after the ledger", .timeLimit(.minutes(5)))
struct LedgerCommandTests {
    @Test("what was posted and withdrawn is found sound, in a file and in a database")
    func sound() async throws {
        let place = try await DatabaseBench()
        defer { place.remove() }
        let board = try StubBoard(in: place.bench, [.init(to: "POST")])
        defer { board.stop() }
        try place.bench.connectHook(to: board.url)
        for environment in [Workbench.secret, place.environment] {
            // One workspace uses one ledger at a time.
            try place.bench.forgetLedger()
            func run(_ arguments: String...) throws -> Workbench.Outcome {
                try place.bench.run(arguments, environment: environment)
            }
            let made = try run("ledger", "migrate")
            #expect(made.status == 0 && made.output.contains("was made, with version"), "\(made.output) \(made.errors)")
            #expect(try run("ledger", "migrate").output.contains("as it should"))
            #expect(try run("post", "engineer", "--to", "hook").status == 0)
            #expect(try run("withdraw", "engineer").status == 0)
            let checked = try run("ledger", "check")
            #expect(checked.status == 0, "\(checked.output) \(checked.errors)")
            #expect(checked.output.contains("is sound"))
        }
    }

    @Test("what is wrong is told with the posting and what to do, and ends with 1")
    func broken() throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        #expect(try bench.runWithSecret("post", "engineer", "--to", "hook", "--timeout", "1s").status == 4)
        let reference = try bench.run("status", "--json").posting()["reference"]?.text
        try bench.write(into: "placard.db", "UPDATE posting SET state = 'live'")
        let checked = try bench.run("ledger", "check", "--json")
        #expect(checked.status == 1)
        let findings = try #require(checked.json()["findings"]?.list)
        #expect(findings.count == 2, "\(findings)")
        #expect(findings.allSatisfy { $0["posting"]?.text == reference })
        #expect(findings.allSatisfy { $0["remedy"]?.text?.contains("placard log") == true })
        let text = try bench.run("ledger", "check")
        #expect(text.status == 1)
        #expect(text.output.contains("says it is live, and is not on its board"))
    }

    @Test("a lost ledger is not made anew by a migration, nor found sound")
    func lost() throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        #expect(try bench.run("ledger", "migrate").status == 0)
        try FileManager.default.removeItem(atPath: "\(bench.folder)/placard.db")
        for command in ["migrate", "check"] {
            let outcome = try bench.run("ledger", command, "--json")
            #expect(outcome.status == 2)
            #expect(try outcome.json()["error"]?["code"]?.text == "ledger-lost")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(bench.folder)/placard.db"))
    }
}

extension Workbench {
    /// Runs statements on a ledger's file, as a foreign hand would.
    func write(into file: String, _ sql: String) throws {
        let script = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.argv[2]); d.close()"
        let process = try Running(
            program: "/usr/bin/env",
            ["python3", "-c", script, "\(folder)/\(file)", sql],
            in: folder,
            environment: [:]
        )
        let outcome = process.finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    /// Has the workspace name no ledger.
    func forgetLedger() throws {
        let file = "\(folder)/placard.yaml"
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        try write(lines.filter { !$0.hasPrefix("ledger:") }.joined(separator: "\n") + "\n", to: "placard.yaml")
    }
}
