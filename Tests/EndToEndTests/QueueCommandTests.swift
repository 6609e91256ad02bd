import Documents
import Foundation
import PostgresTesting
import Testing

@Suite("The queue by the command line", .timeLimit(.minutes(5)))
struct QueueCommandTests {
    @Test("a wish that was taken back before it left is never sent, in a file and in a database")
    func cancelled() async throws {
        let place = try await DatabaseBench()
        defer { place.remove() }
        let board = try StubBoard(in: place.bench, [.init(to: "POST")])
        defer { board.stop() }
        try place.bench.connectHook(to: board.url)
        for environment in [Workbench.secret, place.environment] {
            try place.bench.forgetLedger()
            func run(_ arguments: String...) throws -> Workbench.Outcome {
                try place.bench.run(arguments, environment: environment)
            }
            #expect(try run("post", "engineer", "--to", "hook", "--at", "2096-12-01").status == 4)
            let entry = try #require(run("queue", "list", "--json").json()["waiting"]?.list?.first)
            #expect(entry["hold"]?.text == "schedule")
            #expect(entry["wish"]?.text == "create")
            let reference = try #require(entry["reference"]?.text)
            let list = try run("queue")
            #expect(list.output.contains(reference) && list.output.contains("schedule"), "\(list.output)")
            let retried = try run("queue", "retry", reference)
            #expect(retried.status == 4)
            #expect(retried.output.contains("is held until 2096"), "\(retried.output)")
            let cancelled = try run("queue", "cancel", reference, "--json")
            #expect(cancelled.status == 0, "\(cancelled.errors)")
            #expect(try cancelled.states() == ["hook": "withdrawn"])
            #expect(try run("queue", "list").output == "Nothing waits to be delivered.\n")
            #expect(try run("sync").status == 0)
            let again = try run("queue", "cancel", reference, "--json")
            #expect(again.status == 2)
            #expect(try again.json()["error"]?["code"]?.text == "nothing-waits")
            #expect(try run("ledger", "check").status == 0)
        }
        #expect(try await board.heard().isEmpty)
    }

    @Test("beside another machine that delivers, a database's wishes are taken, and its work is not written over")
    func beside() async throws {
        let first = try await DatabaseBench()
        defer { first.remove() }
        let board = try StubBoard(in: first.bench, [.init(to: "POST", isHeld: true)])
        defer { board.stop() }
        try first.bench.connectHook(to: board.url)
        let post = try first.bench.start(
            ["post", "engineer", "--to", "hook", "--json"],
            environment: first.environment
        )
        try await board.wait(for: 1)
        // The same folder: it only wishes, so that it does not wait for who delivers.
        let entry = try #require(first.run("queue", "list", "--json").json()["waiting"]?.list?.first)
        #expect(entry["hold"]?.text == "leased")
        #expect(entry["worker"]?.text?.hasPrefix("placard-") == true)
        let reference = try #require(entry["reference"]?.text)
        #expect(try first.run("queue", "retry", reference).status == 4)
        let refused = try first.run("queue", "cancel", reference, "--json")
        #expect(try refused.json()["error"]?["code"]?.text == "under-delivery")
        try await board.open()
        let done = post.finish()
        #expect(done.status == 0, "\(done.errors)")
        #expect(try await board.heard().count == 1)
        #expect(try first.run("ledger", "check").status == 0)
    }
}
