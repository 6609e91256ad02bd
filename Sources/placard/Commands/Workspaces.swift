import AdapterKit
import ArgumentParser
import Bundled
import Documents
import Foundation
import Gateway
import RoleFiles

/// The command `placard init`.
struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a workspace in this folder: placard.yaml, roles/ and .gitignore.",
        discussion: "Example: mkdir hiring && cd hiring && placard init"
    )
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let folder = options.workspace ?? FileManager.default.currentDirectoryPath
        let made = try WorkspaceMaker(folder: folder).make()
        guard !options.json else {
            return Terminal.print(json: ["workspace": .text(folder), "created": .list(made.map(Value.text))])
        }
        for name in made { Terminal.say("created \(name)") }
        if made.isEmpty { Terminal.say("This folder already is a workspace; nothing was changed.") }
        Terminal.say("Next: placard new machine-learning-engineer, then placard boards")
    }
}

/// The command `placard new`.
struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes roles/KIND.yaml from a template.",
        discussion: "Example: placard new machine-learning-engineer"
    )
    @Argument(help: "Kind of role; leave it out to see the kinds.") var kind: String?
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let kinds = Bundled.names(below: "Templates/roles/").map {
            String($0.dropFirst("Templates/roles/".count).dropLast(".yaml".count))
        }
        guard let kind else {
            if options.json { return Terminal.print(json: ["kinds": .list(kinds.map(Value.text))]) }
            return Terminal.say("Kinds: \(kinds.joined(separator: ", "))")
        }
        guard let template = Bundled.file("Templates/roles/\(kind).yaml") else {
            let hint = Nearest.name(to: kind, among: kinds).map { "Did you mean \"\($0)\"? " } ?? ""
            throw GatewayError(
                code: "unknown-kind",
                "There is no template \"\(kind)\".",
                remedy: hint + "Templates: \(kinds.joined(separator: ", "))."
            )
        }
        let workspace = try Wiring.workspace(options)
        let path = "\(workspace.root)/roles/\(kind).yaml"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw GatewayError(
                code: "exists",
                "\(path) is there already and was left as it is.",
                remedy: "Edit it, or move it away first."
            )
        }
        try WorkspaceMaker(folder: workspace.root).write([UInt8](template), to: path)
        if options.json { return Terminal.print(json: ["file": .text(path)]) }
        Terminal.say("created \(path)")
        Terminal.say("Next: edit it, then placard preview \(kind)")
    }
}

/// The command `placard boards`.
struct Boards: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the boards there are adapters for, or shows what one asks for.",
        discussion: "Example: placard boards show ID"
    )
    @Argument(help: "`show` and an adapter's id.") var words: [String] = []
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let catalog = Wiring.catalog(options, workspace: Wiring.root(options))
        let view = BoardView(isJSON: options.json)
        switch (words.first ?? "list", words.dropFirst().first, words.count) {
        case ("list", nil, _): try Self.list(catalog, view)
        case ("show", let id?, 2): try Self.show(id, catalog, view)
        case (let id, nil, _) where id != "show": try Self.show(id, catalog, view)
        default:
            throw GatewayError(
                code: "usage",
                "\"boards \(words.joined(separator: " "))\" is not understood.",
                remedy: "Use `boards` or `boards show ID`."
            )
        }
    }

    @inline(never)
    private static func show(_ id: String, _ catalog: AdapterCatalog, _ view: BoardView) throws {
        view.show(try catalog.adapter(id))
    }

    @inline(never)
    private static func list(_ catalog: AdapterCatalog, _ view: BoardView) throws {
        var adapters: [Adapter] = []
        var broken: [(id: String, error: String)] = []
        for id in catalog.ids {
            do { adapters.append(try catalog.adapter(id)) } catch { broken.append((id, "\(error)")) }
        }
        view.list(adapters, broken: broken)
        if !broken.isEmpty { throw ExitCode(1) }
    }
}

/// The command `placard accounts`.
struct Accounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the accounts; rotates an account's secrets; removes an account.",
        discussion: """
            Examples:
              placard accounts
              placard accounts rotate social --secret token=env:NEW_TOKEN
              placard accounts remove social
            """
    )
    @Argument(help: "`list`, `rotate NAME` or `remove NAME`.") var words: [String] = []
    @Option(name: .long, help: "For rotate: KEY=env:NAME or KEY=file:PATH.") var secret: [String] = []
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let words = words
        let options = options
        let view = AccountView(isJSON: options.json)
        switch (words.first ?? "list", words.dropFirst().first, words.count) {
        case ("list", nil, _): try await Wiring.withGateway(options, command: "accounts") { view.list($0) }
        case ("remove", let name?, 2):
            try await Wiring.withGateway(options, command: "accounts") { try await $0.remove(name) }
            view.done("removed", name)
        case ("rotate", let name?, 2):
            // A person may take their time, or give up: nothing is opened before.
            let request = try Self.rotation(of: try Wiring.workspace(options).account(name), secret)
            try await Wiring.withGateway(options, command: "accounts") { _ = try await $0.connect(request) }
            view.done("rotated", name)
        default:
            throw GatewayError(
                code: "usage",
                "\"accounts \(words.joined(separator: " "))\" is not understood.",
                remedy: "Use `accounts`, `accounts rotate NAME` or `accounts remove NAME`."
            )
        }
    }

    private static func rotation(
        of entry: WorkspaceFile.AccountEntry,
        _ secrets: [String]
    ) throws -> ConnectRequest {
        var request = ConnectRequest(adapter: entry.adapter, name: entry.name)
        request.secrets = try Connect.places(secrets)
        guard secrets.isEmpty else { return request }
        for place in entry.secretPlaces {
            guard let value = Terminal.secret("New \(place.key) for \(entry.name): "), !value.isEmpty else {
                throw GatewayError(
                    code: "no-secret",
                    "No new secret was given for \(place.key).",
                    remedy: "Give it with --secret \(place.key)=env:NAME, or on a terminal when asked."
                )
            }
            request.typed.append((place.key, value))
        }
        return request
    }
}
