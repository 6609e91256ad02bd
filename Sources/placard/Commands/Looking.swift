import AdapterKit
import ArgumentParser
import Documents
import Foundation
import Gateway
import Ledger
import Postings

/// The command `placard lint`.
struct Lint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks roles against the rules of boards, with each rule's source. Sends nothing.",
        discussion: "Example: placard lint roles/*.yaml --to all"
    )
    @Argument(help: "Role files, or ids of files in roles/.") var roles: [String]
    @OptionGroup var target: TargetOptions
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let (roles, to) = (roles, target.to)
        let drafts = try await Wiring.withGateway(options, command: "lint") { try await $0.drafts(roles, to: to) }
        let view = DraftView(drafts: drafts, isJSON: options.json)
        view.lint()
        if drafts.contains(where: { $0.ad.findings.contains { $0.severity == .error } }) { throw ExitCode(1) }
    }
}

/// The command `placard preview`.
struct Preview: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case terminal, html, raw }

    static let configuration = CommandConfiguration(
        abstract: "Shows how each board will render a role. Sends nothing.",
        discussion: """
            Examples:
              placard preview machine-learning-engineer --to social
              placard preview machine-learning-engineer --format html --output preview
            """
    )
    @Argument(help: "A role's file or id.") var role: String
    @OptionGroup var target: TargetOptions
    @Option(name: .long, help: "terminal, html (one self-contained page) or raw (the payloads).") var format: Format =
        .terminal
    @Option(name: .long, help: "Folder for the page or the payloads.") var output: String?
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let (role, to) = (role, target.to)
        let drafts = try await Wiring.withGateway(options, command: "preview") { try await $0.drafts([role], to: to) }
        let view = DraftView(drafts: drafts, isJSON: options.json)
        switch format {
        case .terminal: view.preview()
        case .html: try view.gallery(to: output)
        case .raw: try view.raw(to: output)
        }
    }
}

/// The command `placard plan`.
struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what `post` would do for each posting, and why. Sends nothing.",
        discussion: "Example: placard plan roles/*.yaml --to all\nExit status 3 means that there are changes."
    )
    @Argument(help: "Role files, or ids of files in roles/.") var roles: [String]
    @OptionGroup var target: TargetOptions
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let (roles, to) = (roles, target.to)
        try await Self.run(options) { try await $0.plan(roles, to: to) }
    }

    static func run(
        _ options: SharedOptions,
        _ action: @Sendable (Gateway) async throws -> PostPlan
    ) async throws {
        let plan = try await Wiring.withGateway(options, command: "plan", action)
        PlanView(plan: plan, isJSON: options.json).show()
        if plan.hasChanges { throw ExitCode(3) }
    }
}

/// The command `placard status`.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says where every posting stands, from the ledger.",
        discussion: "Example: placard status machine-learning-engineer --watch"
    )
    @Argument(help: "A role's file or id; leave it out for all.") var role: String?
    @Flag(name: .long, help: "Keep delivering and reading until every ad is seen as far as its board lets anyone see.")
    var watch = false
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let names = role.map { [$0] } ?? []
        guard watch else {
            let report = try await Wiring.withGateway(options, command: "status") { try await $0.status(names) }
            return Sending.show(report, options)
        }
        try await Sending.run(options, command: "status --watch") { gateway, progress in
            try await gateway.watch(names, progress: progress)
        }
    }
}

/// The command `placard sync`.
struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Asks every board now where its ads stand, and delivers what is due.",
        discussion: "Example: placard sync machine-learning-engineer"
    )
    @Argument(help: "A role's file or id; leave it out for all.") var role: String?
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let names = role.map { [$0] } ?? []
        try await Sending.run(options, command: "sync") { gateway, progress in
            try await gateway.sync(names, progress: progress)
        }
    }
}

/// The command `placard log`.
struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows a posting's history: attempts, exchanges and evidence.",
        discussion: "Example: placard log p7k2m9qx"
    )
    @Argument(help: "A posting's reference; `placard status` shows it.") var reference: String
    @Flag(name: .long, help: "Show requests and replies whole.") var full = false
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let reference = reference
        let log = try await Wiring.withGateway(options, command: "log") { try await $0.log(reference) }
        TimelineView(
            posting: log.posting,
            timeline: log.timeline,
            wait: log.wait,
            isJSON: options.json,
            isFull: full
        ).show()
    }
}

/// The command `placard doctor`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks workspace, ledger, accounts, secrets and adapters.",
        discussion: "Example: placard doctor"
    )
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let checks = try await Wiring.withGateway(options, command: "doctor") { try await $0.doctor() }
        DoctorView(checks: checks, isJSON: options.json).show()
        if checks.contains(where: { !$0.isSound }) { throw ExitCode(1) }
    }
}
