import ArgumentParser
import Foundation

/// What every command takes.
struct SharedOptions: ParsableArguments {
    @Option(name: .long, help: "The workspace's folder; otherwise found by walking up from here.")
    var workspace: String?

    @Option(name: .long, help: "A folder with adapters of your own, one folder each.")
    var adapters: [String] = []

    @Flag(name: .long, help: "Print one JSON document on standard output and nothing else.")
    var json = false
}

/// What commands on accounts take.
struct TargetOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "Accounts and groups, separated by commas.",
        transform: { $0.split(separator: ",").map { String($0).trimmingCharacters(in: .whitespaces) } }
    )
    var to: [String] = []
}

/// A length of time on the command line: 30s, 5m, 1h, 2d.
struct TimeSpan: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let unit = argument.last, let count = Int(argument.dropLast()), count >= 0 else { return nil }
        switch unit {
        case "s": duration = .seconds(count)
        case "m": duration = .seconds(count * 60)
        case "h": duration = .seconds(count * 3600)
        case "d": duration = .seconds(count * 86_400)
        default: return nil
        }
    }
}

/// An instant on the command line: a date, or a date and time with a zone.
struct Moment: ExpressibleByArgument {
    let instant: Date

    init?(argument: String) {
        let isDate = argument.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
        let text = isDate ? argument + "T00:00:00Z" : argument
        guard let instant = try? Date(text, strategy: .iso8601) else { return nil }
        self.instant = instant
    }
}
