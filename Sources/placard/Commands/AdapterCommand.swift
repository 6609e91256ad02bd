import AdapterKit
import AdapterTesting
import ArgumentParser
import Bundled
import Documents
import Foundation
import Gateway

/// The command `placard adapter`.
struct AdapterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter",
        abstract: "For makers of adapters: a new folder, checks, fixtures, documentation.",
        discussion: """
            Examples:
              placard adapter new adapters/northern-jobs
              placard adapter check adapters/northern-jobs
              placard adapter test adapters/northern-jobs
            """,
        subcommands: [NewAdapter.self, CheckAdapter.self, TestAdapter.self, DescribeAdapter.self]
    )

    /// Folders named, or the folders of the ids named.
    static func packs(_ names: [String], _ options: SharedOptions) throws -> [AdapterPack] {
        let catalog = Wiring.catalog(options, workspace: Wiring.root(options))
        guard !names.isEmpty else { return try catalog.ids.map { try catalog.pack($0) } }
        var packs: [AdapterPack] = []
        for name in names { packs.append(try pack(name, catalog)) }
        return packs
    }

    static func pack(_ name: String, _ catalog: AdapterCatalog) throws -> AdapterPack {
        guard FileManager.default.fileExists(atPath: "\(name)/manifest.yaml") else { return try catalog.pack(name) }
        return try AdapterPack(directory: name)
    }
}

/// The command `placard adapter new`.
struct NewAdapter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Makes a folder with a small adapter to begin from.",
        discussion: "Example: placard adapter new adapters/northern-jobs"
    )
    @Argument(help: "The folder; its name becomes the adapter's id.") var folder: String
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let id = folder.split(separator: "/").last.map(String.init) ?? folder
        guard id.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) != nil else {
            throw GatewayError(
                code: "bad-name",
                "\"\(id)\" cannot be an adapter's id.",
                remedy: "Use lower-case letters, digits and hyphens."
            )
        }
        guard !FileManager.default.fileExists(atPath: "\(folder)/manifest.yaml") else {
            throw GatewayError(
                code: "exists",
                "\(folder) holds an adapter already.",
                remedy: "Choose another folder."
            )
        }
        var made: [String] = []
        for name in Bundled.names(below: "Templates/adapter/") {
            guard let data = Bundled.file(name) else { continue }
            let file = "\(folder)/\(name.dropFirst("Templates/adapter/".count))"
            let text = String(decoding: data, as: UTF8.self).replacing("{{id}}", with: id)
            try WorkspaceMaker(folder: folder).write([UInt8](text.utf8), to: file)
            made.append(file)
        }
        if options.json { return Terminal.print(json: ["files": .list(made.map(Value.text))]) }
        for file in made { Terminal.say("created \(file)") }
        Terminal.say("Next: edit manifest.yaml, then placard adapter check \(folder)")
        Terminal.say("Then: write fixtures/NAME/posting.yaml (docs/fixtures.md), and placard adapter test \(folder)")
    }
}

/// The command `placard adapter check`.
struct CheckAdapter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks adapters: the manifest, its references, size and quality file.",
        discussion: "Example: placard adapter check adapters/northern-jobs"
    )
    @Argument(help: "Folders or ids; leave them out for all.") var names: [String] = []
    @OptionGroup var options: SharedOptions

    func run() async throws {
        var lines: [(severity: Severity, text: String)] = []
        let packs = try AdapterCommand.packs(names, options)
        for pack in packs {
            lines += Self.findings(of: pack)
        }
        AdapterReport(isJSON: options.json).show(lines, done: "\(Terminal.count(packs.count, "adapter")) checked")
        if lines.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }

    private static func findings(of pack: AdapterPack) -> [(severity: Severity, text: String)] {
        do {
            let adapter = try Adapter.load(pack)
            let warnings = adapter.warnings.map { ($0.severity, "\($0)") }
            // The binary brings no fixtures along: what they prove is checked where they are.
            guard pack.files.keys.contains(where: { $0.hasPrefix("fixtures/") }) else { return warnings }
            return warnings + Quality(adapter).findings.map { ($0.severity, "\(pack.id): \($0)") }
        } catch {
            return error.all.map { ($0.severity, "\($0)") }
        }
    }
}

/// The command `placard adapter test`.
struct TestAdapter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs an adapter's fixtures; with RECORD=1 writes their golden files and fails.",
        discussion: "Example: placard adapter test adapters/northern-jobs"
    )
    @Argument(help: "Folders with a manifest.yaml and fixtures/, or ids; a bundled adapter is tested in a checkout.")
    var names: [String]
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let isRecording = FixtureRunner.isRecording(ProcessInfo.processInfo.environment)
        var lines: [(severity: Severity, text: String)] = []
        var count = 0
        for name in names {
            let pack = try Self.pack(name, options)
            let adapter = try Adapter.load(pack)
            guard Self.hasFixtures(pack) else { throw Self.noFixtures(pack, name) }
            let runner = FixtureRunner(adapter, pageTemplates: Wiring.pageTemplates, isRecording: isRecording)
            let reports = runner.runAll()
            count += reports.count
            lines += reports.flatMap(\.findings).map { ($0.severity, "\($0)") }
            if isRecording { _ = try FixtureFiles.write(reports, below: String(pack.prefix.dropLast())) }
        }
        AdapterReport(isJSON: options.json).show(lines, done: "\(Terminal.count(count, "fixture")) run")
        if lines.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }

    /// The folder or the id's adapter; in a checkout a bundled one is taken from there, with its fixtures.
    private static func pack(_ name: String, _ options: SharedOptions) throws -> AdapterPack {
        let pack = try AdapterCommand.pack(name, Wiring.catalog(options, workspace: Wiring.root(options)))
        let folder = "Adapters/\(pack.id)"
        guard !hasFixtures(pack), FileManager.default.fileExists(atPath: "\(folder)/manifest.yaml") else { return pack }
        return try AdapterPack(directory: folder)
    }

    private static func hasFixtures(_ pack: AdapterPack) -> Bool {
        pack.files.keys.contains { $0.hasPrefix("fixtures/") }
    }

    private static func noFixtures(_ pack: AdapterPack, _ name: String) -> GatewayError {
        GatewayError(
            code: "no-fixtures",
            "The adapter \(name) has no fixtures here, so that nothing was proven.",
            remedy: FileManager.default.fileExists(atPath: "\(name)/manifest.yaml")
                ? "Write \(name)/fixtures/NAME/posting.yaml, where NAME says what it shows, such as create: docs/fixtures.md "
                    + "lists its keys. With RECORD=1 the test writes what it is compared with."
                : "The program brings adapters along without their fixtures. Give the adapter's folder, with "
                    + "fixtures/NAME/posting.yaml in it: `placard adapter test FOLDER/\(pack.id)`; in the folder of Placard's "
                    + "own source, the id is enough."
        )
    }
}

/// Shows what checks of adapters found.
struct AdapterReport {
    let isJSON: Bool

    func show(_ lines: [(severity: Severity, text: String)], done: String) {
        guard !isJSON else {
            return Terminal.print(json: [
                "findings": .list(lines.map { ["severity": .text($0.severity.rawValue), "message": .text($0.text)] })
            ])
        }
        for line in lines.sorted(by: { $0.severity > $1.severity }) { Terminal.say(line.text) }
        let errors = lines.filter { $0.severity == .error }.count
        Terminal.say("\(done): \(Terminal.count(errors, "error")), \(Terminal.count(lines.count - errors, "remark"))")
    }
}
