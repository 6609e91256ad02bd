import Documents
import Foundation
import Testing

/// `docs/json.md` says of every command what its document holds.
@Suite("JSON documents", .serialized)
struct JSONDocumentTests {
    private typealias Run = (command: String, arguments: [String])
    private static let role = "machine-learning-engineer"

    /// Commands as they are listed, with the arguments of their runs.
    private static let looking: [Run] = [
        ("status", []), ("init", []), ("new", []), ("new KIND", ["nurse"]), ("boards", []), ("doctor", []),
        ("boards show", ["mastodon"]), ("boards show", ["seek"]), ("boards show", ["linkedin-job-posting"]),
        ("lint", [role]), ("preview", [role]), ("preview --format html", [role]), ("preview --format raw", [role]),
        ("preview --output", ["gallery", role, "--format", "html"]), ("accounts", []), ("adapter check", []),
        ("adapter test", ["\(Workbench.repository)/Adapters/mastodon"]), ("adapter docs without a name", []),
        ("adapter docs", ["seek", "indeed-xml", "mastodon"]),
        ("feed build", ["indeed-xml", "--output", "feed.xml"]), ("page build", ["google-jobs", "--output", "pages"]),
    ]

    /// Those that follow an edit of the role; the references are of a manual board, of Mastodon and of SEEK.
    private static func changing(_ references: [String]) -> [Run] {
        let steps = ["--acknowledge", "own-company", "--acknowledge", "one-post"]
        let spare = ["--secret", "secret=env:HOME", "--base-url", "https://a.example"]
        return [
            ("connect", ["hackernews-whoishiring", "--name", "hn"] + steps), ("preview", [role]), ("lint", [role]),
            ("plan", [role]), ("post --dry-run", [role, "--to", "all", "--at", "2096-12-01"]),
            ("post", [role, "--to", "hn,seek"]), ("sync", []), ("renew", [role, "--to", "seek"]),
            ("status --watch", ["nurse"]),
            ("resolve", [references[0], "--absent"]), ("withdraw", [role, "--to", "hackernews-whoishiring"]),
            // A token that the board does not take.
            ("accounts rotate", ["mastodon", "--secret", "token=env:HOME"]),
            ("post", [role, "--to", "mastodon"]), ("connect", ["mastodon", "--name", "mastodon", "--check"]),
            ("connect", ["generic-webhook", "--name", "spare"] + spare), ("accounts remove", ["spare"]),
            ("adapter new", ["adapters/northern"]),
        ] + references.map { ("log", [$0]) }
    }

    @Test("hold the members that are promised, and end as they are promised to")
    func documents() async throws {
        let reference = try JSONReference()
        var seen: Set<String> = []
        var done: Set<String> = ["demo", "sandbox"]
        try await DemoBench.with { demo in
            let bench = demo.bench
            #expect(reference.faults(in: demo.document, of: "report", seen: &seen) == [])
            let postings = try #require(demo.document["postings"]?.list)
            let references = ["hackernews-whoishiring", "mastodon", "seek"].compactMap { account in
                postings.first { $0["account"]?.text == account }?["reference"]?.text
            }
            func check(_ run: Run) throws {
                let words = run.command.replacing(" without a name", with: "").replacing(" KIND", with: "")
                let ended = try bench.run(words.split(separator: " ").map(String.init) + run.arguments + ["--json"])
                let promised = try #require(reference.commands[run.command], "no command \(run.command)")
                #expect(promised.statuses.contains(ended.status) && ended.status != 2, "\(run): \(ended.errors)")
                #expect(try reference.faults(in: ended.json(), of: promised.document, seen: &seen) == [], "\(run)")
                done.insert(run.command)
            }
            for run in Self.looking { try check(run) }
            try bench.writeRole(Self.role, title: "Machine Learning Lead")
            for run in Self.changing(references) { try check(run) }
            #expect(try bench.run("post", "nurse", "--to", "discord-webhook", "--at", "2096-12-01").status == 4)
            for posting in try bench.run("status", "nurse", "--json").json()["postings"]?.list ?? [] {
                let reference = posting["reference"]?.text ?? ""
                if posting["state"]?.text == "scheduled" {
                    for command in ["queue list", "queue retry", "queue cancel"] {
                        try check((command, command == "queue list" ? [] : [reference]))
                    }
                }
            }
            try bench.write("schema: 1\nodd: 1\n", to: "adapters/odd/manifest.yaml")
            try check(("boards", []))
            let refused = try bench.run("post", Self.role, "--json")
            #expect(refused.status == 2)
            #expect(try reference.faults(in: refused.json(), of: "refusal", seen: &seen) == [])
            try check(("ledger check", []))
            try bench.write(into: "placard.db", "UPDATE posting SET renewals_done = 99 WHERE id = 1")
            try check(("ledger check", []))
            try check(("ledger migrate", []))
            try check(("ledger copy", ["--to", "copy.db", "--switch"]))
            try FileManager.default.removeItem(atPath: "\(bench.folder)/copy.db")
            let lost = try bench.run("lint", Self.role, "--json")
            #expect(try lost.json()["warnings"]?.list?.compactMap { $0["code"]?.text } == ["ledger-lost"])
            #expect(lost.errors.contains("warning: \(bench.folder)/copy.db"))
            #expect(try reference.faults(in: lost.json(), of: "lint", seen: &seen) == [])
            let unsent = try bench.run("post", Self.role, "--to", "seek", "--json")
            #expect(unsent.status == 2)
            #expect(try unsent.json()["error"]?["code"]?.text == "ledger-lost")
            try check(("ledger adopt", []))
        }
        try await SandboxBench.with { sandbox in
            #expect(reference.faults(in: sandbox.document, of: "sandbox", seen: &seen) == [])
        }
        #expect(Set(reference.commands.keys).subtracting(done) == [])
        let promised = Set(reference.objects.flatMap { object in object.value.keys.map { "\(object.key).\($0)" } })
        // No stand-in says why it turns a call away, there is no older ledger to keep a copy of, and nobody delivers.
        let unseen: Set = ["attempt.reason", "migration.copy", "waiting.worker"]
        #expect(promised.subtracting(seen).subtracting(unseen) == [])
    }

    @Test("are promised for every command there is")
    func commands() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let help = try bench.run("--experimental-dump-help").json()
        func names(_ command: Value, _ path: [String]) -> [String] {
            let below = command["subcommands"]?.list ?? []
            let name = (path + [command["commandName"]?.text ?? "?"])
            return below.isEmpty ? [name.dropFirst().joined(separator: " ")] : below.flatMap { names($0, name) }
        }
        let all = Set(names(try #require(help["command"]), [])).subtracting(["help"])
        #expect(all.count > 20)
        #expect(all.subtracting(try JSONReference().commands.keys) == [])
    }
}
