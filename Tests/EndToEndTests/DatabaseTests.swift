import Documents
import Foundation
import PostgresTesting
import Testing

@Suite("A ledger in a database, by the command line", .timeLimit(.minutes(5)))
struct DatabaseTests {
    @Test("a role is posted once, seen, told of and withdrawn")
    func life() async throws {
        let place = try await DatabaseBench()
        defer { place.remove() }
        try await SandboxBench.with { sandbox in
            let accounts = ["mastodon", "discord-webhook"]
            for account in accounts {
                let command = try #require(sandbox.document["boards"]?[account]?["connect"]?.text)
                #expect(try place.bench.shell(command).status == 0)
            }
            let variables = accounts.flatMap { sandbox.document["boards"]?[$0]?["environment"]?.object?.all ?? [] }
            let secrets = Dictionary(variables.map { ($0.key, $0.value.text ?? "") }) { $1 }
            func run(_ arguments: String...) throws -> Workbench.Outcome {
                try place.bench.run(arguments, environment: place.environment.merging(secrets) { $1 })
            }
            let none = try run("status")
            #expect(none.status == 2)
            #expect(none.errors.contains("placard ledger migrate"))

            let posted = try run("post", "engineer", "--to", "all", "--wait", "--json")
            #expect(posted.status == 0, "\(posted.output) \(posted.errors)")
            #expect(try posted.states() == ["mastodon": "live", "discord-webhook": "live"])
            #expect(try run("post", "engineer", "--to", "all", "--wait").status == 0)
            #expect(try await sandbox.creations(at: "mastodon") == 1)
            #expect(try await sandbox.creations(at: "discord-webhook") == 1)
            #expect(!FileManager.default.fileExists(atPath: "\(place.bench.folder)/placard.db"))

            let status = try run("status", "--json")
            #expect(try status.states() == ["mastodon": "live", "discord-webhook": "live"])
            let reference = try #require(status.json()["postings"]?.list?.first?["reference"]?.text)
            let log = try run("log", reference, "--json")
            #expect(try log.json()["attempts"]?.list?.count == 1)
            #expect(try run("plan", "engineer").status == 0)
            let doctor = try run("doctor")
            #expect(doctor.status == 0, "\(doctor.output)")
            #expect(doctor.output.contains("postgresql://"))

            let withdrawn = try run("withdraw", "engineer", "--wait", "--json")
            #expect(withdrawn.status == 0, "\(withdrawn.output) \(withdrawn.errors)")
            #expect(try withdrawn.states() == ["mastodon": "withdrawn", "discord-webhook": "withdrawn"])
        }
    }

    @Test("a second machine goes on with the key, and is told plainly that it has another")
    func machines() async throws {
        let first = try await DatabaseBench()
        defer { first.remove() }
        let board = try StubBoard(in: first.bench, [.init(to: "POST")])
        defer { board.stop() }
        try first.bench.connectHook(to: board.url)
        #expect(try first.run("post", "engineer", "--to", "hook").status == 0)

        // The other has the workspace from the repository, where neither key nor ledger is.
        let second = try await DatabaseBench(store: first.store)
        defer { second.remove() }
        let file = try String(contentsOfFile: "\(first.bench.folder)/placard.yaml", encoding: .utf8)
        try second.bench.write(file, to: "placard.yaml")
        let refused = try second.run("post", "engineer", "--to", "hook", "--json")
        #expect(refused.status == 2)
        #expect(try refused.json()["error"]?["code"]?.text == "other-key")
        #expect(try second.run("status", "--json").json()["warnings"]?.list?.first?["code"]?.text == "other-key")
        try FileManager.default.copyItem(
            atPath: "\(first.bench.folder)/.placard-key",
            toPath: "\(second.bench.folder)/.placard-key"
        )
        let done = try second.run("post", "engineer", "--to", "hook", "--json")
        #expect(done.status == 0, "\(done.errors)")
        #expect(try await board.heard().count == 1)

        // Another ledger in its place is told from it, and one that is gone is not begun anew.
        let elsewhere = try await Cluster.shared.value.store(DatabaseBench.newSchema)
        let lost = try first.bench.run(
            ["post", "engineer", "--to", "hook", "--json"],
            environment: first.environment.merging(["PLACARD_STORE": elsewhere]) { $1 }
        )
        #expect(lost.status == 2)
        #expect(try lost.json()["error"]?["code"]?.text == "ledger-lost")
        #expect(try await board.heard().count == 1)
    }

    @Test("of two posts from one folder the second waits for the first, and sends nothing")
    func twice() async throws {
        let place = try await DatabaseBench()
        defer { place.remove() }
        let board = try StubBoard(in: place.bench, [.init(to: "POST", isHeld: true)])
        defer { board.stop() }
        try place.bench.connectHook(to: board.url)
        let post = ["post", "engineer", "--to", "hook", "--json"]
        let first = try place.bench.start(post, environment: place.environment)
        try await board.wait(for: 1)
        let second = try place.bench.start(post, environment: place.environment)
        for _ in 0..<3 { #expect(try place.run("status", "--json").states() == ["hook": "sending"]) }
        try await board.open()
        let (done, seen) = (first.finish(), second.finish())
        #expect(done.status == 0, "\(done.errors)")
        #expect(seen.status == 0, "\(seen.errors)")
        #expect(try await board.heard().count == 1)
    }

    @Test("what a killed command had in hand is the next one's at once, under the same key")
    func killed() async throws {
        let place = try await DatabaseBench()
        defer { place.remove() }
        let board = try StubBoard(in: place.bench, [.init(to: "POST", isHeld: true)])
        defer { board.stop() }
        try place.bench.connectHook(to: board.url)
        let post = ["post", "engineer", "--to", "hook", "--json"]
        let victim = try place.bench.start(post, environment: place.environment)
        try await board.wait(for: 1)
        victim.send(SIGKILL)
        _ = victim.finish()
        try await board.open()
        let done = try place.bench.run(post, environment: place.environment)
        #expect(done.status == 0, "\(done.output) \(done.errors)")
        let heard = try await board.heard()
        #expect(heard.count == 2)
        #expect(Set(heard.map(\.key)).count == 1)
        #expect(try place.run("ledger", "check").status == 0)
    }

    @Test("the server may restart while a board answers: the answer is written down")
    func restarted() async throws {
        let cluster = try await Cluster.start()
        let place = try await DatabaseBench(on: cluster)
        defer { place.remove() }
        let board = try StubBoard(in: place.bench, [.init(to: "POST", isHeld: true)])
        defer { board.stop() }
        try place.bench.connectHook(to: board.url)
        let post = try place.bench.start(
            ["post", "engineer", "--to", "hook", "--json"],
            environment: place.environment
        )
        try await board.wait(for: 1)
        try await cluster.restart()
        try await board.open()
        let done = post.finish()
        #expect(done.status == 0, "\(done.output) \(done.errors)")
        #expect(try await board.heard().count == 1)
    }

    @Test("what keeps it from being opened is said, with what to do and the right status")
    func troubles() async throws {
        let cluster = try await Cluster.shared.value
        let place = try await DatabaseBench()
        defer { place.remove() }
        let schema = DatabaseBench.newSchema
        let roles = try place.bench.psql(
            cluster,
            "CREATE ROLE \(schema) LOGIN PASSWORD 'hunter2-right'; "
                + "CREATE SCHEMA taken_\(schema); CREATE TABLE taken_\(schema).notes (a TEXT)"
        )
        #expect(roles.status == 0, "\(roles.errors)")
        let cases: [(store: String, status: Int32, code: String, words: String)] = [
            (cluster.store(schema, folder: "/tmp/no-server-here"), 4, "ledger-unreachable", "See that the server runs"),
            ("postgresql://me@127.0.0.1:1/jobs", 4, "ledger-unreachable", "See that the server runs"),
            ("postgresql://me@no-such-host.invalid/jobs", 2, "ledger-refused", "Correct the host"),
            (cluster.store(schema, user: "secured:hunter2-wrong"), 2, "ledger-refused", "Check the user"),
            (cluster.store(schema, user: "secured"), 2, "ledger-refused", "PGPASSWORD"),
            (cluster.store(schema, user: "nobody-at-all"), 2, "ledger-refused", "Check the user"),
            (cluster.store(schema, database: "nowhere"), 2, "ledger-refused", "createdb"),
            (cluster.store(schema, user: schema), 2, "ledger-refused", "Grant the user its rights"),
            (cluster.store("taken_\(schema)"), 2, "ledger-refused", "?schema=NAME"),
            ("postgresql://me:hunter2@db", 2, "bad-store", "names no database"),
        ]
        for trouble in cases {
            let environment = Workbench.secret.merging(["PLACARD_STORE": trouble.store]) { $1 }
            let outcome = try place.bench.run(["sync", "--json"], environment: environment)
            #expect(outcome.status == trouble.status, "\(trouble.words): \(outcome.errors)")
            #expect(try outcome.json()["error"]?["code"]?.text == trouble.code, "\(outcome.errors)")
            #expect(outcome.errors.contains(trouble.words), "\(trouble.words): \(outcome.errors)")
            #expect(!(outcome.output + outcome.errors).contains("hunter2"), "\(outcome.errors)")
        }
        // Tables of a later version.
        #expect(try place.run("ledger", "adopt").status == 0)
        let name = try #require(place.store.split(separator: "schema=").last)
        #expect(try place.bench.psql(cluster, "UPDATE \(name).ledger_version SET version = 99").status == 0)
        for command in [["status"], ["sync"]] {
            let newer = try place.bench.run(command + ["--json"], environment: place.environment)
            #expect(newer.status == 2)
            #expect(try newer.json()["error"]?["code"]?.text == "ledger-newer")
        }
    }

    @Test("a password in the workspace's file is refused with its place, and never repeated")
    func password() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        try bench.write("schema: 1\nstore: postgresql://me:hunter2@db/jobs\n", to: "placard.yaml")
        for command in [["status"], ["doctor"], ["post", "x", "--to", "y"], ["status", "--json"]] {
            let outcome = try bench.run(command)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("placard.yaml:2:8"), "\(outcome.errors)")
            #expect(outcome.errors.contains("PGPASSWORD"), "\(outcome.errors)")
            #expect(!(outcome.output + outcome.errors).contains("hunter2"), "\(outcome.errors)")
        }
    }

    @Test("only who needs the client library loads it, and who lacks it is told what to install")
    func library() async throws {
        let place = try await DatabaseBench()
        defer { place.remove() }
        let traced = try place.bench.run(["status"], environment: ["LD_DEBUG": "libs"])
        #expect(traced.status == 0)
        #expect(!traced.errors.contains("libpq"))
        try place.bench.write("", to: "broken/libpq.so.5")
        let broken = place.environment.merging(["LD_LIBRARY_PATH": "\(place.bench.folder)/broken"]) { $1 }
        let outcome = try place.bench.run(["status"], environment: broken)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("libpq could not be loaded"), "\(outcome.errors)")
        #expect(outcome.errors.contains("libpq5"), "\(outcome.errors)")
    }
}

extension Workbench {
    /// Runs a statement on a server.
    func psql(_ cluster: Cluster, _ sql: String) throws -> Outcome {
        try Running(
            program: "/usr/bin/psql",
            ["-h", cluster.folder, "-U", "postgres", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-Atc", sql],
            in: folder,
            environment: [:]
        ).finish()
    }
}
