import Documents
import Foundation
import Testing

@Suite("Ctrl-C")
struct InterruptionTests {
    @Test(
        "finishes what is in flight, begins nothing new, prints the states, and ends with 130",
        arguments: [
            SIGINT, SIGTERM, SIGHUP,
        ]
    )
    func gentle(signal: Int32) async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init(to: "POST", isHeld: true)])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        let post = ["post", "engineer", "--to", "hook", "--wait", "--json"]
        let command = try bench.start(post, environment: Workbench.secret)
        try await board.wait(for: 1)
        command.send(signal)
        // The answer leaves when the signal has been heard, so that the ad is in flight meanwhile.
        #expect(command.firstComplaint()?.contains("Finishing what is in flight") == true)
        try await board.open()
        let outcome = command.finish()
        #expect(outcome.status == 130, "\(outcome.errors)")
        #expect(try outcome.states() == ["hook": "acknowledged"], "\(outcome.output)")
        #expect(try await board.heard().count == 1)

        let again = try bench.run("post", "engineer", "--to", "hook", "--json", environment: Workbench.secret)
        #expect(again.status == 0, "\(again.errors)")
        #expect(try again.posting()["reference"] == outcome.posting()["reference"])
        #expect(try await board.heard().count == 1)
    }

    @Test("pressed again it ends at once, and the next command settles what was in flight under the same key")
    func twice() async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let board = try StubBoard(in: bench, [.init(to: "POST", isHeld: true), .init(to: "POST")])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        let command = try bench.start(["post", "engineer", "--to", "hook"], environment: Workbench.secret)
        try await board.wait(for: 1)
        command.send(SIGINT)
        #expect(command.firstComplaint()?.contains("Ctrl-C again") == true)
        command.send(SIGINT)
        #expect(command.finish().status == 130)

        let again = try bench.run("post", "engineer", "--to", "hook", "--json", environment: Workbench.secret)
        #expect(again.status == 0, "\(again.output) \(again.errors)")
        let heard = try await board.heard()
        #expect(heard.count == 2)
        #expect(Set(heard.map(\.key)).count == 1)
        #expect(heard.first?.key?.isEmpty == false)
    }

    @Test("ends the sandbox with 130", arguments: [SIGINT, SIGTERM])
    func sandbox(signal: Int32) throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let sandbox = try bench.start(["sandbox", "--json"])
        _ = try sandbox.firstDocument()
        sandbox.send(signal)
        #expect(sandbox.finish().status == 130)
    }
}
