import Documents
import Foundation
import Testing

@Suite("Tables on a terminal")
struct TableTests {
    private static let url = "https://jobs.example/open-positions/engineering/ads/4711-0815?ref=p7gqkzndg"

    @Test("an address stands whole on one line, whatever the width", arguments: [80, 120, 200])
    func addresses(columns: Int) throws {
        let bench = try posted()
        defer { bench.remove() }
        for arguments in [["status"], ["post", "engineer", "--to", "by-hand"]] {
            let lines = try bench.lines(of: arguments, columns: columns)
            let shown = try #require(lines.first { $0.contains(Self.url) }, "\(lines)")
            #expect(shown.count <= columns)
            let row = try #require(lines.first { $0.contains("by-hand") })
            #expect((row == shown) == (columns == 200), "\(lines)")
            #expect(lines.allSatisfy { $0.count <= columns }, "\(lines)")
        }
    }

    @Test("where nothing breaks lines, the address stays in its row")
    func piped() throws {
        let bench = try posted()
        defer { bench.remove() }
        let row = try bench.run("status").output.split(separator: "\n").first { $0.contains("by-hand") }
        #expect(row?.hasSuffix("  \(Self.url)") == true)
    }

    @Test("what is in the last column of any table stays whole too")
    func sheets() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let lines = try bench.lines(of: ["boards", "show", "seek"], columns: 80)
        #expect(
            lines.contains {
                $0.hasSuffix("https://developer.seek.com/use-cases/job-posting/managing-job-ads/posting-a-job-ad")
            }
        )
    }

    @Test("a posting that waits says until when: on a terminal in its row, elsewhere in a line")
    func progress() throws {
        for isTerminal in [true, false] {
            let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
            defer { bench.remove() }
            let busy = StubBoard.Answer(to: "POST", status: 429, headers: [("Retry-After", "1")])
            let board = try StubBoard(in: bench, [busy, .init(to: "POST", body: #"{"ok":true}"#)])
            defer { board.stop() }
            try bench.connectHook(to: board.url)
            let post = ["post", "engineer", "--to", "hook"]
            if isTerminal {
                let lines = try bench.lines(of: post, columns: 80, environment: Workbench.secret)
                #expect(lines.contains { $0.contains(/hook  [█░]+ \S+, next 20\d\d-\d\d-\d\dT[\d:]+Z$/) }, "\(lines)")
            } else {
                let posted = try bench.run(post, environment: Workbench.secret)
                #expect(
                    posted.errors.contains(/waiting for hook \(.*p[a-z0-9]{8}\): .* Next: 20\d\d-\d\d-\d\dT[\d:]+Z\./),
                    "\(posted.errors)"
                )
            }
        }
    }

    @Test("a scheduled posting says for when, in the table of post and of status")
    func scheduled() throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let posted = try bench.run(
            ["post", "engineer", "--to", "hook", "--at", "2096-12-01"],
            environment: Workbench.secret
        )
        for shown in [posted, try bench.run("status")] {
            #expect(shown.output.contains("scheduled for 2096-12-01T00:00:00Z"), "\(shown.output)")
        }
    }

    @Test("of two prepared texts the history shows the newer whole, and says which of them counts")
    func preparedTexts() throws {
        let bench = try posted()
        defer { bench.remove() }
        try bench.writeRole("engineer", title: "Lead Engineer")
        let reference =
            try bench.run("post", "engineer", "--to", "by-hand", "--json").posting()["reference"]?.text ?? ""
        func heads() throws -> [String] {
            try bench.run("log", reference).output.split(separator: "\n").filter { $0.contains("prepared text, ") }
                .map { $0.split(separator: ", ").last.map(String.init) ?? "" }
        }
        #expect(try heads() == ["replaced by a later one", "this is the one that counts"])
        let log = try bench.run("log", reference).output
        #expect(log.components(separatedBy: "What you will do").count == 2)
        #expect(log.contains("Lead Engineer") && !log.contains("sent document"))
        #expect(try bench.run("withdraw", "engineer").status == 4)
        #expect(try heads() == ["replaced by a later one", "no longer wanted"])
    }

    /// A workspace with one ad that a person has put on a board, at a long address.
    private func posted() throws -> Workbench {
        let bench = try Workbench()
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        let connected = try bench.run([
            "connect", "hackernews-whoishiring", "--name", "by-hand", "--acknowledge", "own-company", "--acknowledge",
            "one-post",
        ])
        #expect(connected.status == 0, "\(connected.errors)")
        let posting = try bench.run("post", "engineer", "--to", "by-hand", "--json").posting()
        let reference = posting["reference"]?.text ?? ""
        let resolved = try bench.run("resolve", reference, "--live", Self.url)
        #expect(resolved.status == 0, "\(resolved.errors)")
        return bench
    }
}

extension Workbench {
    /// What a command shows on a terminal of a width, line by line, without colours.
    func lines(of arguments: [String], columns: Int, environment: [String: String] = [:]) throws -> [String] {
        let script = """
            import fcntl, os, pty, struct, sys, termios
            child, screen = pty.fork()
            if child == 0:
                fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(sys.argv[1]), 0, 0))
                os.execv(sys.argv[2], sys.argv[2:])
            while True:
                try: part = os.read(screen, 65536)
                except OSError: break
                if not part: break
                sys.stdout.buffer.write(part)
            os.waitpid(child, 0)
            """
        let process = try Running(
            program: "/usr/bin/env",
            ["python3", "-c", script, "\(columns)", Self.program] + arguments,
            in: folder,
            environment: environment.merging(["NO_COLOR": "1"]) { $1 }
        )
        return process.finish().output.replacingOccurrences(of: "\r", with: "").components(separatedBy: "\n")
    }
}
