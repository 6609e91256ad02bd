import Foundation
import Testing

@Suite("Words that name nothing")
struct ExtraWordsTests {
    @Test(
        "a role that is neither a file nor in the ledger is refused with the nearest one",
        arguments: [["status"], ["sync"], ["status", "--watch"]]
    )
    func role(command: [String]) throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        let outcome = try bench.run(command + ["enginer"])
        #expect(outcome.status == 2, "\(outcome.output)")
        #expect(outcome.errors.contains("Did you mean \"engineer\"?"), "\(outcome.errors)")
        #expect(try bench.run(command + ["engineer"]).status == 0)
    }

    @Test("an account command with words too many is refused, and touches no account", arguments: ["remove", "rotate"])
    func account(word: String) throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let before = try String(contentsOfFile: "\(bench.folder)/placard.yaml", encoding: .utf8)
        let outcome = try bench.run("accounts", word, "hook", "other", "--secret", "secret=env:NEW")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("\"accounts \(word) hook other\" is not understood"), "\(outcome.errors)")
        #expect(try String(contentsOfFile: "\(bench.folder)/placard.yaml", encoding: .utf8) == before)
    }
}
