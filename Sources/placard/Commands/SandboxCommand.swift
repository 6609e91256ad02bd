import ArgumentParser
import Bundled
import Documents
import Foundation
import Gateway
import Sandbox

/// The command `placard sandbox`.
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Runs the local stand-ins of every bundled board, to try adapters without an account.",
        discussion: """
            Prints, for each board, the command that connects an account to its stand-in.

            Example: placard sandbox --port 8600 --site public
            """
    )
    @Option(name: .long, help: "Port on 127.0.0.1; otherwise any free one.") var port = 0
    @Option(name: .long, help: "A folder served at /site/, as your own web server would.") var site: String?
    @Option(name: .long, help: "Cap the waits that boards ask for, such as 2s.", transform: TimeSpan.read)
    var capWaits: TimeSpan?
    @OptionGroup var options: SharedOptions

    func validate() throws { try SandboxPort.check(port) }

    func run() async throws {
        let settings = try DemoBoards.settings(port: port, site: site, cap: capWaits?.duration)
        let isJSON = options.json
        let folder = URL(filePath: site ?? "public").standardizedFileURL.path
        let (_, wasInterrupted) = try await Interruption.guarded {
            try await SandboxPort.serving(settings) { sandbox in
                let ids = settings.contracts.map(\.id)
                let connections = try ids.compactMap { try SandboxConnection($0, sandbox: sandbox, site: folder) }
                if isJSON {
                    Terminal.print(json: Self.json(ids, connections, sandbox))
                } else {
                    Terminal.say("Sandbox at \(sandbox.baseURL). Connect an account in a workspace of yours:")
                    for connection in connections {
                        Terminal.say()
                        Terminal.say(connection.text)
                    }
                    Terminal.say()
                    Terminal.say("Credentials and routes: \(sandbox.baseURL)/_sandbox/boards. Ctrl-C ends it.")
                }
                await Self.untilCancelled()
            }
        }
        if wasInterrupted { throw ExitCode(130) }
    }

    private static func json(_ ids: [String], _ connections: [SandboxConnection], _ sandbox: RunningSandbox) -> Value {
        let boards = ids.map { id -> (String, Value) in
            let connection = connections.first { $0.id == id }
            let variables = connection?.environment.map { ($0.name, Value.text($0.value)) } ?? []
            return (
                id,
                [
                    "url": .text(sandbox.url(of: id)),
                    "credentials": credentials(id, sandbox),
                    "environment": .object(Members(variables)),
                    "connect": connection.map { .text($0.text) } ?? .null,
                ]
            )
        }
        return ["url": .text(sandbox.baseURL), "boards": .object(Members(boards))]
    }

    private static func credentials(_ id: String, _ sandbox: RunningSandbox) -> Value {
        let all = (sandbox.credentials(of: id) ?? [:]).sorted { $0.key < $1.key }
        return .object(
            Members(
                all.map { name, fields in
                    (name, .object(Members(fields.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })))
                }
            )
        )
    }

    /// Returns when the task is cancelled.
    static func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        for await _ in stream {}
        continuation.finish()
    }
}

/// The port that a person gives the sandbox.
enum SandboxPort {
    /// Refuses what is no port.
    static func check(_ port: Int) throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port \(port) is no port. Give a number from 1 to 65535, or leave it out.")
        }
    }

    /// Runs a sandbox, and says in plain words when its port cannot be had.
    static func serving<Result: Sendable>(
        _ settings: SandboxSettings,
        _ body: @Sendable (RunningSandbox) async throws -> Result
    ) async throws -> Result {
        do {
            return try await withSandbox(settings, body)
        } catch let fault as PortFault {
            throw GatewayError(
                code: fault.isTaken ? "port-taken" : "port-refused",
                fault.isTaken
                    ? "Another process listens on port \(fault.port) already."
                    : "The system does not give port \(fault.port) to this process.",
                remedy: "Give another one with --port, or leave it out for any free one."
            )
        }
    }
}
