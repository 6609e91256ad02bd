import ArgumentParser
private import CHeap
import Documents
import Foundation
import Gateway
import Ledger

/// The program's entry: parses, runs, and turns every end into an exit status.
@main
struct Placard: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "placard",
        abstract: "Posts a role to many job boards, shows how each will render it, and knows what is live.",
        discussion: """
            Examples:
              placard init && placard new machine-learning-engineer
              placard boards
              placard connect ADAPTER --name social --secret token=env:TOKEN
              placard preview machine-learning-engineer
              placard post machine-learning-engineer --to social --wait
              placard status

            Exit status: 0 goal reached; 1 a posting failed or was rejected; 2 wrong usage or invalid input; \
            3 plan: there are changes; 4 still pending, unknown or waiting; 130 interrupted.
            """,
        version: version,
        subcommands: [],
        groupedSubcommands: [
            CommandGroup(name: "Begin", subcommands: [Init.self, New.self, Connect.self, Accounts.self, Boards.self]),
            CommandGroup(name: "Look before sending", subcommands: [Lint.self, Preview.self, Plan.self]),
            CommandGroup(name: "Send", subcommands: [Post.self, Renew.self, Withdraw.self, Resolve.self]),
            CommandGroup(
                name: "Look afterwards",
                subcommands: [
                    Status.self, Sync.self, QueueCommand.self, Log.self, Doctor.self, LedgerCommand.self,
                ]
            ),
            CommandGroup(name: "Documents and adapters", subcommands: [Feed.self, Page.self, AdapterCommand.self]),
            CommandGroup(name: "Try it out", subcommands: [Demo.self, SandboxCommand.self]),
        ]
    )

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        // The quickest answer does not build the tree of commands first.
        if arguments == ["--version"] {
            print(version)
            Foundation.exit(0)
        }
        heap_grow_in_large_steps()
        do {
            var command = try parseAsRoot(arguments)
            if var runnable = command as? any AsyncParsableCommand {
                try await runnable.run()
            } else {
                try command.run()
            }
            Foundation.exit(0)
        } catch {
            let ending = Ending(unknownCommand(arguments) ?? error, wantsJSON: arguments.contains("--json"))
            Foundation.exit(ending.show())
        }
    }
}

extension Placard {
    /// The refusal of a first word that names no command; nil when it is one, or an option.
    private static func unknownCommand(_ arguments: [String]) -> GatewayError? {
        let known = configuration.groupedSubcommands.flatMap(\.subcommands).map { $0._commandName } + ["help"]
        guard let word = arguments.first, !word.hasPrefix("-"), !known.contains(word) else { return nil }
        let hint = Nearest.name(to: word, among: known).map { "Did you mean \"\($0)\"? " } ?? ""
        return GatewayError(
            code: "usage",
            "There is no command \"\(word)\".",
            remedy: hint + "`placard --help` lists them."
        )
    }
}

/// How a command ended when it did not simply end: what is shown, and the exit status.
struct Ending {
    let error: any Error
    let wantsJSON: Bool

    init(_ error: any Error, wantsJSON: Bool) {
        self.error = error
        self.wantsJSON = wantsJSON
    }

    /// Shows what happened and what to do.
    ///
    /// - Returns: The exit status.
    func show() -> Int32 {
        switch error {
        case let exit as ExitCode: return exit.rawValue
        case let error as GatewayError: say(error.code, error.message, error.remedy)
        case let error as Diagnostics: return refuse(error)
        case let error as LedgerError:
            say(error.code, error.message, error.remedy)
            // What another process, a full disk or a server that is away holds up is still to be done, not wrong.
            switch error {
            case .busy, .diskFull, .unreachable: return 4
            default: break
            }
        default: return parsed()
        }
        return 2
    }

    private func refuse(_ refusal: Diagnostics) -> Int32 {
        for diagnostic in refusal.all { Terminal.complain("\(diagnostic)") }
        let errors = refusal.all.filter { $0.severity == .error }.count
        Terminal.complain("Nothing was done: \(errors) \(errors == 1 ? "error" : "errors") to mend.")
        if wantsJSON, let first = refusal.all.first { printJSON("invalid-input", "\(first)", first.remedy) }
        return 2
    }

    private func say(_ code: String, _ message: String, _ remedy: String?) {
        Terminal.complain("error: \([message, remedy].compactMap(\.self).joined(separator: "\n       "))")
        if wantsJSON { printJSON(code, message, remedy) }
    }

    /// Help and version end well; wrong usage ends with 2.
    private func parsed() -> Int32 {
        let code = Placard.exitCode(for: error)
        let message = Placard.fullMessage(for: error)
        guard code != .success else {
            print(message)
            return 0
        }
        if wantsJSON { printJSON("usage", Placard.message(for: error), nil) }
        Terminal.complain(message)
        return 2
    }

    private func printJSON(_ code: String, _ message: String, _ remedy: String?) {
        Terminal.print(
            json: [
                "postings": .list([]),
                "summary": [:],
                "error": ["code": .text(code), "message": .text(message), "remedy": remedy.map(Value.text) ?? .null],
            ]
        )
    }
}
