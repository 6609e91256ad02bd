import ArgumentParser
import Foundation
import Roles

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
        help: """
            Accounts and groups, separated by commas; `all` means every account. `post` and `renew` have to be told; \
            other commands take every account when nothing is named.
            """,
        transform: Self.names
    )
    var to: [String] = []

    /// The names in a list; an empty one is refused, since an unset variable must not mean every account.
    private static func names(_ text: String) throws -> [String] {
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard names.allSatisfy({ !$0.isEmpty }) else {
            throw ValidationError("A name is missing. Name accounts or groups; `--to all` means every account.")
        }
        return names
    }
}

/// A length of time on the command line: 30s, 5m, 1h, 2d.
struct TimeSpan: Sendable {
    let duration: Duration

    /// Reads a length of time, or says how one is written.
    static func read(_ text: String) throws -> TimeSpan {
        guard let span = TimeSpan(argument: text) else {
            throw ValidationError("Write a number with its unit, such as 30s, 5m, 1h or 2d.")
        }
        return span
    }

    private init?(argument: String) {
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

/// An instant on the command line: a date, whose day begins in UTC, or a date and time with a zone.
struct Moment: Sendable {
    let instant: Date

    /// Reads an instant, or says how one is written.
    static func read(_ text: String) throws -> Moment {
        guard let moment = Moment(argument: text) else {
            throw ValidationError(
                "Write a day, such as 2026-12-01, or a time with its zone, such as 2026-12-01T09:00:00+01:00."
            )
        }
        return moment
    }

    private init?(argument: String) {
        // What Foundation takes for another day or hour, such as 30 February, is none.
        let time = /T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)/
        let rest = argument.dropFirst(10)
        guard Day(String(argument.prefix(10))) != nil, rest.isEmpty || rest.wholeMatch(of: time) != nil else {
            return nil
        }
        let text = rest.isEmpty ? argument + "T00:00:00Z" : argument
        guard let instant = try? Date(text, strategy: .iso8601) else { return nil }
        self.instant = instant
    }
}
