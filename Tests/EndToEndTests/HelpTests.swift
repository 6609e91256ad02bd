import Documents
import Foundation
import Testing

@Suite("--help")
struct HelpTests {
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
