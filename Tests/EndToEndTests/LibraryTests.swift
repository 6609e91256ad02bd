import Documents
import Testing

@Suite("The library that sends")
struct LibraryTests {
    @Test(
        "commands that send nothing do not load it",
        arguments: [["--version"], ["preview", "engineer", "--to", "hook"]]
    )
    func unloaded(command: [String]) throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        try bench.connectHook(to: "http://127.0.0.1:9")
        let libraries = Workbench.secret.merging(["LD_DEBUG": "libs"]) { $1 }
        let outcome = try bench.run(command, environment: libraries)
        #expect(outcome.status == 0, "\(outcome.output)")
        // The loader tells of each library it looks for.
        #expect(outcome.errors.contains("libsqlite3.so"))
        #expect(!outcome.errors.contains("libcurl"))
    }

    @Test("without it everything that sends nothing works, and what is to be sent waits and says why")
    func missing() throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        try bench.connectHook(to: "http://127.0.0.1:9")
        try bench.write("", to: "broken/libcurl.so.4")
        let broken = Workbench.secret.merging(["LD_LIBRARY_PATH": "\(bench.folder)/broken"]) { $1 }
        #expect(try bench.run(["lint", "engineer", "--to", "hook"], environment: broken).status == 0)

        let outcome = try bench.run(
            ["post", "engineer", "--to", "hook", "--timeout", "1s", "--json"],
            environment: broken
        )
        #expect(outcome.status == 4, "\(outcome.output) \(outcome.errors)")
        let posting = try outcome.posting()
        #expect(posting["state"]?.text == "queued")
        #expect(
            posting["error"]?["message"]?.text?.contains("libcurl could not be loaded") == true,
            "\(outcome.output)"
        )
        #expect(posting["error"]?["remedy"]?.text?.contains("libcurl4") == true, "\(outcome.output)")
    }
}
