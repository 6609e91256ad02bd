import AdapterKit
import ArgumentParser
import Bundled
import Documents
import Gateway

/// The command `placard adapter docs`.
struct DescribeAdapter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs",
        abstract: "Explains an adapter in Markdown, or the keys of a manifest.",
        discussion: """
            Examples:
              placard adapter docs ID > adapter.md
              placard adapter docs adapters/northern-jobs
              placard adapter docs        # the keys of a manifest
            """
    )
    @Argument(help: "Folders or ids; leave them out for the keys of a manifest.") var names: [String] = []
    @OptionGroup var options: SharedOptions

    func run() async throws {
        guard !names.isEmpty else { return try vocabulary() }
        let manuals = try AdapterCommand.packs(names, options).map { AdapterManual(adapter: try Adapter.load($0)) }
        if options.json { return Terminal.print(json: ["adapters": .list(manuals.map(\.json))]) }
        for manual in manuals { Terminal.say(manual.text) }
    }

    /// The reference and the schema of manifests, as they stand in the repository.
    private func vocabulary() throws {
        guard let reference = Bundled.file("docs/manifest-reference.md"),
            let schema = Bundled.file("docs/manifest-schema.json").flatMap({ JSON.parse([UInt8]($0)) })
        else {
            throw GatewayError(
                code: "not-bundled",
                "This binary was built without the reference of manifests.",
                remedy: "Build it anew from a whole checkout, or read docs/manifest-reference.md there."
            )
        }
        let text = String(decoding: reference, as: UTF8.self)
        if options.json { return Terminal.print(json: ["reference": .text(text), "schema": schema]) }
        Terminal.say(text)
    }
}
