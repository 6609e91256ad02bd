import Documents
import Foundation
import Testing

@Suite("Two posts at the same time")
struct TwoPostsTests {
    @Test("the second waits for the first, finds its ad, and sends nothing; who only looks waits for nobody")
    func waits() async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init(to: "POST", isHeld: true)])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        let post = ["post", "engineer", "--to", "hook", "--json"]
        let first = try bench.start(post, environment: Workbench.secret)
        // The first holds the ledger as long as the board holds its answer.
        try await board.wait(for: 1)
        let second = try bench.start(post, environment: Workbench.secret)
        // While these looks come and go, one after the other, the second has begun and come to the ledger.
        for _ in 0..<3 {
            let look = try bench.run("status", "--json")
            #expect(look.status == 0, "\(look.errors)")
            #expect(try look.states() == ["hook": "sending"])
        }
        try await board.open()
        let (done, seen) = (first.finish(), second.finish())
        #expect(done.status == 0, "\(done.errors)")
        #expect(seen.status == 0, "\(seen.errors)")
        #expect(try seen.posting()["reference"] == done.posting()["reference"])
        #expect(try await board.heard().count == 1)
    }

    @Test("after a command the ledger's file alone is a copy, and without it every command warns")
    func copies() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        let steps = ["--acknowledge", "own-company", "--acknowledge", "one-post"]
        #expect(try bench.run(["connect", "hackernews-whoishiring", "--name", "by-hand"] + steps).status == 0)
        let posted = try bench.run("post", "engineer", "--to", "by-hand", "--json")
        #expect(!posted.errors.contains("warning"))
        let reference = try posted.posting()["reference"]
        let ledger = "\(bench.folder)/placard.db"
        try FileManager.default.copyItem(atPath: ledger, toPath: "\(bench.folder)/copy.db")
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: ledger + ending) }
        for command in [["status"], ["plan", "engineer"]] {
            #expect(try bench.run(command).errors.contains("placard.db is not there"))
        }
        try FileManager.default.moveItem(atPath: "\(bench.folder)/copy.db", toPath: ledger)
        let status = try bench.run("status", "--json")
        #expect(try status.posting()["reference"] == reference)
        #expect(status.errors.isEmpty)
    }
}
