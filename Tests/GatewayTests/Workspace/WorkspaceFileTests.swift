import Documents
import Foundation
import Testing

@testable import Gateway

@Suite("placard.yaml")
struct WorkspaceFileTests {
    @Test(
        "what has another form than it should is refused with line, column, field and remedy",
        arguments: [
            ("groups: { a: main }", "3:14", "groups.a"), ("groups: { a: { b: c } }", "3:14", "groups.a"),
            ("groups: { a: [[main]] }", "3:15", "groups.a"), ("groups: [main]", "3:9", "groups"),
            ("store: [a]", "3:8", "store"), ("zone: Europe/Berln", "3:7", "zone"), ("zone: { a: b }", "3:7", "zone"),
            ("accounts: { b: { adapter: x, settings: { team: { a: b } } } }", "3:48", "accounts.b.settings.team"),
            ("accounts: { b: { adapter: x, settings: { team: [[a]] } } }", "3:49", "accounts.b.settings.team"),
            ("accounts: { b: { adapter: x, settings: { team: } } }", "3:", "accounts.b.settings.team"),
            ("accounts: { b: { adapter: x, settings: [a] } }", "3:40", "accounts.b.settings"),
            ("accounts: { b: { adapter: [x] } }", "3:27", "accounts.b.adapter"),
            ("accounts: { b: { adapter: x, languages: { a: b } } }", "3:41", "accounts.b.languages"),
            ("accounts: { b: { adapter: x, baseURL: board } }", "3:39", "accounts.b.baseURL"),
            ("accounts: { b: { adapter: x, allowPrivateNetwork: maybe } }", "3:51", "accounts.b.allowPrivateNetwork"),
        ]
    )
    func form(line: String, place: String, field: String) throws {
        let accounts = line.hasPrefix("accounts") ? "# none" : "accounts: { main: { adapter: x } }"
        let refusal = try #require(throws: Diagnostics.self) {
            try WorkspaceFile("schema: 1\n\(accounts)\n\(line)\n", file: "placard.yaml")
        }
        let fault = try #require(refusal.all.first)
        #expect("\(fault)".hasPrefix("placard.yaml:\(place)"), "\(fault)")
        #expect(fault.field == field)
        #expect(fault.remedy?.isEmpty == false, "\(fault)")
    }

    private static let written = """
        # Our accounts. Ask Ada before you change them.

        schema: 1
        store: placard.db   # on the big disk
        accounts:
          # The one that matters
          main:   # see the wiki
            adapter: plain
            secrets:
              key: env:KEY   # in the vault as "plain # key"

          # An old one
          other:
            adapter: plain
            secrets: { key: "env:KEY" }
        # Groups last
        groups: {}
        # The end

        """

    @Test("the comments of a person stay when a command writes the file, those of a removed account go with it")
    func comments() async throws {
        let bench = try Bench(["main": "plain", "other": "plain"])
        defer { bench.remove() }
        let gateway = try bench.gateway
        try bench.write(Self.written, to: Workspace.fileName)
        var request = ConnectRequest(adapter: "plain", name: "more")
        request.secrets = [("key", .environment("KEY"))]
        _ = try await gateway.connect(request)
        let text = try String(contentsOfFile: "\(bench.folder)/placard.yaml", encoding: .utf8)
        let comments = Self.written.split(separator: "\n").filter { $0.contains("#") }.map { line in
            line.drop { $0 != "#" }
        }
        for comment in comments { #expect(text.contains(comment), "\(comment) is missing:\n\(text)") }
        #expect(text.contains("  # The one that matters\n  main: # see the wiki\n"), "\(text)")
        #expect(text.contains("env:KEY"))
        #expect(text.hasPrefix("# Our accounts."))
        #expect(text.hasSuffix("# The end\n"))
        #expect(try Workspace(root: bench.folder).file.accounts.map(\.name) == ["main", "other", "more"])

        try await Gateway(
            workspace: try Workspace(root: bench.folder),
            catalog: gateway.catalog,
            pageTemplates: [:],
            environment: gateway.environment,
            transport: gateway.transport
        ) { [store = bench.store] _, _ in store }.remove("other")
        let after = try String(contentsOfFile: "\(bench.folder)/placard.yaml", encoding: .utf8)
        #expect(!after.contains("An old one"))
        for comment in comments where !comment.contains("old") { #expect(after.contains(comment), "\(comment)") }
        // Written again, it stays as it is.
        try Workspace(root: bench.folder).save()
        #expect(try String(contentsOfFile: "\(bench.folder)/placard.yaml", encoding: .utf8) == after)
    }
}
