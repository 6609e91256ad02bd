import ArgumentParser
import Documents
import Foundation
import Gateway
import Ledger

/// The commands `placard queue …`.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Shows what waits to be delivered and why, makes it due now, or takes it back.",
        discussion: """
            Examples:
              placard queue list
              placard queue retry p7k2m9qx
              placard queue cancel p7k2m9qx
            """,
        subcommands: [List.self, Retry.self, Cancel.self],
        defaultSubcommand: List.self
    )

    /// The command `placard queue list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists what waits to be delivered: what is to be done, when, and what is in its way.",
            discussion: "Example: placard queue list --to jobs"
        )
        @Argument(help: "Role files, or ids of files in roles/; leave them out for all.") var roles: [String] = []
        @OptionGroup var target: TargetOptions
        @OptionGroup var options: SharedOptions

        func run() async throws {
            let (roles, to, options) = (roles, target.to, options)
            let entries = try await Wiring.withGateway(options, command: "queue list") { gateway in
                try await gateway.queue(roles, to: to)
            }
            if options.json { return Terminal.print(json: ["waiting": .list(entries.map(QueueView.json))]) }
            for line in QueueView.lines(entries) { Terminal.say(line) }
        }
    }

    /// The command `placard queue retry`.
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a posting due now.",
            discussion: """
                Nothing is sent by this command: the next `placard sync`, or whoever delivers at the moment, takes it up. \
                A pause, a board's wish to be left alone and a way that rests stay as they are; the command says so, and \
                ends with 4.
                Example: placard queue retry p7k2m9qx
                """
        )
        @Argument(help: "A posting's reference; `placard queue list` shows it.") var reference: String
        @OptionGroup var options: SharedOptions

        func run() async throws {
            let (reference, options) = (reference, options)
            let entry = try await Wiring.withGateway(options, command: "queue retry") { gateway in
                try await gateway.retry(reference)
            }
            if options.json {
                Terminal.print(json: ["waiting": .list([QueueView.json(entry)])])
            } else if entry.holdsAnyway {
                let until = entry.due.map { " until \($0.formatted(.iso8601))" } ?? ""
                Terminal.say("\(reference) is held\(until) (\(entry.hold.rawValue)): \(entry.reason)")
            } else {
                Terminal.say("\(reference) is due now; `placard sync` delivers it.")
            }
            if entry.holdsAnyway { throw ExitCode(4) }
        }
    }

    /// The command `placard queue cancel`.
    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes back what is wanted of a posting and was not sent yet.",
            discussion: """
                A creation that has not left is never sent; a change or an end that has not left leaves the ad as the \
                board has it. What may have left cannot be taken back: see `placard withdraw`.
                Example: placard queue cancel p7k2m9qx
                """
        )
        @Argument(help: "A posting's reference; `placard queue list` shows it.") var reference: String
        @OptionGroup var options: SharedOptions

        func run() async throws {
            let reference = reference
            let report = try await Wiring.withGateway(options, command: "queue cancel") { gateway in
                try await gateway.cancel(reference)
            }
            Sending.show(report, options)
        }
    }
}
