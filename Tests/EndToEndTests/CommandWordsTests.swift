import Documents
import Foundation
import Testing

@Suite("Words of commands")
struct CommandWordsTests {
    @Test("of every command, whatever it stands below, shows an example")
    func examples() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let tree = try bench.run("--experimental-dump-help").json()
        let commands = Self.paths(of: try #require(tree["command"]), below: []).filter { $0.first != "help" }
        #expect(commands.count > 25, "\(commands)")
        for command in commands {
            let help = try bench.run(command + ["--help"])
            #expect(help.status == 0)
            #expect(help.output.contains("Example"), "\(command): \(help.output)")
            #expect(help.output.contains("placard \(command.joined(separator: " "))"), "\(command)")
        }
    }

    @Test("what the rules block is called so, on a terminal as in JSON")
    func blocked() throws {
        let bench = try Workbench.hiring(at: "http://127.0.0.1:9")
        defer { bench.remove() }
        try bench.write(
            """
            schema: 1
            id: late
            title: Cook
            language: en
            employer: { name: Example Kitchens }
            locations: [{ city: Berlin, country: DE }]
            description: { body: Cooking. }
            apply: { url: https://kitchens.example/apply }
            dates: { validThrough: 2020-01-01 }

            """,
            to: "roles/late.yaml"
        )
        let plan = try bench.run("plan", "late", "--to", "hook")
        #expect(plan.output.contains("✗ blocked  hook"), "\(plan.output)")
        #expect(plan.output.contains("1 blocked"), "\(plan.output)")
        #expect(try bench.run("plan", "late", "--json").json()["plan"]?.list?.first?["action"]?.text == "blocked")
        for command in [["preview", "late"], ["lint", "late"], ["plan", "late"]] {
            #expect(try !bench.run(command).output.contains("reject"), "\(command)")
        }
    }

    private static func paths(of command: Value, below path: [String]) -> [[String]] {
        [path]
            + (command["subcommands"]?.list ?? []).flatMap { below in
                paths(of: below, below: path + [below["commandName"]?.text ?? ""])
            }
    }

    @Test("`boards` shows how far each adapter was verified")
    func levels() throws {
        let bench = try Workbench()
        defer { bench.remove() }
        let boards = try #require(try bench.run("boards", "--json").json()["boards"]?.list)
        let lines = try bench.run("boards").output.split(separator: "\n")
        #expect(boards.count >= 10)
        for board in boards {
            let (id, level) = (board["id"]?.text ?? "", board["level"]?.text ?? "")
            let line = try #require(lines.first { $0.hasPrefix("  \(id) ") })
            #expect(line.split(separator: " ").contains { $0 == level }, "\(line)")
        }
    }
}
