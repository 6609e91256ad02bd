import ArgumentParser
import Documents
import Foundation
import Gateway
import Ledger

/// The commands `placard ledger …`.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Looks after the ledger: which one it is, its version, whether it is sound.",
        discussion: """
            Examples:
              placard ledger check
              placard ledger migrate
              placard ledger copy --to postgresql://user@host/database --switch
              placard ledger adopt
            """,
        subcommands: [Migrate.self, Check.self, CopyLedger.self, Adopt.self]
    )

    /// The command `placard ledger migrate`.
    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Brings the ledger to this program's version, or makes it.",
            discussion: """
                Commands that write do the same by themselves. Of an older file a copy is put beside it first; of a \
                database make one yourself, with `pg_dump`.
                Example: placard ledger migrate
                """
        )
        @OptionGroup var options: SharedOptions

        func run() async throws {
            let options = options
            let (name, migration) = try await Wiring.withGateway(options, command: "ledger migrate") { gateway in
                (gateway.workspace.ledgerName, try await gateway.migrateLedger())
            }
            if options.json {
                return Terminal.print(
                    json: [
                        "ledger": .text(name), "from": .number(.init(migration.from)),
                        "to": .number(.init(migration.to)), "copy": migration.copy.map(Value.text) ?? .null,
                    ]
                )
            }
            switch migration.from {
            case 0: Terminal.say("The ledger \(name) was made, with version \(migration.to).")
            case migration.to: Terminal.say("The ledger \(name) has version \(migration.to), as it should.")
            default: Terminal.say("The ledger \(name) has version \(migration.to) now; it had \(migration.from).")
            }
            if let copy = migration.copy { Terminal.say("It is kept as it was in \(copy).") }
        }
    }

    /// The command `placard ledger check`.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks the ledger's store, and what must always hold in it. Changes nothing.",
            discussion: """
                Example: placard ledger check
                Exit status 1 means that something is wrong.
                """
        )
        @OptionGroup var options: SharedOptions

        func run() async throws {
            let options = options
            let (name, findings) = try await Wiring.withGateway(options, command: "ledger check") { gateway in
                (gateway.workspace.ledgerName, try await gateway.checkLedger())
            }
            if options.json {
                Terminal.print(
                    json: [
                        "ledger": .text(name), "sound": .boolean(findings.isEmpty),
                        "findings": .list(
                            findings.map { finding in
                                [
                                    "posting": finding.posting.map(Value.text) ?? .null,
                                    "message": .text(finding.message), "remedy": .text(finding.remedy),
                                ]
                            }
                        ),
                    ]
                )
            } else if findings.isEmpty {
                Terminal.say("The ledger \(name) is sound.")
            } else {
                for finding in findings { Terminal.say("✗ \(finding.message)\n    → \(finding.remedy)") }
            }
            if !findings.isEmpty { throw ExitCode(1) }
        }
    }

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
