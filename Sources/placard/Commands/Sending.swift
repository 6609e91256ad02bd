import ArgumentParser
private import CHeap
import Documents
import Foundation
import Gateway
import Ledger

/// Runs a command that delivers: progress, Ctrl-C, table or JSON, exit status.
enum Sending {
    static func run(
        _ options: SharedOptions,
        command: String,
        cap: Duration? = nil,
        _ action: @escaping @Sendable (Gateway, @escaping @Sendable (Posting) -> Void) async throws -> Report
    ) async throws {
        // What is read before the first ad is made leaves another core idle.
        heap_fetch_ahead()
        let progress = Progress(isShown: !options.json)
        let (report, wasInterrupted) = try await Interruption.guarded {
            try await Wiring.withGateway(options, command: command, cap: cap) { gateway in
                var gateway = gateway
                gateway.onWait = { progress.wait($0, $1) }
                return try await action(gateway) { progress.update($0) }
            }
        }
        progress.clear()
        show(report, options)
        if wasInterrupted { throw ExitCode(130) }
        if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
    }

    static func show(_ report: Report, _ options: SharedOptions) {
        if options.json {
            Terminal.print(json: report.json)
        } else {
            for line in PostingTable(report: report).lines { Terminal.say(line) }
        }
    }
}

/// The command `placard post`.
struct Post: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes the boards show roles: creates, updates, or does nothing when nothing has changed.",
        discussion: """
            Examples:
              placard post machine-learning-engineer --to social,jobs --wait
              placard post roles/*.yaml --to all --at 2026-12-01

            With --wait the command ends with 4 when an ad was not seen in time, or one that is to end (a place that \
            the role no longer has, an ad that is replaced) was not seen gone; the table says when the board is looked \
            at again.
            """
    )
    @Argument(help: "Role files, or ids of files in roles/.") var roles: [String]
    @OptionGroup var target: TargetOptions
    @Option(
        name: .long,
        help: "Send nothing before this date (its beginning in UTC) or time: 2026-12-01 or 2026-12-01T09:00:00+01:00.",
        transform: Moment.read
    ) var at: Moment?
    @Flag(name: .long, help: "Wait until the ads are seen on the boards.") var wait = false
    @Option(
        name: .long,
        help: "How long to wait, such as 30s or 5m; otherwise 60s, with --wait 180s.",
        transform: TimeSpan.read
    )
    var timeout: TimeSpan?
    @Flag(name: .long, help: "Show the plan and send nothing.") var dryRun = false
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let request = PostRequest(roles: roles, to: target.to, at: at?.instant, waits: wait, timeout: timeout?.duration)
        if dryRun { return try await Plan.run(options) { try await $0.dryRun(request) } }
        try await Sending.run(options, command: "post") { gateway, progress in
            try await gateway.post(request, progress: progress)
        }
    }
}

/// The command `placard renew`.
struct Renew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prolongs the ads of a role on the accounts named, or creates anew what a board has ended.",
        discussion: """
            A renewal can cost: the accounts have to be named. The command ends with 1 when no ad could be renewed.

            Example: placard renew machine-learning-engineer --to jobs
            """
    )
    @Argument(help: "A role's file or id.") var role: String
    @OptionGroup var target: TargetOptions
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let (role, to) = (role, target.to)
        try await Sending.run(options, command: "renew") { gateway, progress in
            try await gateway.renew([role], to: to, progress: progress)
        }
    }
}

/// The command `placard withdraw`.
struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ends the ads of a role.",
        discussion: """
            Without --wait the goal is that every board has taken the end: an ad may still be `withdrawing`, and the \
            command ends with 0. With --wait the goal is that every ad is seen gone: what is still `withdrawing` then \
            ends the command with 4, and the table says what it waits for.

            Example: placard withdraw machine-learning-engineer --wait
            """
    )
    @Argument(help: "A role's file or id.") var role: String
    @OptionGroup var target: TargetOptions
    @Flag(name: .long, help: "Wait until the ads are seen gone.") var wait = false
    @Option(
        name: .long,
        help: "How long to wait, such as 30s or 5m; otherwise 60s, with --wait 180s.",
        transform: TimeSpan.read
    )
    var timeout: TimeSpan?
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let (role, to, wait, timeout) = (role, target.to, wait, timeout?.duration)
        try await Sending.run(options, command: "withdraw") { gateway, progress in
            try await gateway.withdraw([role], to: to, waits: wait, timeout: timeout, progress: progress)
        }
    }
}

/// The command `placard resolve`.
struct Resolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells what you saw on a board: settles manual boards and unknown outcomes.",
        discussion: """
            Examples:
              placard resolve p7k2m9qx --live https://board.example/item/1
              placard resolve p7k2m9qx --absent
            """
    )
    @Argument(help: "A posting's reference; `placard status` shows it.") var reference: String
    @Option(name: .long, help: "The ad is up at this address.") var live: String?
    @Flag(name: .long, help: "There is no such ad.") var absent = false
    @Flag(name: .long, help: "There is no such ad, and it shall be sent again.") var sendAgain = false
    @OptionGroup var options: SharedOptions

    func validate() throws {
        guard [live != nil, absent, sendAgain].filter(\.self).count == 1 else {
            throw ValidationError("Give exactly one of --live URL, --absent and --send-again.")
        }
    }

    func run() async throws {
        let sighting: Sighting = live.map(Sighting.live) ?? (absent ? .absent : .sendAgain)
        let reference = reference
        let report = try await Wiring.withGateway(options, command: "resolve") {
            try await $0.resolve(reference, sighting)
        }
        Sending.show(report, options)
    }
}
