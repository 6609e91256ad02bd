import Documents
import Foundation
import Testing

@Suite("What a new user is told")
struct PlainWordsTests {
    private func workspace() throws -> Workbench {
        let bench = try Workbench()
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        return bench
    }

    private func feeding() throws -> Workbench {
        let bench = try workspace()
        let connected = try bench.run([
            "connect", "indeed-xml", "--name", "jobs", "--set", "directory=public", "--set",
            "contact=jobs@robotics.example", "--acknowledge", "complete",
        ])
        #expect(connected.status == 0, "\(connected.errors)")
        #expect(try bench.run("post", "engineer", "--to", "jobs").status == 0)
        return bench
    }

    @Test("a feed is written where it was asked for, at the root too, and never in a folder's place")
    func output() throws {
        let bench = try feeding()
        defer { bench.remove() }
        let name = "placard-\(UUID().uuidString).xml"
        defer { try? FileManager.default.removeItem(atPath: "/\(name)") }
        // Who may not write at the root is told so.
        let built = try bench.run("feed", "build", "jobs", "--output", "/\(name)")
        #expect((built.status == 0) == FileManager.default.fileExists(atPath: "/\(name)"), "\(built.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(bench.folder)/\(name)"))

        for folder in [bench.folder, "public", "/tmp"] {
            let refused = try bench.run("feed", "build", "jobs", "--output", folder)
            #expect(refused.status == 2)
            #expect(refused.errors.contains("\(folder) is a folder."), "\(refused.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(bench.folder)/tmp"))
    }

    @Test("a port that is none, or that is taken, is refused in plain words", arguments: ["demo", "sandbox"])
    func ports(command: String) throws {
        let bench = try Workbench()
        defer { bench.remove() }
        for port in ["80000", "-1"] {
            let refused = try bench.run([command, "--port=\(port)"])
            #expect(refused.status == 2)
            #expect(refused.errors.contains("from 1 to 65535"), "\(refused.errors)")
        }
        let sandbox = try bench.start(["sandbox", "--json"])
        defer {
            sandbox.send(SIGINT)
            _ = sandbox.finish()
        }
        let url = try #require(try sandbox.firstDocument()["url"]?.text)
        let port = try #require(url.split(separator: ":").last.map(String.init))
        let refused = try bench.run([command, "--port", port])
        #expect(refused.status == 2)
        #expect(refused.errors.contains("Another process listens on port \(port) already."), "\(refused.errors)")
        #expect(refused.errors.contains("--port") && !refused.errors.contains("errno"))
    }

    @Test("the beginning of an adapter claims no check, and its missing fixtures are named")
    func scaffold() throws {
        let bench = try workspace()
        defer { bench.remove() }
        let made = try bench.run("adapter", "new", "adapters/north")
        #expect(made.output.contains("fixtures/NAME/posting.yaml"), "\(made.output)")
        let checked = try bench.run("adapter", "check", "adapters/north")
        #expect(checked.status == 0, "\(checked.output)")
        #expect(checked.output.contains("1 adapter checked: "), "\(checked.output)")
        let sheet = try bench.run("boards", "show", "north", "--json").json()
        #expect(sheet["board"]?["verified"] == .null)
        #expect(try bench.run("boards", "show", "north").output.contains("not checked yet"))
        let tested = try bench.run("adapter", "test", "adapters/north")
        #expect(tested.status == 2)
        #expect(tested.errors.contains("Write adapters/north/fixtures/NAME/posting.yaml"), "\(tested.errors)")
        #expect(!tested.errors.contains("brings adapters along"), "\(tested.errors)")
    }

    @Test("an account's settings and secrets stand whole, each on its line", arguments: [80, 120])
    func accounts(columns: Int) throws {
        let bench = try feeding()
        defer { bench.remove() }
        let lines = try bench.lines(of: ["accounts"], columns: columns)
        #expect(lines.contains { $0.hasSuffix("jobs  indeed-xml") }, "\(lines)")
        #expect(
            lines.contains("    directory=public") && lines.contains("    contact=jobs@robotics.example"),
            "\(lines)"
        )
    }

    @Test("a role's file that is a link to nowhere is called so")
    func brokenLink() throws {
        let bench = try workspace()
        defer { bench.remove() }
        try FileManager.default.createSymbolicLink(
            atPath: "\(bench.folder)/roles/r9.yaml",
            withDestinationPath: "elsewhere.yaml"
        )
        let outcome = try bench.run("plan", "r9")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("roles/r9.yaml is a link to elsewhere.yaml, and there is nothing."))
        #expect(!outcome.errors.contains("Did you mean"), "\(outcome.errors)")
    }

    @Test(
        "a time that cannot be read is answered with the form of one",
        arguments: [("--timeout", "5", "such as 30s"), ("--at", "yesterday", "such as 2026-12-01")]
    )
    func times(option: String, value: String, form: String) throws {
        let bench = try workspace()
        defer { bench.remove() }
        let outcome = try bench.run(["post", "engineer", "--to", "all", option, value])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(form), "\(outcome.errors)")
    }

    @Test("where an account has several languages, `plan` says which; its JSON always does")
    func languages() throws {
        let bench = try workspace()
        defer { bench.remove() }
        let words = [
            "connect", "google-jobs", "--name", "site", "--set", "directory=public", "--set",
            "site=https://kitchens.example/jobs", "--set", "clientEmail=a@b.example", "--secret", "privateKey=env:KEY",
            "--acknowledge", "owner", "--language", "en", "--language", "de",
        ]
        let connected = try bench.run(words, environment: ["KEY": "no key at all"])
        #expect(connected.status == 0, "\(connected.errors)")
        try bench.write(
            """
            schema: 1
            id: cook
            title: Cook
            language: en
            employer: { name: Example Kitchens }
            locations: [{ city: Berlin, country: DE }]
            description: { body: Cooking. }
            apply: { url: https://kitchens.example/apply }
            translations: { de: { title: Koch, description: { body: Kochen. } } }

            """,
            to: "roles/cook.yaml"
        )
        let plan = try bench.run("plan", "cook", "--json").json()["plan"]?.list ?? []
        #expect(plan.compactMap { $0["language"]?.text }.count == plan.count && !plan.isEmpty, "\(plan)")
        let spoken = Set(plan.compactMap { $0["language"]?.text })
        let table = try bench.run("plan", "cook").output
        #expect(spoken == ["en", "de"], "\(table)")
        for word in spoken { #expect(table.contains(" \(word)  "), "\(table)") }
        // Where all are in the role's own, nothing says so.
        let other = try bench.run([
            "connect", "indeed-xml", "--name", "jobs", "--set", "directory=public", "--set",
            "contact=jobs@robotics.example", "--acknowledge", "complete",
        ])
        #expect(other.status == 0, "\(other.errors)")
        let plain = try bench.run("plan", "engineer", "--to", "jobs").output
        #expect(plain.contains("create  jobs") && !plain.contains(" en  "), "\(plain)")
    }

    @Test("a text for a person stands at the margin, so that copying brings nothing along")
    func preparedText() throws {
        let bench = try workspace()
        defer { bench.remove() }
        let connected = try bench.run([
            "connect", "hackernews-whoishiring", "--name", "by-hand", "--acknowledge", "own-company", "--acknowledge",
            "one-post",
        ])
        #expect(connected.status == 0, "\(connected.errors)")
        let posting = try bench.run("post", "engineer", "--to", "by-hand", "--json").posting()
        let log = try bench.run("log", posting["reference"]?.text ?? "").output
        let between = log.components(separatedBy: String(repeating: "─", count: 40))
        #expect(between.count == 3, "\(log)")
        let text = try #require(between.dropFirst().first)
        #expect(text.contains("What you will do") && !text.contains("\n    "), "\(text)")
    }
}
