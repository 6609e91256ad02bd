import Documents
import Foundation
import Testing

@Suite("A ledger of a newer version")
struct NewerLedgerTests {
    @Test(
        "is refused by name, with what to do, and not changed by a byte",
        arguments: [
            ["post", "engineer", "--to", "hook"], ["withdraw", "engineer"],
            ["renew", "engineer", "--to", "hook"], ["sync"], ["status"], ["plan", "engineer", "--to", "hook"],
            ["resolve", "p23456789", "--absent"],
            ["log", "p23456789"],
        ]
    )
    func refused(command: [String]) async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let made = try bench.runWithSecret("post", "engineer", "--to", "hook", "--timeout", "1s")
        #expect(made.status == 4, "\(made.errors)")
        try makeNewer("\(bench.folder)/placard.db")
        let before = try Data(contentsOf: ledger(bench))
        let board = try StubBoard(in: bench, [StubBoard.Answer()])
        defer { board.stop() }
        try bench.connectHook(to: board.url)

        let outcome = try bench.run(command, environment: Workbench.secret)
        #expect(outcome.status == 2, "\(outcome.output) \(outcome.errors)")
        #expect(outcome.output.isEmpty, "\(outcome.output)")
        #expect(outcome.errors.contains("placard.db has version 99, and this program knows versions up to"))
        #expect(outcome.errors.contains("Install the program's newer version, or work in another workspace."))
        #expect(try Data(contentsOf: ledger(bench)) == before)
        let log = (try? Data(contentsOf: URL(fileURLWithPath: "\(bench.folder)/placard.db-wal"))) ?? Data()
        #expect(log.isEmpty, "\(log.count) bytes wait to be written into the ledger")
        #expect(try await board.heard().isEmpty)

        let told = try bench.run(command + ["--json"], environment: Workbench.secret)
        #expect(told.status == 2)
        #expect(try told.json()["error"]?["code"]?.text == "ledger-newer")
    }

    private func ledger(_ bench: Workbench) -> URL { URL(fileURLWithPath: "\(bench.folder)/placard.db") }

    /// Marks the file as a later program would, all of it in one file.
    private func makeNewer(_ path: String) throws {
        let script = """
            import sqlite3, sys
            ledger = sqlite3.connect(sys.argv[1], isolation_level=None)
            ledger.execute("PRAGMA user_version = 99")
            ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            """
        let process = try Running(
            program: "/usr/bin/env",
            ["python3", "-c", script, path],
            in: (path as NSString).deletingLastPathComponent,
            environment: [:]
        )
        let outcome = process.finish()
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
