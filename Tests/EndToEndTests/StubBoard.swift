import Documents
import Foundation
import Testing

/// A board that answers as it is told, and keeps what it was sent.
struct StubBoard {
    /// What it answers once to a request; the last answer that fits a request is given again and again.
    struct Answer {
        /// How the request's method and path begin.
        var to = ""
        var status = 200
        var body = ""
        var headers: [(String, String)] = []
        /// Whether the answer waits until ``StubBoard/open()``.
        var isHeld = false
    }

    /// A request that arrived.
    struct Heard {
        /// Method and path.
        let line: String
        let body: String
        /// The key under which the board tells a repetition.
        let key: String?
    }

    /// Where it takes requests, without a slash at the end.
    let url: String
    private let process: Running

    /// Starts a board with the answers it is to give.
    init(in bench: Workbench, _ answers: [Answer]) throws {
        let told = Value.list(
            answers.map { answer in
                .object([
                    "to": .text(answer.to), "status": .number(.init(answer.status)), "body": .text(answer.body),
                    "headers": .object(Members(answer.headers.map { ($0.0, .text($0.1)) })),
                    "held": .boolean(answer.isHeld),
                ])
            }
        )
        // It ends with its standard input, so that it cannot outlive the test.
        process = try Running(
            program: "/usr/bin/env",
            ["python3", "-c", Self.script, JSON.text(told)],
            in: bench.folder,
            environment: [:],
            input: Pipe()
        )
        url = "http://127.0.0.1:\(try #require(process.firstLine(), "the board did not start"))"
    }

    /// What has arrived so far, in order.
    func heard() async throws -> [Heard] { try await heard("/.log") }

    /// Waits until so many requests have arrived.
    func wait(for count: Int) async throws { _ = try await heard("/.wait?\(count)") }

    /// Lets the answers that are held leave.
    func open() async throws { _ = try await heard("/.open") }

    func stop() {
        process.send(SIGKILL)
        _ = process.finish()
    }

    private func heard(_ path: String) async throws -> [Heard] {
        try #require(try await Local.ask(url + path).list).map {
            Heard(line: $0["line"]?.text ?? "", body: $0["body"]?.text ?? "", key: $0["key"]?.text)
        }
    }

    private static let script = """
        import http.server, json, os, sys, threading
        answers, log, news, gate = json.loads(sys.argv[1]), [], threading.Condition(), threading.Event()

        class Board(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                line = self.command + " " + self.path
                if self.path.startswith("/."):
                    if self.path == "/.open": gate.set()
                    with news:
                        wanted = int(self.path[7:]) if self.path.startswith("/.wait?") else 0
                        news.wait_for(lambda: len(log) >= wanted, 30)
                        return self.reply(200, json.dumps(log), {})
                with news:
                    log.append({"line": line, "body": body, "key": self.headers.get("webhook-id")})
                    news.notify_all()
                    fitting = [answer for answer in answers if line.startswith(answer["to"])]
                    if len(fitting) > 1: answers.remove(fitting[0])
                if not fitting: return self.reply(404, "", {})
                if fitting[0]["held"]: gate.wait(30)
                self.reply(int(fitting[0]["status"]), fitting[0]["body"], fitting[0]["headers"])

            def reply(self, status, body, headers):
                self.send_response(status)
                for name, value in headers.items(): self.send_header(name, value)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST = do_PUT = do_DELETE = serve

            def log_message(self, *ignored): pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Board)
        server.daemon_threads = True
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """
}

extension Workbench {
    /// The secret of the account ``connectHook(to:)`` adds, in the environment.
    static let secret = ["HOOK": "whsec_c2FuZGJveC1zZWNyZXQtZ2VuZXJpYy13ZWJob29rLTAxMjM="]

    /// Makes a workspace with one role and one account, `hook`, that takes signed events.
    static func hiring(at url: String) throws -> Workbench {
        let bench = try Workbench()
        #expect(try bench.run("init").status == 0)
        try bench.writeRole("engineer")
        try bench.connectHook(to: url)
        return bench
    }

    /// Connects the account `hook` to a board that takes signed events.
    func connectHook(to url: String) throws {
        let connected = try run(
            [
                "connect", "generic-webhook", "--name", "hook", "--base-url", url, "--allow-private-network", "--moved",
                "--secret", "secret=env:HOOK",
            ],
            environment: Self.secret
        )
        #expect(connected.status == 0, "\(connected.errors)")
    }

    /// Runs the program with the secret of `hook` in its environment.
    func runWithSecret(_ arguments: String...) throws -> Outcome { try run(arguments, environment: Self.secret) }
}

extension Workbench.Outcome {
    /// The one posting that was reported.
    func posting() throws -> Value {
        let postings = try #require(json()["postings"]?.list)
        #expect(postings.count == 1, "\(output)")
        return try #require(postings.first, "no posting: \(output) \(errors)")
    }
}
