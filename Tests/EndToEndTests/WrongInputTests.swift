import Documents
import Foundation
import Testing

@Suite("Wrong input")
struct WrongInputTests {
    private func workspace() throws -> Workbench {
        let bench = try Workbench()
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        return bench
    }

    @Test("a role with mistakes is refused whole, each with file, line, column and a hint")
    func badRole() throws {
        let bench = try workspace()
        defer { bench.remove() }
        try bench.write("schema: 1\nid: x\ntitel: Engineer\n", to: "roles/x.yaml")
        let outcome = try bench.run("lint", "roles/x.yaml", "--to", "all")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("roles/x.yaml:3:1: error:"))
        #expect(outcome.errors.contains("\"title\""))
    }

    @Test("YAML that is none names the place")
    func badYAML() throws {
        let bench = try workspace()
        defer { bench.remove() }
        try bench.write("schema: 1\n  id: [x\n", to: "roles/x.yaml")
        let outcome = try bench.run("preview", "roles/x.yaml")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("roles/x.yaml:"))
    }

    @Test(
        "a day or hour that no clock shows is refused",
        arguments: ["2026-02-30", "2026-11-31", "2026-12-01T25:00:00Z", "2026-12-01T09:00", "tomorrow", ""]
    )
    func badStart(at: String) throws {
        let bench = try workspace()
        defer { bench.remove() }
        let outcome = try bench.run("post", "engineer", "--to", "all", "--at", at)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("--at"))
    }

    @Test("a list of accounts with a name missing is refused, and never means every one", arguments: ["", ",", "a,,b"])
    func emptyTarget(to: String) throws {
        let bench = try workspace()
        defer { bench.remove() }
        for command in ["plan", "post", "withdraw", "lint"] {
            let outcome = try bench.run(command, "engineer", "--to", to)
            #expect(outcome.status == 2, "\(command)")
            #expect(outcome.errors.contains("`--to all` means every account"), "\(outcome.errors)")
        }
    }

    @Test("no account is called like the word for every one")
    func everyAccount() throws {
        let bench = try workspace()
        defer { bench.remove() }
        let connected = try bench.run("connect", "generic-webhook", "--name", "all", "--secret", "secret=env:HOME")
        #expect(connected.status == 2)
        #expect(connected.errors.contains("means every account"))
        try bench.write("schema: 1\naccounts:\n  all:\n    adapter: generic-webhook\n", to: "placard.yaml")
        let read = try bench.run("accounts")
        #expect(read.status == 2)
        #expect(read.errors.contains("placard.yaml:4:5: error"), "\(read.errors)")
    }

    @Test("an unknown account names the nearest one")
    func unknownAccount() throws {
        let bench = try workspace()
        defer { bench.remove() }
        let connected = try bench.run(
            [
                "connect", "generic-webhook", "--name", "hook", "--base-url", "http://127.0.0.1:9",
                "--allow-private-network",
                "--secret", "secret=env:HOOK",
            ],
            environment: ["HOOK": "whsec_c2FuZGJveA=="]
        )
        #expect(connected.status == 0, "\(connected.errors)")
        let outcome = try bench.run("post", "engineer", "--to", "hok")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("Did you mean \"hook\"?"))
    }

    @Test("a secret that cannot be read is named by its place, and never shown")
    func unreadableSecret() throws {
        let bench = try workspace()
        defer { bench.remove() }
        let outcome = try bench.run(
            "connect",
            "generic-webhook",
            "--name",
            "hook",
            "--base-url",
            "http://127.0.0.1:9",
            "--allow-private-network",
            "--secret",
            "secret=file:nowhere"
        )
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("nowhere"))
        let argument = try bench.run("connect", "generic-webhook", "--name", "hook", "--secret", "secret=hunter2")
        #expect(argument.status == 2)
        #expect(!argument.errors.contains("hunter2") && !argument.output.contains("hunter2"))
    }

    @Test("a board that is down leaves the posting queued, exit 4")
    func boardDown() throws {
        let bench = try workspace()
        defer { bench.remove() }
        let secret = ["HOOK": "whsec_c2FuZGJveA=="]
        _ = try bench.run(
            [
                "connect", "generic-webhook", "--name", "hook", "--base-url", "http://127.0.0.1:9",
                "--allow-private-network",
                "--secret", "secret=env:HOOK",
            ],
            environment: secret
        )
        let outcome = try bench.run(
            ["post", "engineer", "--to", "hook", "--timeout", "2s", "--json"],
            environment: secret
        )
        #expect(outcome.status == 4, "\(outcome.output) \(outcome.errors)")
        #expect(try outcome.states()["hook"] == "queued")
    }

    @Test("a broken manifest is refused with file and line")
    func brokenManifest() throws {
        let bench = try workspace()
        defer { bench.remove() }
        try bench.write("schema: 1\nid: mine\nkynd: api\n", to: "adapters/mine/manifest.yaml")
        let outcome = try bench.run("adapter", "check", "adapters/mine")
        #expect(outcome.status == 1)
        #expect((outcome.output + outcome.errors).contains("manifest.yaml:3:1"))
    }

    @Test("no workspace, wrong usage and an existing file say what to do")
    func usage() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let lost = try bench.run("status")
        #expect(lost.status == 2)
        #expect(lost.errors.contains("placard init"))
        #expect(try bench.run("frobnicate").status == 2)
        #expect(try bench.run("post").status == 2)
        #expect(try bench.run("resolve", "p1", "--absent", "--send-again").status == 2)
    }

    @Test("two posts at once: the second names the first and ends with 4")
    func twoAtOnce() async throws {
        let bench = try workspace()
        defer { bench.remove() }
        let secret = ["HOOK": "whsec_c2FuZGJveA=="]
        // A board that takes the connection and never answers keeps the first command at work.
        let silent = try Running(
            program: "/usr/bin/env",
            [
                "python3", "-c",
                "import socket,sys\ns=socket.create_server(('127.0.0.1',0))\nprint(s.getsockname()[1],flush=True)\nsys.stdin.read()",
            ],
            in: bench.folder,
            environment: [:],
            input: Pipe()
        )
        defer { silent.send(SIGKILL) }
        let port = try #require(silent.firstLine())
        _ = try bench.run(
            [
                "connect", "generic-webhook", "--name", "hook", "--base-url", "http://127.0.0.1:\(port)",
                "--allow-private-network", "--secret", "secret=env:HOOK",
            ],
            environment: secret
        )
        let first = try bench.start(
            ["post", "engineer", "--to", "hook", "--timeout", "25s", "--json"],
            environment: secret
        )
        // The first holds the ledger as soon as its lock file names it.
        let lock = "\(bench.folder)/placard.db.lock"
        var isHeld = false
        for _ in 0..<2_000 where !isHeld {
            isHeld = (try? String(contentsOfFile: lock, encoding: .utf8))?.contains("post") == true
            if !isHeld { _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(5)) }
        }
        #expect(isHeld)
        let second = try bench.run(["post", "engineer", "--to", "hook", "--json"], environment: secret)
        first.send(SIGINT)
        let interrupted = first.finish()
        #expect(second.status == 4, "\(second.errors)")
        #expect(second.errors.contains("\(first.processID)"))
        #expect(interrupted.status == 130, "\(interrupted.errors)")
        #expect(try interrupted.states()["hook"] != nil)
    }

    @Test("one broken adapter is named, and the others are listed")
    func brokenAdapter() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        try bench.write("schema: 1\nid: broken\nnonsense: 1\n", to: "adapters/broken/manifest.yaml")
        let boards = try bench.run("boards", "--json")
        #expect(boards.status == 1)
        #expect(try boards.json()["boards"]?.list?.contains { $0["id"]?.text == "seek" } == true)
        #expect(try boards.json()["broken"]?.list?.map { $0["id"]?.text } == ["broken"])
        #expect(try bench.run("boards").errors.contains("nonsense"))
    }

    @Test("in the folder of the program's own source, an id names the adapter with its fixtures")
    func bundledFixtures() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let outcome = try bench.shell("cd \(Workbench.repository) && placard adapter test mastodon")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("fixtures run: 0 errors"))
    }

    @Test("an adapter without fixtures proves nothing, whether it is bundled or one's own")
    func noFixtures() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        #expect(try bench.run("adapter", "new", "adapters/mine").status == 0)
        for name in ["mine", "seek"] {
            let outcome = try bench.run("adapter", "test", name)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("no fixtures"), "\(outcome.errors)")
        }
    }

    @Test(
        "a mistyped command, adapter or word is refused with what was meant",
        arguments: [
            (["pst", "engineer"], "Did you mean \"post\"?"),
            (["connect", "discord", "--name", "a"], "\"discord-webhook\"?"),
            (["boards", "shw", "seek"], "Use `boards` or `boards show ID`."), (["boards", "show"], "`boards show ID`"),
            (["boards", "sek"], "Did you mean \"seek\"?"),
        ]
    )
    func mistyped(arguments: [String], hint: String) throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        let outcome = try bench.run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(hint), "\(outcome.errors)")
    }

    @Test("what --help says fits a terminal of 80 columns: no line was broken that was broken before")
    func help() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        for command in [[], ["connect"], ["post"], ["withdraw"], ["preview"], ["sandbox"], ["demo"], ["accounts"]] {
            let text = try bench.run(command + ["--help"]).output
            let lines = text.components(separatedBy: "\nUSAGE:")[0].components(separatedBy: "\n")
            #expect(lines.count > 2)
            for (line, next) in zip(lines, lines.dropFirst()) where !line.hasPrefix(" ") && !next.hasPrefix(" ") {
                let word = next.split(separator: " ").first.map(String.init) ?? ""
                #expect(word.isEmpty || line.isEmpty || line.count + 1 + word.count >= 79, "\(line)\n\(next)")
            }
        }
    }

    @Test("names that mean nothing are refused with the nearest that do")
    func nearNames() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        let lint = try bench.run("lint", "enginer")
        #expect(lint.status == 2)
        #expect(lint.errors.contains("Did you mean \"engineer\"?"), "\(lint.errors)")

        let connect = ["connect", "discord-webhook", "--name", "chat", "--set", "webhook=1"]
        let language = try bench.run(connect + ["--secret", "token=env:TOKEN", "--language", "german"])
        #expect(language.status == 2)
        #expect(language.errors.contains("Did you mean \"de\"?"), "\(language.errors)")
        let invented = try bench.run(connect + ["--secret", "token=env:TOKEN", "--language", "klingon"])
        #expect(invented.status == 2)
        #expect(invented.errors.contains("\"klingon\" is no language tag"), "\(invented.errors)")

        let secret = try bench.run(connect + ["--set", "token=hush-4711"])
        #expect(secret.status == 2)
        #expect(secret.errors.contains("--secret token=env:NAME"), "\(secret.errors)")
        #expect(!secret.errors.contains("hush-4711"))

        let empty = try bench.run(
            connect + ["--set", "website=https://acme.example", "--secret", "token=env:EMPTY"],
            environment: ["EMPTY": ""]
        )
        #expect(empty.errors.contains("which is empty"), "\(empty.errors)")
    }
}
