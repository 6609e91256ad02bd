import Documents
import Foundation
import PostgresTesting
import Testing

@Suite("Moving a ledger", .timeLimit(.minutes(5)))
struct LedgerCopyTests {
    @Test("from a file to a database and back, nothing is posted twice, and the former place says where it went")
    func both() async throws {
        let server = try await Cluster.shared.value
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init(to: "POST")])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        #expect(try bench.runWithSecret("post", "engineer", "--to", "hook").status == 0)
        let reference = try bench.run("status", "--json").posting()["reference"]
        let before = try bench.run("log", reference?.text ?? "", "--json").json()

        let database = server.store(DatabaseBench.newSchema)
        let copied = try bench.run("ledger", "copy", "--to", database, "--switch", "--json")
        #expect(copied.status == 0, "\(copied.errors)")
        #expect(try copied.json()["records"]?["postings"]?.scalarText == "1")
        #expect(try String(contentsOfFile: "\(bench.folder)/placard.yaml", encoding: .utf8).contains(database))
        #expect(try bench.run("log", reference?.text ?? "", "--json").json() == before)
        #expect(try bench.run("ledger", "check").status == 0)
        #expect(try bench.runWithSecret("post", "engineer", "--to", "hook").status == 0)
        #expect(try await board.heard().count == 1)

        // The former place refuses what writes, whoever still uses it, and is read with a warning.
        let former = ["PLACARD_STORE": "placard.db"]
        let refused = try bench.run(
            ["post", "engineer", "--to", "hook", "--json"],
            environment: Workbench.secret.merging(former) { $1 }
        )
        #expect(refused.status == 2)
        #expect(try refused.json()["error"]?["code"]?.text == "ledger-moved")
        #expect(refused.errors.contains(database), "\(refused.errors)")
        let look = try bench.run(["status", "--json"], environment: former)
        #expect(try look.json()["warnings"]?.list?.first?["code"]?.text == "ledger-moved")

        let back = try bench.run("ledger", "copy", "--to", "back.db", "--switch")
        #expect(back.status == 0, "\(back.errors)")
        #expect(back.output.contains("back.db"))
        #expect(try bench.run("log", reference?.text ?? "", "--json").json() == before)
        #expect(try bench.runWithSecret("withdraw", "engineer").status == 0)
        #expect(try await board.heard().count == 2)
        #expect(try bench.run("ledger", "check").status == 0)
        let there = try bench.run(["sync", "--json"], environment: ["PLACARD_STORE": database])
        #expect(try there.json()["error"]?["code"]?.text == "ledger-moved")
    }

    @Test("is refused into a place that holds anything, beside a command that posts, and with a password")
    func refused() async throws {
        let server = try await Cluster.shared.value
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init(to: "POST", isHeld: true)])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        let database = server.store(DatabaseBench.newSchema)
        let post = try bench.start(["post", "engineer", "--to", "hook", "--json"], environment: Workbench.secret)
        try await board.wait(for: 1)
        let busy = try bench.run("ledger", "copy", "--to", database, "--json")
        #expect(busy.status == 4)
        #expect(try busy.json()["error"]?["code"]?.text == "ledger-busy")
        try await board.open()
        #expect(post.finish().status == 0)

        let other = try await DatabaseBench(store: database)
        defer { other.remove() }
        try other.bench.connectHook(to: "http://127.0.0.1:9")
        #expect(try other.run("post", "engineer", "--to", "hook", "--timeout", "1s").status == 4)
        let cases = [
            (database, "store-not-empty"), ("postgresql://me:hunter2@db/jobs", "secret-as-argument"),
            ("placard.db", "same-store"), ("ftp://x", "bad-store"),
        ]
        for (place, code) in cases {
            let outcome = try bench.run("ledger", "copy", "--to", place, "--json")
            #expect(outcome.status == 2)
            #expect(try outcome.json()["error"]?["code"]?.text == code, "\(outcome.errors)")
            #expect(!(outcome.output + outcome.errors).contains("hunter2"))
        }
        // Nothing of this has moved it.
        #expect(try bench.runWithSecret("sync").status == 0)
    }
}
