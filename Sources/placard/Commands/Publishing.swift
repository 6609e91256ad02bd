import AdapterKit
import AdapterTesting
import ArgumentParser
import Delivery
import Documents
import Foundation
import Gateway

/// The command `placard feed`.
struct Feed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Builds the document that a feed board fetches.",
        discussion: "Example: placard feed build jobs --output public/jobs.xml",
        subcommands: [Build.self]
    )

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the feed of an account as the ledger wants it now.",
            discussion: "Example: placard feed build jobs --output public/jobs.xml"
        )
        @Argument(help: "Name of the account.") var name: String
        @Option(name: .long, help: "The file to write.") var output: String
        @OptionGroup var options: SharedOptions

        func run() async throws {
            let name = name
            let feed = try await Wiring.withGateway(options, command: "feed") { try await $0.feed(name) }
            try Output.write(feed.bytes, to: output)
            if options.json {
                Terminal.print(json: ["file": .text(output), "ads": .number(.init(feed.count))])
            } else {
                Terminal.say("wrote \(output) with \(feed.count) \(feed.count == 1 ? "ad" : "ads")")
            }
        }
    }
}

/// The command `placard page`.
struct Page: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Builds the job pages that a page board fetches.",
        discussion: "Example: placard page build site --output public/jobs",
        subcommands: [Build.self]
    )

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the job pages of an account as the ledger wants them now.",
            discussion: "Example: placard page build site --output public/jobs"
        )
        @Argument(help: "Name of the account.") var name: String
        @Option(name: .long, help: "The folder to write to.") var output: String
        @OptionGroup var options: SharedOptions

        func run() async throws {
            let name = name
            let pages = try await Wiring.withGateway(options, command: "page") { try await $0.pages(name) }
            for page in pages { try Output.write(page.bytes, to: "\(output)/\(page.file)") }
            if options.json {
                Terminal.print(json: ["files": .list(pages.map { .text("\(output)/\($0.file)") })])
            } else {
                Terminal.say("wrote \(pages.count) \(pages.count == 1 ? "page" : "pages") to \(output)")
            }
        }
    }
}

/// Writes result files whole or not at all.
enum Output {
    static func write(_ bytes: [UInt8], to path: String) throws {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let folder = parts.count == 1 ? "." : parts.dropLast().joined(separator: "/")
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder {
            throw GatewayError(
                code: "is-a-folder",
                "\(path) is a folder.",
                remedy: "Name the file that is to be written, such as \(path)\(path.hasSuffix("/") ? "" : "/")jobs.xml."
            )
        }
        do {
            try FileDocuments().publish(bytes, file: parts.last ?? path, in: folder.isEmpty ? "/" : folder)
        } catch {
            throw GatewayError(
                code: "not-written",
                "\(path) could not be written: \(error).",
                remedy: "Check the folder's permissions and free space."
            )
        }
    }
}
