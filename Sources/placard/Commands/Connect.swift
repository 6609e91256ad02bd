import AdapterKit
import ArgumentParser
import Documents
import Foundation
import Gateway
import Postings

/// The command `placard connect`.
struct Connect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Adds or changes an account: one employer's access to one board.",
        discussion: """
            A secret is named by its place (env:NAME or file:PATH) or asked for on a terminal and then sealed in \
            the ledger; it is never taken as an argument.

            Examples:
              placard connect ADAPTER --name social --secret token=env:TOKEN --check
              placard connect ADAPTER --name social --set server=social.example
              placard connect ADAPTER --name hook --allow-private-network \\
                --base-url http://127.0.0.1:8080

            `placard boards show ADAPTER` lists its settings, secrets and steps.
            """
    )
    @Argument(help: "Id of the adapter; `placard boards` lists them.") var adapter: String
    @Option(name: .long, help: "Name of the account, used with --to.") var name: String
    @Option(name: .long, help: "A setting, KEY=VALUE; may be repeated.") var set: [String] = []
    @Option(name: .long, help: "A secret's place, KEY=env:NAME or KEY=file:PATH; may be repeated.") var secret:
        [String] = []
    @Option(name: .long, help: "A language in which ads are posted; may be repeated.") var language: [String] = []
    @Option(name: .long, help: "A step that you have done; may be repeated.") var acknowledge: [String] = []
    @Option(name: .long, help: "A server that stands in for the board's.") var baseURL: String?
    @Flag(name: .long, help: "Permit loopback and private addresses, and plain http to them alone.")
    var allowPrivateNetwork = false
    @Flag(name: .long, help: "The board moved to this address, and its ads with it.") var moved = false
    @Flag(name: .long, help: "Ask the board whether the credentials work.") var check = false
    @OptionGroup var options: SharedOptions

    func run() async throws {
        var request = ConnectRequest(adapter: adapter, name: name)
        request.settings = try set.map { try Self.pair($0, "--set") }
        request.secrets = try Self.places(secret)
        request.languages = language
        request.acknowledged = acknowledge
        request.baseURL = baseURL
        request.allowsPrivateNetwork = allowPrivateNetwork
        request.hasMoved = moved
        // A person may take their time, or give up: nothing is opened before.
        let workspace = try Wiring.workspace(options)
        for setting in try request.missingSecrets(in: workspace, Wiring.catalog(options, workspace: workspace.root)) {
            guard let value = Terminal.secret("\(setting.title): "), !value.isEmpty else { continue }
            request.typed.append((setting.name, value))
        }
        let options = options
        let prepared = request
        try await Wiring.withGateway(options, command: "connect") { _ = try await $0.connect(prepared) }
        guard check else { return try show(nil) }
        try show(try await Wiring.withGateway(options, command: "connect") { try await $0.check(prepared.name) })
    }

    private func show(_ result: CheckResult?) throws {
        let verdict = result?.verdict
        if options.json {
            Terminal.print(json: [
                "account": .text(name), "adapter": .text(adapter),
                "check": verdict.map { .text($0.label) } ?? .null,
                "reason": verdict?.reason.map(Value.text) ?? .null,
            ])
        } else {
            Terminal.say("connected \(name) (\(adapter))")
            if check { Terminal.say(AccountView.sentence(verdict)) }
        }
        if let verdict, verdict.label != "accepted" { throw ExitCode(1) }
    }

    /// Splits KEY=VALUE.
    static func pair(_ text: String, _ option: String) throws -> (key: String, value: String) {
        guard let mark = text.firstIndex(of: "="), mark != text.startIndex else {
            throw GatewayError(
                code: "usage",
                "What was given with \(option) has no KEY=VALUE.",
                remedy: "Write \(option) key=value."
            )
        }
        return (String(text[..<mark]), String(text[text.index(after: mark)...]))
    }

    /// Reads the places of secrets; a secret written out is refused without being shown.
    static func places(_ texts: [String]) throws -> [(key: String, place: SecretPlace)] {
        try texts.map { text in
            let key = text.split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
            guard let mark = text.firstIndex(of: "="),
                let place = SecretPlace(String(text[text.index(after: mark)...])),
                place != .sealed
            else {
                throw GatewayError(
                    code: "secret-as-argument",
                    "A secret is never taken as an argument: others on this machine could read it.",
                    remedy:
                        "Write --secret \(key)=env:NAME or --secret \(key)=file:PATH, or leave it out and type it in."
                )
            }
            return (key, place)
        }
    }
}
