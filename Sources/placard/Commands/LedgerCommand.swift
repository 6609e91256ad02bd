import ArgumentParser
import Documents
import Gateway

/// The commands `placard ledger …`.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Says which ledger belongs to the workspace.",
        discussion: "Example: placard ledger adopt",
        subcommands: [Adopt.self]
    )

    /// The command `placard ledger adopt`.
    struct Adopt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Has the workspace use the ledger that is there, or begins a new one.",
            discussion: """
                For a workspace whose ledger is lost for good. What was posted from here is not known to another \
                ledger: take ads that are up down first, or they are posted a second time.
                Example: placard ledger adopt
                """
        )
        @OptionGroup var options: SharedOptions

        func run() async throws {
            let options = options
            let (id, former, isNewKey) = try await Wiring.withGateway(options, command: "ledger adopt") { gateway in
                try await gateway.adoptLedger()
            }
            if options.json {
                return Terminal.print(
                    json: [
                        "ledger": .text(id), "former": former.map(Value.text) ?? .null, "newKey": .boolean(isNewKey),
                    ]
                )
            }
            Terminal.say("The workspace uses the ledger \(id)\(former.map { " in place of \($0)" } ?? "").")
            if isNewKey {
                Terminal.say("Next: enter each sealed secret again: `placard accounts rotate NAME`.")
            }
            if former != nil { Terminal.say("Next: look on your boards for ads that it does not know.") }
        }
    }
}
