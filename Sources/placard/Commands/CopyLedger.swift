import ArgumentParser
import Documents
import Foundation
import Gateway
import Ledger

/// The command `placard ledger copy`.
struct CopyLedger: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copies the ledger to another store, whole, and retires the present one.",
        discussion: """
            Everything is copied in one transaction and compared afterwards. The present ledger takes nothing any more \
            then and says where it went; it is kept. Refused while a command or a worker uses the ledger, and when the \
            other store holds anything. What was interrupted is finished by the same command.

            Examples:
              placard ledger copy --to postgresql://user@host/database --switch
              placard ledger copy --to placard-2.db
            """
    )
    @Option(name: .long, help: "Where to: a file's path, or postgresql://user@host:5432/database; no password.")
    var to: String
    @Flag(name: .customLong("switch"), help: "Write the new place into placard.yaml.") var switches = false
    @OptionGroup var options: SharedOptions

    func run() async throws {
        let (options, to, switches) = (options, to, switches)
        let (copy, isElsewhere) = try await Wiring.withGateway(options, command: "ledger copy") { gateway in
            (try await gateway.copyLedger(to: to, switches: switches), gateway.workspace.isStoreOfEnvironment)
        }
        let counts = LedgerRecord.Kind.allCases.map { ($0.rawValue, copy.tally.counts[$0] ?? 0) }
        if options.json {
            return Terminal.print(
                json: [
                    "from": .text(copy.from), "to": .text(copy.to),
                    "records": .object(Members(counts.map { ($0.0, .number(.init($0.1))) })),
                    "hash": .text(copy.tally.hash), "switched": .boolean(copy.isSwitched),
                ]
            )
        }
        let words = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        Terminal.say("The ledger is in \(copy.to) now: \(words.isEmpty ? "it has no records yet" : words).")
        Terminal.say("All of it was compared (SHA-256 \(copy.tally.hash)).")
        Terminal.say("\(copy.from) takes nothing any more, and says where the ledger went.")
        if !copy.isSwitched { Terminal.say("Next: write `store: \(copy.to)` into placard.yaml.") }
        if isElsewhere { Terminal.say("Next: set \(Store.variable) to the new place, or unset it.") }
    }
}
