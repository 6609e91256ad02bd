public import AdapterKit
import Documents
import FoundationEssentials
import Transport

/// Runs an adapter's fixtures: what a person wrote goes in, and what comes out is compared with the golden files.
///
/// Nothing is sent. Clock, attempt and values drawn by chance stand in the fixture, so the bytes are stable. Running
/// changes no file: a caller that records writes ``FixtureReport/goldens`` with ``FixtureFiles/write(_:below:)``.
public struct FixtureRunner: Sendable {
    let adapter: Adapter
    let pageTemplates: [String: String]
    let isRecording: Bool

    /// Creates a runner.
    ///
    /// - Parameters:
    ///   - adapter: The adapter, with its fixtures among its files.
    ///   - pageTemplates: Page templates by name, for adapters that publish pages.
    ///   - isRecording: Whether golden files are written anew; then every fixture that changes fails once.
    public init(_ adapter: Adapter, pageTemplates: [String: String] = [:], isRecording: Bool = false) {
        self.adapter = adapter
        self.pageTemplates = pageTemplates
        self.isRecording = isRecording
    }

    /// Names of the adapter's fixtures, sorted.
    public static func names(in pack: AdapterPack) -> [String] {
        Set(
            pack.files.keys.compactMap { path -> String? in
                let parts = path.split(separator: "/")
                return parts.count > 2 && parts[0] == "fixtures" ? String(parts[1]) : nil
            }
        ).sorted()
    }

    /// Runs every fixture.
    public func runAll() -> [FixtureReport] { Self.names(in: adapter.pack).map(run) }

    /// Runs one fixture.
    public func run(_ name: String) -> FixtureReport {
        let files = FixtureFiles(pack: adapter.pack, fixture: name)
        do {
            let input = try files.input()
            let run = FixtureRun(adapter: adapter, files: files, input: input, pageTemplates: pageTemplates)
            let goldens = try run.goldens()
            return FixtureReport(
                name: name,
                findings: compare(goldens, files) + Self.shown(input, goldens, files),
                goldens: goldens
            )
        } catch let found as FixtureFault {
            return FixtureReport(name: name, findings: [found.finding(at: files.place)], goldens: [:])
        } catch {
            let finding = FixtureFinding(
                code: "bad-fixture",
                place: files.place,
                "\(error)",
                remedy: "Mend the fixture."
            )
            return FixtureReport(name: name, findings: [finding], goldens: [:])
        }
    }

    /// Whether golden files are written anew: `RECORD=1`.
    public static func isRecording(_ environment: [String: String]) -> Bool { environment["RECORD"] == "1" }

    private func compare(_ goldens: [String: [UInt8]], _ files: FixtureFiles) -> [FixtureFinding] {
        var findings: [FixtureFinding] = []
        for (path, now) in goldens.sorted(by: { $0.key < $1.key }) {
            let place = "\(adapter.pack.id)/\(path)"
            guard let golden = adapter.pack.files[path] else {
                findings.append(recorded(place, "There is no golden file yet."))
                continue
            }
            guard golden != now else { continue }
            findings.append(recorded(place, TextDifference.first(golden, now)))
        }
        for path in files.unexpected(goldens.keys) {
            findings.append(
                FixtureFinding(
                    code: "left-over",
                    place: "\(adapter.pack.id)/\(path)",
                    "The fixture makes no such file.",
                    remedy: "Remove it, or correct the fixture's call."
                )
            )
        }
        return findings
    }

    private func recorded(_ place: String, _ message: String) -> FixtureFinding {
        isRecording
            ? FixtureFinding(
                code: "recorded",
                place: place,
                message,
                remedy: "It was written anew; review it like code."
            )
            : FixtureFinding(
                code: "differs",
                place: place,
                message,
                remedy: "Mend the adapter, or write the file anew with RECORD=1 and review it."
            )
    }

    /// Golden files in which a secret of the fixture can be read.
    private static func shown(
        _ input: FixtureInput,
        _ goldens: [String: [UInt8]],
        _ files: FixtureFiles
    ) -> [FixtureFinding] {
        let redaction = Redaction(secrets: input.secrets.values + [input.token].compactMap(\.self))
        return goldens.sorted { $0.key < $1.key }.filter { redaction.redact($0.value) != $0.value }.map { path, _ in
            FixtureFinding(
                code: "secret-shown",
                place: "\(files.pack.id)/\(path)",
                "A secret of the fixture can be read in it.",
                remedy: "Take the secret out of what is kept or said; give fixtures secrets that are no common words."
            )
        }
    }
}

/// Why a fixture could not be run.
struct FixtureFault: Error {
    let message: String
    let remedy: String

    func finding(at place: String) -> FixtureFinding {
        FixtureFinding(code: "bad-fixture", place: place, message, remedy: remedy)
    }
}
