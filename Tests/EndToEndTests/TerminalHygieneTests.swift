import Documents
import Foundation
import Testing

@Suite("What a board says cannot command a terminal")
struct TerminalHygieneTests {
    private static let escape = "\u{1B}"

    @Test("neither an address nor an answer brings control characters into tables and histories")
    func escapes() async throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        let body = #"{"error":"\u001b]0;owned\u0007 no \u001b[2J\u202e"}"#
        let board = try StubBoard(in: bench, [.init(to: "POST", status: 400, body: body)])
        defer { board.stop() }
        try bench.connectHook(to: board.url)
        let posted = try bench.runWithSecret("post", "engineer", "--to", "hook")
        #expect(posted.status == 1, "\(posted.output)")
        let reference = try bench.run("status", "--json").posting()["reference"]?.text ?? ""
        let url = "https://jobs.example/\(Self.escape)]0;owned\u{7}\u{202E}1"
        #expect(try bench.runWithSecret("resolve", reference, "--live", url).status == 0)
        for arguments in [["status"], ["log", reference], ["log", reference, "--full"]] {
            let shown = try bench.run(arguments)
            for text in [posted.output, shown.output, shown.errors] {
                #expect(
                    !text.contains { $0.unicodeScalars.contains { "\u{1B}\u{7}\u{202E}".unicodeScalars.contains($0) } }
                )
            }
            #expect(shown.output.contains("https://jobs.example/]0;owned1"), "\(shown.output)")
            let lines = try bench.lines(of: arguments, columns: 120)
            #expect(!lines.joined().contains(Self.escape), "\(lines)")
        }
    }

    @Test("Ctrl-C at the question for a secret ends with 130, and the terminal shows again what is typed")
    func interrupted() throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        try FileManager.default.removeItem(atPath: "\(bench.folder)/placard.yaml")
        try bench.write("schema: 1\n", to: "placard.yaml")
        let script = """
            import fcntl, os, sys, termios
            screen, line = os.openpty()
            child = os.fork()
            if child == 0:
                os.setsid()
                fcntl.ioctl(line, termios.TIOCSCTTY, 0)
                for number in (0, 1, 2): os.dup2(line, number)
                os.execv(sys.argv[1], sys.argv[1:])
            shows = lambda: bool(termios.tcgetattr(line)[3] & termios.ECHO)
            text = b""
            while b": " not in text: text += os.read(screen, 1024)
            while shows(): pass
            os.write(screen, b"half-typed\\x03")
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            print(ended, shows(), sorted(os.listdir(".")))
            """
        let process = try Running(
            program: "/usr/bin/env",
            ["python3", "-c", script, Workbench.program, "connect", "generic-webhook", "--name", "hook"],
            in: bench.folder,
            environment: [:]
        )
        let outcome = process.finish()
        #expect(outcome.output.hasPrefix("130 True "), "\(outcome.output) \(outcome.errors)")
        #expect(!outcome.output.contains("placard.db"), "\(outcome.output)")
    }
}
