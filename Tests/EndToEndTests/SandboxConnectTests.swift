import Documents
import Foundation
import Testing

@Suite("Connecting to the sandbox")
struct SandboxConnectTests {
    @Test("the commands that the sandbox prints connect an account to every board, and its credentials are right")
    func commands() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        #expect(try bench.run("init").status == 0)
        let sandbox = try bench.start(["sandbox", "--json", "--site", "public"])
        defer {
            sandbox.send(SIGINT)
            _ = sandbox.finish()
        }
        let boards = try #require(try sandbox.firstDocument()["boards"]?.object?.all)
        #expect(boards.count == 10)
        for (id, board) in boards.map({ ($0.key, $0.value) }) {
            let command = try #require(board["connect"]?.text, "\(id) has no command")
            // As a person pastes it, with `placard` found on the path.
            let done = try bench.shell("\(command) --check && placard accounts --json")
            #expect(done.status == 0, "\(id): \(done.errors)")
            #expect(done.output.contains("\"\(id)\""))
            for value in board["environment"]?.object?.all.compactMap({ $0.value.text }) ?? [] {
                #expect(!command.contains("=\(value) --") && !value.isEmpty)
            }
        }
        #expect(try bench.run("accounts", "--json").json()["accounts"]?.list?.count == 10)
    }

    @Test("they are printed for people as they are for programs")
    func text() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let sandbox = try bench.start(["sandbox"])
        let heading = sandbox.firstLine() ?? ""
        #expect(heading.contains("Connect an account"))
        sandbox.send(SIGINT)
        let lines = sandbox.finish().output.split(separator: "\n")
        #expect(lines.count { $0.contains("placard connect ") } == 10)
        #expect(lines.contains { $0.hasPrefix("export PLACARD_MASTODON_TOKEN=") })
    }
}

extension Workbench {
    /// Runs a line of shell, with the program on the path.
    func shell(_ line: String) throws -> Outcome {
        let folder = (Self.program as NSString).deletingLastPathComponent
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
        let process = try Running(
            program: "/bin/sh",
            ["-c", line],
            in: self.folder,
            environment: ["PATH": "\(folder):\(path)"]
        )
        return process.finish()
    }
}
