import ArgumentParser
import Bundled
import Documents
import Foundation
import Gateway
import Sandbox

/// The command `placard demo`.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Posts one role to every board of a local sandbox and shows the proof each board allows.",
        discussion: """
            Nothing leaves this machine. The waits that boards ask for are capped at 2 seconds here.

            Example: placard demo --keep
            """
    )
    @Flag(name: .long, help: "Stay up afterwards, to browse the boards and to try commands.") var keep = false
    @Option(name: .long, help: "Port of the sandbox; otherwise any free one.") var port = 0
    @OptionGroup var options: SharedOptions

    func validate() throws { try SandboxPort.check(port) }

    func run() async throws {
        let (keep, options) = (keep, options)
        let folder = try DemoFolder.make(options.workspace)
        let settings = try DemoBoards.settings(port: port, site: "\(folder)/public")
        let (_, wasInterrupted) = try await Interruption.guarded {
            try await SandboxPort.serving(settings) { sandbox in
                let demo = DemoRun(sandbox: sandbox, folder: folder, options: options, stays: keep)
                try await demo.run()
                if keep { await demo.stay() }
            }
        }
        if wasInterrupted { throw ExitCode(130) }
    }
}

/// The stand-ins that the bundled adapters bring along.
enum DemoBoards {
    static func settings(port: Int, site: String?, cap: Duration? = .seconds(2)) throws -> SandboxSettings {
        let contracts = try Bundled.adapters.compactMap { id -> Contract? in
            guard let data = Bundled.file("Adapters/\(id)/contract.yaml") else { return nil }
            return try Contract(String(decoding: data, as: UTF8.self), file: "Adapters/\(id)/contract.yaml")
        }
        return SandboxSettings(port: port, contracts: contracts, siteRoot: site, capWaits: cap)
    }
}

/// The demonstration's workspace.
enum DemoFolder {
    static func make(_ wanted: String?) throws -> String {
        let folder = wanted ?? NSTemporaryDirectory() + "placard-demo-\(UUID().uuidString.prefix(8).lowercased())"
        _ = try WorkspaceMaker(folder: folder).make()
        try FileManager.default.createDirectory(atPath: "\(folder)/public", withIntermediateDirectories: true)
        return folder
    }
}

/// One run of the demonstration against a sandbox that is up.
struct DemoRun: Sendable {
    let sandbox: RunningSandbox
    let folder: String
    let options: SharedOptions
    /// Whether the boards can still be looked at afterwards.
    let stays: Bool

    static let role = "machine-learning-engineer"
    static let cap = Duration.seconds(2)

    func run() async throws {
        if !options.json {
            say("The sandbox stands in for every board at \(sandbox.baseURL)")
            say("Nothing leaves this machine; waits that boards ask for are capped at 2 seconds here.")
            Terminal.say("Workspace: \(folder)")
            Terminal.say()
        }
        let names = try await connect()
        try write(role: Self.role)
        let progress = Progress(isShown: !options.json)
        let role = Self.role
        let posted = try await Wiring.withGateway(
            try Workspace(root: folder),
            options,
            command: "demo",
            cap: Self.cap
        ) { gateway in
            try await gateway.post(
                PostRequest(roles: [role], to: names, waits: true, timeout: .seconds(120))
            ) { progress.update($0) }
        }
        try await fetchFeeds()
        // One more look: some boards tell an ad's address only a moment after it is live.
        let report = try await Wiring.withGateway(
            try Workspace(root: folder),
            options,
            command: "demo",
            cap: Self.cap
        ) { gateway in
            try await gateway.sync([role], timeout: .seconds(20)) { progress.update($0) }
        }
        progress.clear()
        Sending.show(report, options)
        if !options.json { explain() }
        if posted.exitStatus == 1 { throw ExitCode(1) }
    }

    /// Connects an account to every board that has a stand-in.
    private func connect() async throws -> [String] {
        var names: [String] = []
        for id in Bundled.adapters {
            guard let demo = try DemoAccount.read(id) else { continue }
            let marks = DemoAccount.marks(id, sandbox: sandbox, site: "\(folder)/public")
            var request = ConnectRequest(adapter: id, name: id)
            request.settings = demo.settings.map { ($0.0, DemoAccount.filled($0.1, with: marks)) }
            request.typed = demo.secrets.map { ($0.0, DemoAccount.filled($0.1, with: marks)) }
            request.acknowledged = demo.acknowledged
            request.baseURL = demo.usesBaseURL ? sandbox.url(of: id) : nil
            request.allowsPrivateNetwork = true
            let prepared = request
            _ = try await Wiring.withGateway(try Workspace(root: folder), options, command: "demo") {
                try await $0.connect(prepared)
            }
            names.append(id)
        }
        return names
    }

    private func write(role: String) throws {
        guard let template = Bundled.file("Templates/roles/\(role).yaml") else { return }
        let path = "\(folder)/roles/\(role).yaml"
        guard !FileManager.default.fileExists(atPath: path) else { return }
        var text = String(decoding: template, as: UTF8.self)
        // What only a board's own catalogue knows is chosen by a person once, and stands in the role.
        var chosen: [String] = []
        for id in Bundled.adapters {
            guard let facets = try DemoAccount.read(id)?.facets, !facets.isEmpty else { continue }
            let pairs = facets.map { "\($0.0): \(JSON.text(.text($0.1)))" }.joined(separator: ", ")
            chosen.append("  \(id): { facets: { \(pairs) } }")
        }
        if !chosen.isEmpty { text += "boards:\n" + chosen.joined(separator: "\n") + "\n" }
        try WorkspaceMaker(folder: folder).write([UInt8](text.utf8), to: path)
    }

    /// Lets the stand-ins of feed boards fetch what was handed over, as a board would on its schedule.
    private func fetchFeeds() async throws {
        for id in Bundled.adapters {
            guard let feed = try DemoAccount.read(id)?.feed else { continue }
            let url = DemoAccount.filled(feed, with: ["site": "\(sandbox.baseURL)/site"])
            _ = sandbox.with(id) { $0.setFeed(url: url) }
            _ = await sandbox.fetchFeed(of: id)
        }
    }

    private func explain() {
        Terminal.say()
        say(
            """
            A state that claims something seen names who saw it. A feed is handed over, a webhook acknowledged; a manual \
            board waits for a person, with the text to paste in `placard log REFERENCE`.
            """
        )
        if stays { say("Look at the boards' side: \(sandbox.baseURL)/") }
        say("See what was sent and answered:")
        Terminal.say("  placard log REFERENCE --workspace \(folder)")
        guard !stays, options.workspace == nil else { return }
        say("Nothing else uses the demonstration's workspace; delete its folder whenever you like:")
        Terminal.say("  rm -r \(folder)")
    }

    /// A sentence, broken at blanks.
    private func say(_ text: String) {
        for line in Terminal.wrapped(text, Terminal.columns) { Terminal.say(line) }
    }

    /// Keeps the sandbox up until Ctrl-C.
    func stay() async {
        if !options.json {
            Terminal.say()
            // Boards are looked at minutes apart; `sync` looks at once, and the stand-ins are done by then.
            Terminal.say("Still up. Try: placard withdraw \(Self.role) --workspace \(folder)")
            Terminal.say("   and then: placard sync \(Self.role) --workspace \(folder)")
            Terminal.say("Ctrl-C ends the sandbox.")
        }
        await SandboxCommand.untilCancelled()
    }
}
